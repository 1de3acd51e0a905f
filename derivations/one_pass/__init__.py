"""One-pass SGD: its laws, and where its terms hand over to one another."""
