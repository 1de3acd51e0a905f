r"""Projections that are not Gaussian: orthogonal, deep, of structure, of some modes only."""

from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar

from sympy import Expr, S, oo

from analytic.errors import InvalidProblemError, require
from analytic.notation import d, x
from analytic.problem.power_law import PowerLaw
from analytic.problem.projection import Layer, Projection, Ranks, one_less
from analytic.problem.spectrum import Spectrum, dimension
from analytic.real_numbers import exact_number, positive_number, shown


@dataclass(frozen=True)
class OrthogonalProjection(Projection):
    """Random orthonormal rows: F = A^T A/N is M/N times a projector.

        A A^T = M 1,   D_N = (1 - d/N)/(1 - d/M)

    By the S-transform of a projector, [atanasov2024scaling].
    """

    kind: ClassVar[str] = "orthogonal"

    def width(self, given: Expr, modes: Expr) -> Expr:
        """At most M."""
        require(
            given == oo or (given - modes).is_positive is not True,
            f"width = {shown(given)} orthogonal rows do not fit into {shown(modes)} modes. Choose "
            "a width of at most the number of modes, or inf.",
        )
        return given

    def response(self, width: Expr, modes: Expr) -> Expr:
        """(1 - d/N)/(1 - d/M); at N = M the features are only rotated."""
        return S.One if width in (oo, modes) else one_less(width) / one_less(modes)

    def ranks(self, width: Expr, modes: Expr) -> Ranks:
        """N below M."""
        return () if width in (oo, modes) else (width,)

    def layers(self, width: Expr, modes: Expr) -> tuple[Layer, ...]:
        """One layer of orthonormal rows."""
        return () if width == oo else (Layer(self.kind, width),)


@dataclass(frozen=True)
class CosineProjection(OrthogonalProjection):
    r"""N rows of a cosine transform of the modes, permuted and with random signs before it.

        A_{ik} = \epsilon_k \sqrt2 \cos(\pi i (j(k) + 1/2)/M),   \epsilon_k at i = 0

    with j a random permutation. Rows are orthogonal, D_N is that of `OrthogonalProjection`. Modes
    that keep their order keep more of their loss: the permutation makes F free of the covariance.
    """

    kind = "cosine"


@dataclass(frozen=True, init=False)
class DeepProjection(Projection):
    r"""A product of Gaussian layers, the widths from first to last.

        A/\sqrt N = (A_L/\sqrt{N_L}) ... (A_1/\sqrt{N_1}),   D_N = \prod_l (1 - d/N_l)

    S-transforms of free products multiply: [voiculescu1987multiplication].
    """

    widths: tuple[Expr, ...]

    def __init__(self, widths: Any) -> None:
        listed = isinstance(widths, list | tuple) and len(widths) > 0
        require(listed, f"widths = {widths!r} are no layers. Give a list such as [40, 80].")
        numbers = tuple(positive_number(width, "the width of a layer") for width in widths)
        object.__setattr__(self, "widths", numbers)

    def width(self, given: Expr, modes: Expr) -> Expr:
        """The last of the widths."""
        last = self.widths[-1]
        require(
            given in (oo, last),
            f"width = {shown(given)} is not that of the last layer, {shown(last)}. Leave it out.",
        )
        return last

    def response(self, width: Expr, modes: Expr) -> Expr:
        """The product of what the layers do one by one."""
        return prod((one_less(width) for width in self.widths), start=S.One)

    def ranks(self, width: Expr, modes: Expr) -> Ranks:
        """All finite widths."""
        return tuple(width for width in self.widths if width != oo)

    def layers(self, width: Expr, modes: Expr) -> tuple[Layer, ...]:
        """One normal layer for each width; an infinite one leaves its input as it is."""
        return tuple(Layer("normal", width) for width in self.widths if width != oo)

    def replicated(self, copies: int, width: Expr) -> Projection:
        """All widths multiplied."""
        return DeepProjection([one * copies for one in self.widths])


@dataclass(frozen=True, init=False)
class StructuredProjection(Projection):
    r"""Gaussian features that are correlated, with eigenvalues \gamma_i of their covariance.

        D_N = (d/N) df^{-1}(d),   df(x) = \sum_i \gamma_i/(\gamma_i + x),   \sum_i \gamma_i = N

    `spectrum` holds the \gamma_i up to a factor, or is the power c of \gamma_i \propto i^{-c},
    which the width cuts off.
    """

    spectrum: Spectrum | Expr

    def __init__(self, spectrum: Any) -> None:
        stated = isinstance(spectrum, Spectrum) and not isinstance(spectrum, type)
        given = spectrum if stated else exact_number(spectrum, "the power")
        require(
            isinstance(given, Spectrum) or (given.is_negative is not True and given != oo),
            f"Eigenvalues of features cannot fall with the power {given}. Give a finite one "
            "of at least 0.",
        )
        object.__setattr__(self, "spectrum", given)

    def width(self, given: Expr, modes: Expr) -> Expr:
        """The number of features that vary: that of a spectrum, or any for a power."""
        if isinstance(self.spectrum, Expr):
            _require_count(given, "features")
            require(
                given != oo or (self.spectrum - 1).is_nonpositive is not True,
                f"Infinitely many features whose eigenvalues fall as i^-{self.spectrum} have no "
                "finite trace. Give a width, or a power above 1.",
            )
            return given
        stated = dimension(self.spectrum.visible)
        require(
            given in (oo, stated),
            f"width = {shown(given)} is not the number of the features, {shown(stated)}. Leave it "
            "out.",
        )
        return stated

    def features(self, width: Expr) -> Spectrum | None:
        """The spectrum of the features' covariance; None where all are equal, and Gaussian."""
        return None if self._has_equal_features else self._covariance(width)

    def response(self, width: Expr, modes: Expr) -> Expr:
        """The product of d and x, which is 1 - d/N where all features are equal."""
        return one_less(width) if self._has_equal_features else d * x

    @property
    def _has_equal_features(self) -> bool:
        listed = getattr(self.spectrum, "eigenvalues", ())  # one by one, as measured ones are
        return self.spectrum == 0 or len({one for one in listed if one > 0}) == 1

    def _covariance(self, width: Expr) -> Spectrum:
        if not isinstance(self.spectrum, Expr):
            return self.spectrum.visible
        return PowerLaw(self.spectrum, self.spectrum, modes=width)

    def layers(self, width: Expr, modes: Expr) -> tuple[Layer, ...]:
        """One normal layer with scaled rows."""
        require(width != oo, "Infinitely many features cannot be drawn. Choose a finite width.")
        return (Layer("normal", width, scales=self._covariance(width)),)

    def replicated(self, copies: int, width: Expr) -> Projection:
        """Every feature multiplied."""
        return StructuredProjection(self._covariance(width).replicated(copies))


@dataclass(frozen=True)
class AlignedProjection(Projection):
    r"""The N modes of largest eigenvalue, unscaled: of the others nothing is learned.

        A^T A/N = \sum_{k <= N} e_k e_k^T,   D_N = 1

    Modes beyond N are null modes: \sum_{k > N} c_k is a floor of the loss, and noise of samples.
    """

    def width(self, given: Expr, modes: Expr) -> Expr:
        """A number of modes."""
        _require_count(given, "modes that are kept")
        return given

    def kept(self, width: Expr) -> Expr:
        """N."""
        return width

    def response(self, width: Expr, modes: Expr) -> Expr:
        """One, for the modes that are left."""
        return S.One

    def ranks(self, width: Expr, modes: Expr) -> Ranks:
        """None among the modes that are left."""
        return ()

    def layers(self, width: Expr, modes: Expr) -> tuple[Layer, ...]:
        """None: nothing is random."""
        return ()


@dataclass(frozen=True)
class HashingProjection(Projection):
    r"""One entry of random place and sign in every column, for as many neurons as the width.

        (A^T A/N)_{jk} = \epsilon_j \epsilon_k if n(j) = n(k), else 0

    n(k) is uniform among N neurons and \epsilon_k = \pm 1. F is not free: there is no D_N.
    """

    def response(self, width: Expr, modes: Expr) -> Expr:
        """None.

        Raises    InvalidProblemError.
        """
        raise InvalidProblemError(
            "A hashing projection has no D_N: modes that share a neuron are added up, so that "
            "A^T A is block by block of the modes and not free of their covariance. Simulate it, "
            "or choose SparseProjection(density)."
        )

    def layers(self, width: Expr, modes: Expr) -> tuple[Layer, ...]:
        """One layer of single entries."""
        return () if width == oo else (Layer("hashing", width),)


def _require_count(width: Expr, what: str) -> None:
    require(
        width == oo or width.is_integer is not False,
        f"width = {shown(width)} is no number of {what}. Give a positive integer, or inf.",
    )
