"""A made-up kabupaten with a known truth, for demonstration and training."""
