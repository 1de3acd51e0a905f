"""Formulas in LaTeX, as people write them, translated to the language of formulas.

Nothing is evaluated, and what could be meant in two ways is refused: a wrong reading is worse than
none.
"""
