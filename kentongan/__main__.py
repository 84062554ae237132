"""`python -m kentongan` does what `kentongan` does."""

from kentongan.command import main

if __name__ == "__main__":
    main()
