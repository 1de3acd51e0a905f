r"""Mode by mode: the mean error H_k(t), and the spectral density rho_k whose transform it is.

    H_k(t) = \int \rho_k(x) e^{-x t} dx,   \rho_k(x) = -(1/\pi) Im H_k(-x + i 0)

Eqs. (88)-(95) of [bordelon2024dynamical] (claim D11). Modes are counted from 1.
"""

from math import log2
from typing import Any

from sympy import Expr, oo

from analytic.errors import InvalidProblemError
from analytic.exact.arguments import exact_time, require_mode
from analytic.exact.certificate import certified_number
from analytic.exact.contour import bits_lost, nodes_for
from analytic.exact.edges import bits_near_edge, log2_edge
from analytic.exact.frequencies import Loops, nodes_on
from analytic.exact.loss import FLOW
from analytic.exact.precision import Arithmetic, Array, Multiple, Scaled, bits_of
from analytic.exact.response import FixedPoint, fixed_point, rough_kappa
from analytic.problem import Model, require_model
from analytic.real_numbers import exact_number


def mean_error(model: Model, time: Any, mode: int = 1, digits: int | None = None) -> Any:
    r"""Mean error of one mode, E v_k(t)/w*_k, under gradient flow.

        H_k(t) = \oint e^{s t}/(s + \lambda_k D_P D_N)

    Eq. (10) of [bordelon2024dynamical].

    Shape     one time; a float without `digits`, an mpmath number with them.
    Accuracy  all digits, or those of a double.
    Raises    InvalidProblemError for negative times and modes that are not there.

    >>> from analytic.problem import Model, PowerLaw
    >>> mean_error(Model(PowerLaw(2, "3/2"), width=40, samples=120), 0)
    1.0
    """
    require_model(model)
    at, number = exact_time(time), require_mode(model, mode)

    def evaluate(working: int) -> Any:
        nodes = nodes_for(working)
        near = bits_near_edge(model, at)
        arithmetic = Multiple.at_least(bits_of(working) + bits_lost(nodes) + near)
        with arithmetic.working():
            return _mean_error(arithmetic, model, at, number, nodes)

    return certified_number(evaluate, digits)


def _mean_error(arithmetic: Arithmetic, model: Model, time: Expr, mode: int, nodes: int) -> Any:
    equations = fixed_point(arithmetic, model)
    eigenvalue = equations.eigenvalue(model.spectrum, mode)
    if eigenvalue == 0:
        return arithmetic.number(1)
    root = equations.rank_root()
    atom = root / (root + eigenvalue)
    if time == oo:
        return atom
    t = arithmetic.number(time)
    if time == 0 or equations.trivial:
        return Scaled(arithmetic.number(1), eigenvalue * t)
    decay = log2_edge(model) + _log2_of(arithmetic, t)
    if root > 0 and decay > log2(arithmetic.bits + 8 - _log2_of(arithmetic, atom)):
        return Scaled(atom, arithmetic.number(0))
    loop = Loops(nodes, main=True, alternating=False, bits=0)
    gap = bool(root == 0 and decay > 0)
    path, shift = nodes_on(arithmetic, model, FLOW, arithmetic.array([t]), loop, gap)
    at = equations.solve(path.s.ravel(), path.start)
    return Scaled(path.single(1 / (at.s + eigenvalue * at.D_P * at.D_N))[0], shift * t)


def _log2_of(arithmetic: Arithmetic, x: Any) -> float:
    """log2 of a positive real, of any size."""
    return float(arithmetic.log2_abs(arithmetic.array([x]))[0])


def spectral_atom(model: Model, mode: int = 1, digits: int | None = None) -> Any:
    r"""Weight of the atom of rho_k at x = 0: the part of the mode that is never learnt.

        \lim_{s \to 0} s H_k(s) = \kappa_0/(\kappa_0 + \lambda_k),   d(\kappa_0) = min(N, P)

    Shape     a float without `digits`, an mpmath number with them.

    >>> from analytic.problem import MeasuredSpectrum, Model
    >>> flat = MeasuredSpectrum([1.0] * 4, [0.25] * 4)
    >>> spectral_atom(Model(flat, samples=1))
    0.75
    """
    require_model(model)
    return mean_error(model, oo, mode, digits)


def spectral_density(model: Model, x: Any, mode: int = 1, digits: int | None = None) -> Any:
    r"""Spectral density of K seen by one mode, at a rate x > 0, without the atom at zero.

        \rho_k(x) = -(1/\pi) Im H_k(-x + i 0)

    Eqs. (88)-(95) of [bordelon2024dynamical]; for lambda = 1 and N = infinity it is the
    Marchenko-Pastur density.

    Shape     one rate; a float without `digits`, an mpmath number with them. Zero off the support.
    Raises    InvalidProblemError for N = P = infinity, where the spectrum is {lambda_k}.

    >>> from analytic.problem import MeasuredSpectrum, Model
    >>> flat = MeasuredSpectrum([1.0] * 4, [0.25] * 4)
    >>> round(spectral_density(Model(flat, samples=16), 1), 12)
    0.616404444061
    """
    require_model(model)
    rate, number = exact_number(x, "x"), require_mode(model, mode)
    if not (rate.is_positive and rate.is_finite):
        raise InvalidProblemError(f"x = {x} is not a rate. Give a positive finite number.")
    if model.response == 1 and model.samples == oo:
        raise InvalidProblemError(
            "Where neither projection nor samples limit anything the spectrum is the list of "
            "eigenvalues and has no density. Choose a finite width, or a finite number of samples."
        )

    def evaluate(working: int) -> Any:
        arithmetic = Multiple(bits_of(working) + 60)
        with arithmetic.working():
            return _density(arithmetic, model, rate, number)

    return certified_number(evaluate, digits)


def _density(arithmetic: Arithmetic, model: Model, rate: Expr, mode: int) -> Any:
    equations = fixed_point(arithmetic, model)
    s = arithmetic.complex([-arithmetic.number(rate)])
    kappa = _near_axis(equations, s)
    if kappa is None:
        return arithmetic.number(0)
    product = s / kappa
    response = 1 / (s + equations.eigenvalue(model.spectrum, mode) * product)
    return -arithmetic.imag(response)[0] / arithmetic.pi


def _near_axis(equations: FixedPoint, s: Array) -> Array | None:
    """kappa at s = -x + i 0, one frequency; None where the spectrum has no density.

    Continued from just above the axis; off the support Newton's method ends on the real axis.
    """
    ar = equations.arithmetic
    above = s * ar.exp(ar.complex([-1e-9j]))
    kappa = ar.complex(rough_kappa(equations.model, above, ar))
    for _ in range(60 + ar.bits):
        correction, _slope = equations.newton(s, kappa)
        kappa = kappa - correction
        if ar.log2_abs(correction / kappa)[0] < 16 - ar.bits:
            break
    inside = ar.imag(kappa)[0] > 0
    visible = inside and ar.log2_abs(ar.complex(ar.imag(kappa)) / kappa)[0] > -ar.bits / 2
    return kappa if visible else None
