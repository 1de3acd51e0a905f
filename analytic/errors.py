"""One class per kind of failure; every message states the fact, the cause and the way out."""

from __future__ import annotations


class ScalingLawsError(Exception):
    """Any failure this package reports about a question it was asked."""


class InvalidProblemError(ScalingLawsError, ValueError):
    """A problem statement that has no meaning, such as a negative width."""


class InvalidModeError(InvalidProblemError):
    """A mode of a measured spectrum that has no meaning; `index` counts from 0."""

    def __init__(self, index: int, fact: str) -> None:
        super().__init__(f"Mode number {index + 1} {fact}")
        self.index, self.fact = index, fact

    def __reduce__(self) -> tuple[type[InvalidModeError], tuple[int, str]]:
        return type(self), (self.index, self.fact)


class DivergenceError(ScalingLawsError, ArithmeticError):
    """A quantity that is infinite for the problem as stated."""


class BranchError(ScalingLawsError, ArithmeticError):
    """A frequency at which the physical branch of the field equations cannot be reached."""


class PrecisionError(ScalingLawsError, ArithmeticError):
    """Digits that could not be certified: two evaluations of the same number disagree."""


class SimulationError(ScalingLawsError, ValueError):
    """A question that a finite simulation cannot answer."""


class UnknownResultError(ScalingLawsError, KeyError):
    """A name that is not in the table of contents."""

    __str__ = Exception.__str__  # KeyError would print the message in quotes


def require(condition: bool, message: str) -> None:
    """Raise InvalidProblemError with a message unless a condition holds."""
    if not condition:
        raise InvalidProblemError(message)
