"""Overfitting: the gap between test and training loss, and the best time to stop."""
