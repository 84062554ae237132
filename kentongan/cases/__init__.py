"""A worry somebody answers for until tuntas."""
