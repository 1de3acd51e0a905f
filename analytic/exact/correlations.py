r"""Responses and two-point functions: the field equations solved numerically at given frequencies.

With H_k = 1/(s + \lambda_k D_P D_N) the sums over modes are differences of d and w at kappa and
kappa', and C_0, C_2 solve the 2 x 2 linear system (eqs. (34)-(35) of [bordelon2024dynamical])

    C_0 = \sum_k \lambda_k H_k H_k' (w_k^2 + C_3/N + \lambda_k D_N D_N' C_1/P)
    C_2 = \sum_k [ s s' H_k H_k' \lambda_k C_1/P + \lambda_k^2 D_P D_P' H_k H_k' (w_k^2 + C_3/N) ]
    C_1 = D_P D_P' (C_0 + \sigma^2/(s s')),   C_3 = D_N D_N' C_2,

with (D_N - D_N')/(D_N d' - D_N' d) in the place of 1/N where D_N is not 1 - d/N.

Nothing here uses the keystone: it is what the keystone is tested against. It is itself tested
against `linear_fields`, which reads the field equations and knows none of this.
"""

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
from sympy import Expr

from analytic.errors import InvalidProblemError
from analytic.exact.arguments import (
    SAME,
    exact_frequency,
    frequency,
    require_mode,
    require_off_axis,
    require_pair,
)
from analytic.exact.certificate import certified_number, certified_numbers
from analytic.exact.field_solution import FieldSolution
from analytic.exact.precision import Double, Multiple, bits_of
from analytic.exact.response import fixed_point
from analytic.exact.sums.spectral_sums import spectral_sums
from analytic.problem import Model, Spectrum, require_model, require_spectrum


class Responses(NamedTuple):
    r"""Response functions R_1 = D_P, R_3 = D_N and the effective regulariser kappa.

        \kappa D_P D_N = s

    [bordelon2024dynamical], eqs. (10)-(11).
    """

    R_1: Any
    R_3: Any
    kappa: Any


class TwoPoint(NamedTuple):
    r"""The correlations C_0 ... C_3 of the four fields at one pair of frequencies.

        C_0 = \sum_k \lambda_k <v_k v_k'>,   C_1 = <v1 v1'>,
        C_2 = \sum_k <v2_k v2_k'>,   C_3 = <v3 v3'>

    [bordelon2024dynamical], eqs. (34)-(35).
    """

    C_0: Any
    C_1: Any
    C_2: Any
    C_3: Any


def responses(model: Model, s: Any, digits: int | None = None) -> Responses:
    r"""Response functions at complex Laplace frequencies; s = i omega is the Fourier domain.

        R_1 = 1 - d(\kappa)/P,   R_3 = 1 - d(\kappa)/N,   \kappa R_1 R_3 = s

    Eqs. (10)-(11) of [bordelon2024dynamical].

    Shape     without `digits`, complex128 of the shape of s; with them, one frequency.
    Valid     off the negative real axis, where the spectrum of -K lies; s != 0.
    Accuracy  with `digits`, real and imaginary part together to that many digits.
    Raises    BranchError on the negative axis and at 0.

    >>> from analytic.problem import Model, PowerLaw
    >>> responses(Model(PowerLaw(2, "3/2")), 1j).kappa
    1j
    """
    require_model(model)
    if digits is None:
        return _double_responses(model, s)
    parts = exact_frequency(s)

    def evaluate(working: int) -> tuple[Any, ...]:
        arithmetic = Multiple(bits_of(working) + 24)
        with arithmetic.working():
            at = fixed_point(arithmetic, model).solve(frequency(arithmetic, parts))
            return at.D_P[0], at.D_N[0], at.kappa[0]

    return Responses(*certified_numbers(evaluate, digits))


def mode_response(model: Model, s: Any, mode: int = 1, digits: int | None = None) -> Any:
    r"""Mean error of one mode in the Laplace domain, per unit of target.

        H_k(s) = 1/(s + \lambda_k D_P(s) D_N(s))

    Eq. (10) of [bordelon2024dynamical]; modes are counted from 1.

    Shape     one frequency.
    Raises    as `responses`; InvalidProblemError for a mode that is not there.

    >>> from analytic.problem import Model, PowerLaw
    >>> mode_response(Model(PowerLaw(2, "3/2")), 1)
    (0.5+0j)
    """
    require_model(model)
    parts, number = exact_frequency(s), require_mode(model, mode)

    def evaluate(working: int) -> Any:
        arithmetic = Multiple(bits_of(working) + 24)
        with arithmetic.working():
            equations = fixed_point(arithmetic, model)
            at = equations.solve(frequency(arithmetic, parts))
            eigenvalue = equations.eigenvalue(model.spectrum, number)
            return 1 / (at.s[0] + eigenvalue * at.D_P[0] * at.D_N[0])

    return certified_number(evaluate, digits, complex)


def two_point(
    model: Model,
    s: Any,
    s2: Any,
    digits: int | None = None,
    shared: Collection[str] = SAME,
) -> TwoPoint:
    r"""Two-point functions C_0 ... C_3 at a pair of complex frequencies.

        C_1 = D_P D_P' (C_0 + \sigma^2/(s s')),   C_3 = D_N D_N' C_2

    Eqs. (34)-(35) of [bordelon2024dynamical]. `shared` names what two replicas have in common:
    "width" the projection A, "samples" the data and their noise. A correlation whose source is not
    shared vanishes: C_2, C_3 of the features' noise, or C_1 and the label noise of the data's.

    Shape     one pair of frequencies; complex without `digits`, mpmath numbers with them.
    Valid     as `responses`, for each frequency; s = s2 is the limit of s2 -> s.
    Accuracy  all digits, also next to the diagonal s = s2.
    Raises    BranchError, InvalidProblemError.

    >>> from analytic.problem import Model, PowerLaw
    >>> model = Model(PowerLaw(2, "3/2"), width=40, samples=120, noise="1/20")
    >>> C = two_point(model, 1, 2)
    >>> R, R2 = responses(model, 1), responses(model, 2)
    >>> abs(C.C_1 - R.R_1 * R2.R_1 * (C.C_0 + 0.05 / 2)) < 1e-15
    True
    """
    require_model(model)
    pair, common = (exact_frequency(s), exact_frequency(s2)), require_pair(shared)

    def evaluate(working: int) -> tuple[Any, ...]:
        return _solve(model, pair, common, bits_of(working) + 40)

    return TwoPoint(*certified_numbers(evaluate, digits, complex))


def _solve(model: Model, pair: Any, shared: frozenset[str], bits: int) -> tuple[Any, ...]:
    """The linear system at a precision raised by what the difference kappa - kappa' cancels."""
    same = pair[0] == pair[1]
    if not same:
        arithmetic = Multiple(96)
        with arithmetic.working():
            apart = pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]
            s = np.concatenate([frequency(arithmetic, parts) for parts in (apart, pair[0])])
            gap = arithmetic.log2_abs(s)
        bits += max(0, int(gap[1] - gap[0]) + 1)
    arithmetic = Multiple(bits)
    with arithmetic.working():
        s = np.concatenate([frequency(arithmetic, parts) for parts in pair])
        at = fixed_point(arithmetic, model.visible).solve(s)
        return _linear_system(arithmetic, model, at, same, shared)


def _linear_system(
    arithmetic: Multiple, model: Model, at: FieldSolution, same: bool, shared: frozenset[str]
) -> tuple[Any, ...]:
    equations = fixed_point(arithmetic, model.visible)
    over_n = _source(at, same) if "width" in shared else arithmetic.number(0)
    over_p = equations.over_samples if "samples" in shared else arithmetic.number(0)
    data = arithmetic.number(1 if "samples" in shared else 0)
    features = arithmetic.number(1 if "width" in shared else 0)
    noise = arithmetic.number(model.visible.noise) * data / (at.s[0] * at.s[1])
    data, features = data * at.D_P[0] * at.D_P[1], features * at.D_N[0] * at.D_N[1]
    d_p, d_n = at.D_P[0] * at.D_P[1], at.D_N[0] * at.D_N[1]
    first, second, target, target_second = _mode_sums(at, same, d_p * d_n)
    # C_0 (1 - a) - b C_2 = target + a noise;  C_2 (1 - c) - e C_0 = d_p target_second + e noise
    a = second * d_n * over_p * data
    b = first * over_n * features
    c = second * d_p * over_n * features
    e = at.s[0] * at.s[1] * first * over_p * data
    right = target + a * noise, d_p * target_second + e * noise
    determinant = (1 - a) * (1 - c) - b * e
    c_0 = (right[0] * (1 - c) + b * right[1]) / determinant
    c_2 = (right[1] * (1 - a) + e * right[0]) / determinant
    floor = arithmetic.number(model.null_power) / (at.s[0] * at.s[1])
    return c_0 + floor, data * (c_0 + noise), c_2, features * c_2


def _source(at: FieldSolution, same: bool) -> Any:
    r"""What the projection makes of C_3: (D_N - D_N')/(D_N d' - D_N' d), which is 1/N for 1 - d/N.

    [atanasov2024scaling] for rotation-invariant A^T A.
    """
    if at.bend is None:
        return at.fall_N
    d, d_n = at.sums.d, at.D_N
    if same:
        return at.fall_N[0] / (d_n[0] + d[0] * at.fall_N[0])
    return (d_n[0] - d_n[1]) / (d_n[0] * d[1] - d_n[1] * d[0])


def _mode_sums(at: FieldSolution, same: bool, product: Any) -> tuple[Any, ...]:
    r"""\sum \lambda HH', \sum \lambda^2 HH', \sum c HH', \sum \lambda c HH'."""
    kappa, d, w = at.kappa, at.sums.d, at.sums.w
    if same:
        slopes = -at.sums.d_slope[0], -at.sums.w_slope[0]
        sums = slopes[0], d[0] - kappa[0] * slopes[0], slopes[1], w[0] - kappa[0] * slopes[1]
    else:
        gap = kappa[1] - kappa[0]
        sums = (
            (d[0] - d[1]) / gap,
            (kappa[1] * d[1] - kappa[0] * d[0]) / gap,
            (w[0] - w[1]) / gap,
            (kappa[1] * w[1] - kappa[0] * w[0]) / gap,
        )
    return tuple(x / product for x in sums)


def _double_responses(model: Model, s: Any) -> Responses:
    arithmetic = Double()
    if isinstance(s, str | Expr):
        s = complex(*(float(part) for part in exact_frequency(s)))
    try:
        frequencies = np.asarray(s, dtype=complex)
    except (TypeError, ValueError):
        raise InvalidProblemError(f"s = {s!r} does not hold numbers. Give frequencies.") from None
    if frequencies.size == 0:
        return Responses(frequencies, frequencies, frequencies)
    flat = frequencies.ravel()
    if not np.all(np.isfinite(flat)):
        raise InvalidProblemError("A frequency is not finite. Give finite complex numbers.")
    require_off_axis(flat)
    at = fixed_point(arithmetic, model).solve(flat)
    parts = (at.D_P, at.D_N, at.kappa)
    if frequencies.ndim == 0:
        return Responses(*(complex(x[0]) for x in parts))
    return Responses(*(x.reshape(frequencies.shape) for x in parts))


class Resolvents(NamedTuple):
    r"""Effective dimension, target resolvent, and their squares, at one kappa.

        d = \sum_k \lambda_k/(\lambda_k+\kappa),   w = \sum_k c_k/(\lambda_k+\kappa)

    d_2 and w_2 have the same summands with squares, as in `resolvents`.
    """

    d: Any
    w: Any
    d_2: Any
    w_2: Any


def resolvents(spectrum: Spectrum, kappa: Any, digits: int | None = None) -> Resolvents:
    r"""Effective dimension, target resolvent, and their squares, at one kappa.

        d_2 = \sum_k \lambda_k^2/(\lambda_k+\kappa)^2,   w_2 = \sum_k c_k/(\lambda_k+\kappa)^2

    Shape     complex without `digits`, mpmath numbers with them.
    Valid     kappa off the negative real axis.

    >>> from analytic.problem import MeasuredSpectrum
    >>> resolvents(MeasuredSpectrum([1.0, 1.0], [3.0, 1.0]), 1)
    Resolvents(d=(1+0j), w=(2+0j), d_2=(0.5+0j), w_2=(1+0j))
    """
    require_spectrum(spectrum)
    parts = exact_frequency(kappa, "kappa")

    def evaluate(working: int) -> tuple[Any, ...]:
        arithmetic = Multiple(bits_of(working) + 24)
        with arithmetic.working():
            at = frequency(arithmetic, parts)
            sums = spectral_sums(arithmetic, spectrum).evaluate(at)
            return sums.d[0], sums.w[0], (sums.d + at * sums.d_slope)[0], -sums.w_slope[0]

    return Resolvents(*certified_numbers(evaluate, digits, complex))
