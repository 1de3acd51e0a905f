"""Overfitting by algebra: the gap between test and training loss, label noise, early stopping."""
