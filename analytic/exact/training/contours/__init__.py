"""Contours around the spectrum of -K, and double sums over them."""
