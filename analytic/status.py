"""How strong a step of a derivation is, and the verdict that rests on it."""

from enum import StrEnum


class Status(StrEnum):
    """A step is proved or argued; what rests on steps is no stronger than the weakest of them."""

    PROVED = "proved"
    ARGUED = "argued"
