"""Comparisons of one witness with another: the checks that results are made of."""
