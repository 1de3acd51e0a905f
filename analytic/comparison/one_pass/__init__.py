"""One-pass SGD before its witnesses: brute force, digits, and real mini-batches."""
