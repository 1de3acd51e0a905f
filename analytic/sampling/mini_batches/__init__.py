"""One-pass SGD by simulation: mini-batches that are drawn, learned from, and forgotten."""
