"""Early stopping: the time at which the exact test loss is least."""
