r"""The loss of a wide two-layer linear network whose features are learned, in doubles.

    dy_k/dt = u \lambda_k (w*_k - u y_k),   u^2 = 1 + \gamma_0^2 \sum_k y_k^2,   v_k = w*_k - u y_k

In the time \tau, d\tau = u^2 dt, the modes are linear and share one function u. It is found on
intervals that grow as powers, at the nodes of Radau's collocation, by Newton's method. Modes far
out are summed in blocks by Gauss's rule for sums over consecutive integers, the rest by zeta.
"""

from functools import cache
from typing import Any, NamedTuple

import mpmath
import numpy as np
from numpy.polynomial import legendre
from sympy import oo

from analytic.errors import PrecisionError, require
from analytic.exact.arguments import double_times
from analytic.exact.precision import Array
from analytic.problem import PowerLaw, require_spectrum
from analytic.problem.manifold import positive_size

_SINGLE, _RULE = 64, 14  # modes by themselves; nodes in a block of them, each twice the last
_STAGES, _GROWTH, _FIRST = 12, 1.3, 0.3
_SLOW = 1e-8  # lambda_k tau of modes that are summed by zeta: the square is below rounding
_NEWTON, _CONVERGED = 40, 1e-13
_LARGEST, _LEAST = 1e40, 1e-20
_ROUNDS = 150  # of the bound of the last time


class Modes(NamedTuple):
    """Eigenvalues, initial errors w*_k, how many modes each stands for, and the first one left."""

    rates: Array
    errors: Array
    copies: Array
    rest: int | None


class State(NamedTuple):
    r"""Where the solution is: \tau, t, the integral of 1/u over \\tau, 1/u, and y of every mode."""

    tau: float
    time: float
    lag: float
    inverse: float
    modes: Array


def feature_learning_loss(spectrum: PowerLaw, time: Any, richness: Any = 1) -> Any:
    r"""The test loss of f = w^T A \psi/(\gamma_0 N) at N = \infty, both layers trained from w = 0.

        L(t) = \sum_k \lambda_k v_k(t)^2

    Population gradient flow dw/dt = \gamma_0 A \Lambda v, dA/dt = \gamma_0 w v^T \Lambda; a small
    richness \gamma_0 leaves the features as they are, L(t) = \sum_k c_k e^{-2 \lambda_k t}. After
    [bordelon2024feature].

    Shape     as `time`.
    Valid     power laws without multiplicities and further powers; times up to 1e40.
    Accuracy  1e-14 sqrt(L(t) L(0)): relative 1e-12 at first, 1e-4 where PrecisionError is raised.
    Raises    InvalidProblemError for another spectrum, a time or a richness without a meaning;
              PrecisionError where the loss is less than 1e-20 of the first one.

    >>> from analytic.problem import PowerLaw, require_spectrum
    >>> round(feature_learning_loss(PowerLaw("3/2", 2), 1e3), 8)
    0.10913599
    """
    strength = float(positive_size(richness, "richness"))
    times = double_times(time)
    require(
        bool(np.all(times <= _LARGEST)),
        f"A time exceeds {_LARGEST:.0e}, beyond which doubles do not carry. Give a smaller one.",
    )
    _require_plain(spectrum)
    wanted = np.unique(np.append(times, 0.0))
    found = _losses(spectrum, wanted, strength)
    if found[-1] < _LEAST * found[0]:
        raise PrecisionError(
            f"At the time {wanted[-1]:.3g} the loss is below {_LEAST} of that at the start, more "
            "than doubles carry. Ask for an earlier time."
        )
    values = found[np.searchsorted(wanted, times)]
    return float(values) if np.ndim(values) == 0 else values


def _require_plain(spectrum: Any) -> None:
    is_listed = require_spectrum(spectrum).is_population or bool(spectrum.free_symbols)
    require(
        not is_listed and spectrum.with_modes(oo).unlimited_power_law is not None,
        f"{str(spectrum)[:80]!r} is no power law in numbers. Give one, as PowerLaw(2, '3/2').",
    )
    require(
        spectrum.multiplicity == 1 and not spectrum.further_powers,
        "Feature learning is evaluated for one power without multiplicities. Leave these out.",
    )
    require(
        spectrum.modes == oo or spectrum.modes <= 10**6,
        f"{spectrum.modes} modes are too many. Give a million at most, or infinitely many.",
    )


def _losses(spectrum: PowerLaw, wanted: Array, richness: float) -> Array:
    """The loss at increasing times."""
    modes = _modes(spectrum, _reach(spectrum, float(wanted[-1]), richness))
    state = State(0.0, 0.0, 0.0, 1.0, np.zeros_like(modes.rates))
    length, values = _FIRST / modes.rates[0], []
    for time in wanted:
        while True:
            end, share = _advanced(modes, richness, state, length, float(time))
            if share < 1:
                there, _ = _advanced(modes, richness, state, share * length)
                values.append(_loss(spectrum, modes, there))
                break
            state, length = end, end.tau * (_GROWTH - 1)
    return np.array(values)


def _reach(spectrum: PowerLaw, time: float, richness: float) -> float:
    r"""A bound of \tau at a time: u^2 is at most that of all that can be learned by then."""
    a, b, scale = (float(one) for one in (spectrum.a, spectrum.b, spectrum.scale))
    norm = float(spectrum.amplitude) / scale
    tau = max(time, 1.0)
    for _ in range(_ROUNDS):
        edge = max((scale * tau) ** (1 / b), 1.0)
        size = min(edge, float(spectrum.modes)) if spectrum.modes != oo else edge
        power = 1 + b - a
        learned = norm * (1 + (size**power - 1) / power if power != 0 else 1 + np.log(size))
        tau = time * (2 + 4 * richness * np.sqrt(learned)) + 1
    return tau


def _modes(spectrum: PowerLaw, tau: float) -> Modes:
    """Modes by themselves, blocks of them up to the slow ones, and where the rest begins."""
    a, b, scale = (float(one) for one in (spectrum.a, spectrum.b, spectrum.scale))
    count = None if spectrum.modes == oo else int(spectrum.modes)
    last = (scale * tau / _SLOW) ** (1 / b)
    numbers, copies, first = [], [], 1
    while first <= (last if count is None else count):
        size = _SINGLE if first == 1 else first
        size = size if count is None else min(size, count + 1 - first)
        places, weights = _block(first, size)
        numbers.append(places)
        copies.append(weights)
        first += size
    k = np.concatenate(numbers)
    rates = scale * k**-b
    errors = np.sqrt(float(spectrum.amplitude) * k**-a / rates)
    return Modes(rates, errors, np.concatenate(copies), first if count is None else None)


def _block(first: int, size: int) -> tuple[Array, Array]:
    """Nodes and weights of Gauss's rule for a sum over so many integers from the first on.

    The polynomials are Gram's, orthogonal on points of equal distance.
    """
    if size <= _SINGLE:
        return np.arange(first, first + size, dtype=float), np.ones(size)
    i = np.arange(1, _RULE, dtype=float)
    beside = i * np.sqrt((1 - (i / size) ** 2) / (4 * (4 * i**2 - 1)))
    places, vectors = np.linalg.eigh(np.diag(beside, 1) + np.diag(beside, -1))
    return first + (size - 1) / 2 + size * places, size * vectors[0] ** 2


@cache
def _radau() -> tuple[Array, Array]:
    """Radau's nodes on [0, 1], the last one at 1, and the integrals up to each of them."""
    last = np.zeros(_STAGES + 1)
    last[-2:] = -1, 1
    nodes = np.sort(legendre.legroots(last).real)
    integrals = legendre.legint(np.eye(_STAGES), lbnd=-1, axis=0)
    values = legendre.legval(nodes, integrals).T
    rule = values @ np.linalg.inv(legendre.legvander(nodes, _STAGES - 1))
    return (nodes + 1) / 2, rule / 2


def _advanced(
    modes: Modes, richness: float, state: State, length: float, time: float = np.inf
) -> tuple[State, float]:
    r"""The solution at the end of an interval of \tau, and at what share of it t is `time`.

    By Newton's method for 1/u at the nodes; the share is one or more where that time comes later.
    """
    nodes, rule = _radau()
    steps = (length * modes.rates)[:, None, None]
    inverse = np.linalg.inv(np.eye(_STAGES) + steps * rule)
    free = inverse.sum(axis=2) * state.modes[:, None]
    driven = steps * (inverse @ rule) * modes.errors[:, None, None]
    strength = (richness**2 * modes.copies)[:, None]
    found, values = np.full(_STAGES, state.inverse), free
    for _ in range(_NEWTON):
        values = free + driven @ found
        off = found**-2 - 1 - np.sum(strength * values**2, axis=0)
        slope = -2 * np.einsum("ki,kij->ij", strength * values, driven)
        change = np.linalg.solve(slope - 2 * np.diag(found**-3), off)
        found = np.where(change < found / 2, found - change, found / 2)
        if np.max(np.abs(change / found)) < _CONVERGED:
            break
    end = State(
        state.tau + length,
        state.time + length * float(rule[-1] @ found**2),
        state.lag + length * float(rule[-1] @ found),
        float(found[-1]),
        (free + driven @ found)[:, -1],
    )
    if end.time <= time:
        return end, 1.0
    speed = np.polynomial.Polynomial.fit(nodes, found**2, _STAGES - 1, domain=[0, 1])
    passed, left = speed.integ(lbnd=0), (time - state.time) / length
    share = left / (end.time - state.time) * length
    for _ in range(_NEWTON):
        share -= (passed(share) - left) / speed(share)
    return end, float(share)


def _loss(spectrum: PowerLaw, modes: Modes, state: State) -> float:
    r"""The loss; that of the slow modes to first order in \lambda_k."""
    left = modes.errors - state.modes / state.inverse
    loss = float(np.sum(modes.copies * modes.rates * left**2))
    if modes.rest is None:
        return loss
    a, b, scale, amplitude = (
        float(one) for one in (spectrum.a, spectrum.b, spectrum.scale, spectrum.amplitude)
    )
    slow, first = (float(mpmath.zeta(power, modes.rest)) for power in (a, a + b))
    return loss + amplitude * (slow - 2 * scale * state.lag / state.inverse * first)
