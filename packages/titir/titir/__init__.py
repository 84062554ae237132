"""Detection engine for early warning: arrays in, detections out."""
