r"""Asymptotic expansions of harmonic sums: residues of the Mellin transform on one side.

    F(T) = (1/2 \pi i) \int image(z) T^{-z} dz
         = - \sum residues to the right  (T -> \infty)  = + \sum residues to the left  (T -> 0)

The shift of the contour is legitimate since Gamma falls exponentially on vertical lines while zeta
grows like a power. [flajolet1995mellin], theorem 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sympy import Add, Expr, Ne, gamma, powsimp, simplify
from sympy.logic.boolalg import Boolean

from analytic.notation import z
from analytic.symbolic.harmonic import HarmonicSum
from analytic.symbolic.poles import pole_of_zeta, residue, side, string_of_gamma

__all__ = ["Expansion", "expand"]


@dataclass(frozen=True)
class Expansion:
    """The terms of an expansion, its first omitted power, and where two poles do not collide.

    `omitted` is None where no pole is left: the remainder then is beyond all powers.
    """

    terms: tuple[Expr, ...]
    omitted: Expr | None
    conditions: tuple[Boolean, ...]

    @property
    def sum(self) -> Expr:
        """The terms added."""
        return Add(*self.terms)


def expand(
    harmonic: HarmonicSum, towards: Literal["infinity", "zero"], terms: int = 1
) -> Expansion:
    r"""The expansion of a harmonic sum for a large or a small variable.

    From every string of Gamma poles the first `terms` are taken; zeta has one pole.
    """
    image, kernel = harmonic.image, harmonic.variable**-z
    _refuse_divergence(harmonic)
    wanted = 1 if towards == "infinity" else -1
    isolated = [pole_of_zeta(u) for u in image.zetas if side(u) == wanted]
    strings = [string_of_gamma(u, terms + 1) for u in image.gammas if side(u) == wanted]
    kept = [point for string in strings for point in string[:-1]]
    points = _distinct([*isolated, *kept])
    residues = [_tidy(-wanted * residue(image, kernel, point)) for point in points]
    return Expansion(
        tuple(term for term in residues if term != 0),
        Add(*(kernel.subs(z, string[-1]) for string in strings)) if strings else None,
        tuple(
            condition
            for one in isolated
            for point in kept
            if (condition := Ne(one, point)) not in (True, False)
        ),
    )


def _refuse_divergence(harmonic: HarmonicSum) -> None:
    """Nothing, or DivergenceError: reading the strip of a divergent sum raises."""
    _ = harmonic.strip


def _tidy(term: Expr) -> Expr:
    """A residue with products of two Gammas reflected; a single Gamma is left as it came."""
    return simplify(term) if len(term.atoms(gamma)) > 1 else powsimp(term)


def _distinct(points: list[Expr]) -> list[Expr]:
    """The points without repetition: two poles at one point share one residue."""
    found: list[Expr] = []
    for point in points:
        if not any((point - other).expand() == 0 for other in found):
            found.append(point)
    return found
