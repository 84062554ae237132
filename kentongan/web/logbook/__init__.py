"""The logbook to read, and the board of reactions that are stuck."""
