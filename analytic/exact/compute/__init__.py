"""The frontier: at a compute, the width and the time at which the test loss is least."""
