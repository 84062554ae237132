"""What can be typed for drills."""
