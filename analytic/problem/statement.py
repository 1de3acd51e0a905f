"""A statement in full, as a text that tells it from every other one."""

from dataclasses import fields, is_dataclass
from typing import Any


def in_full(stated: Any) -> str:
    """A model with all that is in it, of which `repr` leaves out a long spectrum."""
    if not is_dataclass(stated):
        return repr(stated)
    shown = (f"{field.name}={in_full(getattr(stated, field.name))}" for field in fields(stated))
    return f"{type(stated).__name__}({', '.join(shown)})"
