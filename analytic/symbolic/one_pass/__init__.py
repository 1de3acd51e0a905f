"""The algebra of one-pass SGD: moments of a batch, generating functions, late times."""
