"""Checks of the corrections of order 1/N and 1/P."""
