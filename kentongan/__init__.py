"""Kentongan: one entry from the first sign of a conflict to tuntas."""
