"""Checks of a law: its digits, its dice, its regimes and its boundaries."""
