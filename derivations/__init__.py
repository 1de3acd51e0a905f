"""Derivations of the scaling laws, and their table of contents.

The table is imported when it is asked for: the command is at the terminal before SymPy is.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # typing is not imported either: until main() Ctrl-C shows a traceback
if TYPE_CHECKING:
    from derivations.consistency.laws import consistent_laws
    from derivations.contents import RESULTS, Contents
    from derivations.disagreements import contradictions
    from derivations.exported import expression
    from derivations.identifiers import identifier

_MODULES = {
    "RESULTS": "contents",
    "Contents": "contents",
    "consistent_laws": "consistency.laws",
    "contradictions": "disagreements",
    "expression": "exported",
    "identifier": "identifiers",
}

__all__ = [
    "RESULTS",
    "Contents",
    "consistent_laws",
    "contradictions",
    "expression",
    "identifier",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"derivations.{_MODULES[name]}"), name)
