"""Frontiers: the best division of a budget between two resources, from the terms of a loss."""
