"""Pages about regions: where they lie, what they are called, and what the office changes in them."""
