r"""Random projections A of the features: what the mean field and a simulation know of one.

Where F = A^T A/N, of mean eigenvalue one, is asymptotically free of the covariance, the mean field
depends on A through the S-transform of F alone,

    \kappa D_P D_N(d) = s,   D_N(d) = 1/S_F(-d/M),   d = \sum_k \lambda_k/(\lambda_k + \kappa)

and S-transforms of products multiply. [atanasov2024scaling]. A projection is one class: its D_N as
a function of d, where that vanishes, and how its layers are drawn.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any, NamedTuple

from sympy import Expr, S, Symbol, oo

from analytic.errors import require
from analytic.notation import d
from analytic.problem.spectrum import Spectrum
from analytic.real_numbers import exact_number, shown

Ranks = tuple[Expr, ...]


class Layer(NamedTuple):
    r"""One factor of A/\sqrt N, of so many rows, with tr F/M = 1 on average.

        A/\sqrt N = W_L ... W_1,   <tr W_l^T W_l> = N_{l-1},   N_0 = M

    `kind` says how its entries are drawn, `parameter` with what number, and `scales` by what the
    rows of a normal one are multiplied.
    """

    kind: str
    rows: Expr
    parameter: Expr = S.One
    scales: Spectrum | None = None


def one_less(rank: Expr) -> Expr:
    """1 - d/r, in the order of factors that SymPy multiplies soonest."""
    return 1 - (1 / rank) * d


@dataclass(frozen=True)
class Projection(ABC):
    r"""A random projection of M features; the members say what depends on its kind.

        \kappa D_P D_N(d) = s,   D_N(d) = 1/S_F(-d/M),   F = A^T A/N

    S_F is the S-transform of the spectrum of F [atanasov2024scaling]. Widths and M may be infinite.
    """

    @property
    def free_symbols(self) -> frozenset[Symbol]:
        """The symbols in its numbers."""
        values = (getattr(self, field.name) for field in fields(self))
        return frozenset[Symbol]().union(*(getattr(one, "free_symbols", ()) for one in values))

    def kept(self, width: Expr) -> Expr:
        """The leading modes that it lets through, all of them or not: the others are null modes."""
        return oo

    def features(self, width: Expr) -> Spectrum | None:
        """The spectrum that D_N needs beside d, if it needs one."""
        return None

    def width(self, given: Expr, modes: Expr) -> Expr:
        """The width N of a model, from the one that was given.

        Raises    InvalidProblemError where there is no such projection.
        """
        return given

    @abstractmethod
    def response(self, width: Expr, modes: Expr) -> Expr:
        r"""D_N as a function of d, and of x: `features`, of sum 1, have the dimension d at x."""

    def ranks(self, width: Expr, modes: Expr) -> Ranks:
        """The d at which D_N vanishes, repeated where it does so to a higher order."""
        return () if width == oo else (width,)

    def layers(self, width: Expr, modes: Expr) -> tuple[Layer, ...]:
        """How A is drawn, the layer next to the features first; none where nothing is."""
        return () if width == oo else (Layer("normal", width),)

    def parameters(self, width: Expr, modes: Expr) -> Expr:
        r"""The entries of all layers, \sum_l N_l N_{l-1} with N_0 = M."""
        rows = [modes, *(layer.rows for layer in self.layers(width, modes))]
        return sum((a * b for a, b in pairwise(rows)), S.Zero)

    def replicated(self, copies: int, width: Expr) -> Projection:
        """The projection of a model with every mode and the width multiplied."""
        return self


@dataclass(frozen=True)
class GaussianProjection(Projection):
    """A of independent standard normal entries: F = A^T A/N is a Wishart matrix.

        D_N = 1 - d/N

    [bordelon2024dynamical], eqs. (10)-(11), where D_N is called R_3.
    """

    def response(self, width: Expr, modes: Expr) -> Expr:
        """1 - d/N."""
        return one_less(width)


@dataclass(frozen=True)
class _Beside(Projection):
    """A projection that acts on so many null modes too."""

    inner: Projection
    null: Expr

    def features(self, width: Expr) -> Spectrum | None:
        return self.inner.features(width)

    def response(self, width: Expr, modes: Expr) -> Expr:
        return self.inner.response(width, modes + self.null)

    def ranks(self, width: Expr, modes: Expr) -> Ranks:
        return self.inner.ranks(width, modes + self.null)

    def replicated(self, copies: int, width: Expr) -> Projection:
        return _Beside(self.inner.replicated(copies, width), self.null * copies)


def beside(projection: Projection, null: Expr) -> Projection:
    """The projection of a model whose null modes are left out: they still count in M."""
    indifferent = null == 0 or isinstance(projection, GaussianProjection)
    return projection if indifferent else _Beside(projection, null)


def require_projection(projection: Any) -> Projection:
    """The projection, refused where it is something else.

    Raises    InvalidProblemError.
    """
    require(
        isinstance(projection, Projection),
        f"{str(projection)[:80]!r} is no projection. Give one such as OrthogonalProjection() or "
        "DeepProjection([40, 80]).",
    )
    return projection  # type: ignore[no-any-return]


@dataclass(frozen=True, init=False)
class SparseProjection(GaussianProjection):
    r"""Normal entries of which each is kept with probability `density`; D_N is the Gaussian one.

        A_{ik} = z_{ik} \chi_{ik}/\sqrt{density},   D_N = 1 - d/N

    z_{ik} ~ N(0, 1), and \chi_{ik} is one with that probability, else zero.
    """

    density: Expr

    def __init__(self, density: Any) -> None:
        number = exact_number(density, "density")
        require(
            bool(number > 0) and bool(number <= 1) if number.is_number else True,
            f"density = {shown(number)} is no share of entries that are kept. Give a number above "
            "0 and at most 1.",
        )
        object.__setattr__(self, "density", number)

    def layers(self, width: Expr, modes: Expr) -> tuple[Layer, ...]:
        """One sparse layer."""
        return () if width == oo else (Layer("sparse", width, self.density),)
