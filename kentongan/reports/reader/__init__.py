"""What the machine reads in words that came in, and what officers make of it."""
