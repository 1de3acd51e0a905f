r"""Data manifolds: points drawn uniformly on them, of an intrinsic dimension d_M and a volume V.

A sample is a point of a manifold in a space of more dimensions; what counts is the dimension of
the manifold. [bahri2024explaining], theorems 2 and 3.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Integer, gamma, pi

from analytic.errors import InvalidProblemError, require
from analytic.real_numbers import exact_number, positive_number, shown


def positive_size(value: Any, name: str) -> Expr:
    """A number above zero: finite, and no symbol.

    Raises    InvalidProblemError.
    """
    number = positive_number(value, name, infinite=False)
    require(not number.free_symbols, f"{name} = {shown(number)} is a symbol. Give a finite number.")
    return number


@dataclass(frozen=True, init=False)
class Manifold(ABC):
    """A closed manifold of some dimension."""

    dimension: Expr

    def __init__(self, dimension: Any) -> None:
        number = exact_number(dimension, "dimension")
        if not (number.is_Integer and number >= 1):
            raise InvalidProblemError(
                f"dimension = {shown(number)} is not that of a manifold. Give a whole number of 1 "
                "or more."
            )
        object.__setattr__(self, "dimension", number)

    @property
    @abstractmethod
    def volume(self) -> Expr:
        """V, the length, area or volume."""


class Sphere(Manifold):
    r"""The unit sphere of so many dimensions, in a space of one more.

        |x| = 1,   x \in R^{d+1},   V = 2 \pi^{(d+1)/2}/\Gamma((d+1)/2)

    >>> Sphere(2).volume
    4*pi
    """

    @property
    def volume(self) -> Expr:
        r"""2 \pi^{(d+1)/2}/\Gamma((d+1)/2)."""
        half = (self.dimension + 1) / Integer(2)
        return 2 * pi**half / gamma(half)


class Torus(Manifold):
    r"""The flat torus of side one, whose opposite faces are the same.

        |x - y|^2 = \sum_{i \le d} \min_n (x_i - y_i - n)^2,   n whole,   V = 1

    >>> Torus(2).dimension, Torus(2).volume
    (2, 1)
    """

    @property
    def volume(self) -> Expr:
        """One."""
        return Integer(1)


@dataclass(frozen=True, init=False)
class RingTorus(Manifold):
    r"""A ring in three dimensions: a tube of radius `thickness`, bent to a circle of radius 1.

        x = (R \cos\phi, R \sin\phi, r \sin\theta),   R = 1 + r \cos\theta,   V = 4 \pi^2 r

    >>> RingTorus("1/2").volume
    2*pi**2
    """

    thickness: Expr

    def __init__(self, thickness: Any) -> None:
        super().__init__(2)
        number = positive_size(thickness, "thickness")
        require(
            bool(number < 1),
            f"thickness = {shown(number)} is not that of a ring. Give a number between 0 and 1.",
        )
        object.__setattr__(self, "thickness", number)

    @property
    def volume(self) -> Expr:
        r"""4 \pi^2 times the thickness."""
        return 4 * pi**2 * self.thickness
