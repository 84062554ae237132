"""Satu Layar: how things stand, on one page, from what this person may see."""
