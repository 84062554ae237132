"""What can be typed for reports."""
