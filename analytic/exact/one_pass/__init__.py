"""One-pass SGD: the Volterra equation of the loss, summed by its generating function."""
