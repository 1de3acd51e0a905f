"""Formulas in the papers' letters: read, translated, and compared by their leading terms."""
