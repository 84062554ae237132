"""How well the machine reads, as officers found it."""
