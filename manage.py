#!/usr/bin/env python3
"""Django's own door, for developers; the office uses `kentongan`."""

from kentongan.command import main

if __name__ == "__main__":
    main()
