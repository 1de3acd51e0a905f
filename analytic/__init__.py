"""Scaling laws of solvable models of neural networks: derived, evaluated to any digits, sampled.

Three witnesses, `symbolic`, `exact` and `sampling`, share the statement of a problem and nothing
else; `verify` calls them on a result and compares what they say, `check` compares a user's formula
with a result. A witness is imported when it is first called. The letters of formulas, `a`, `b`,
`N`, `P`, `t` and others, are here too: a symbol of one's own with the same name is another symbol
to SymPy's `subs`, and nothing would happen. `substitute` and `law(a=2, b="3/2")` go by the name.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
