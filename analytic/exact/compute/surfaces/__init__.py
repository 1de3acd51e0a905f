"""The loss as a surface over width and time, in doubles, many points at once."""
