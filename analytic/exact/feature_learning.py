r"""The loss of a wide two-layer linear network whose features are learned, in doubles.

    dy_k/dt = u \lambda_k (w*_k - u y_k),   u^2 = 1 + \gamma_0^2 \sum_k y_k^2,   v_k = w*_k - u y_k

In the time \tau, d\tau = u^2 dt, the modes are linear and share one function u. It is found on
intervals that grow as powers, at the nodes of Radau's collocation, by Newton's method.
"""

from functools import cache
from typing import Any, NamedTuple

import mpmath
import numpy as np
from numpy.polynomial import legendre
from sympy import oo

from analytic.errors import PrecisionError, require
from analytic.exact.arguments import double_times
from analytic.exact.learned_modes import Modes, modes_of
from analytic.exact.precision import Array
from analytic.problem import Model, PowerLaw, require_spectrum
from analytic.problem.manifold import positive_size

_STAGES, _GROWTH, _FIRST = 12, 1.3, 0.3
_NEWTON, _CONVERGED = 40, 1e-13
_LARGEST, _LEAST, _LEAST_LIMITED = 1e40, 1e-20, 1e-9
_ROUNDS = 150  # of the bound of the last time


class State(NamedTuple):
    r"""Where the solution is: \tau, t, the integral of 1/u over \\tau, 1/u, and y of every mode."""

    tau: float
    time: float
    lag: float
    inverse: float
    modes: Array


def feature_learning_loss(spectrum: PowerLaw, time: Any, richness: Any = 1, width: Any = oo) -> Any:
    r"""The test loss of f = w^T A \psi/(\gamma_0 N), both layers trained from w = 0.

        L(t) = \sum_k \lambda_k v_k(t)^2

    Population gradient flow dw/dt = \gamma_0 A \Lambda v, dA/dt = \gamma_0 w v^T \Lambda; a small
    richness \gamma_0 leaves the features as they are, L(t) = \sum_k c_k e^{-2 \lambda_k t}. At a
    limited width dA/dt is that times A(0)^T A(0)/N, so that A keeps the span of its rows, and the
    loss is that of the mean field. After [bordelon2024feature].

    Shape     as `time`.
    Valid     power laws without multiplicities and further powers; times up to 1e40; N not M.
    Accuracy  1e-14 sqrt(L(t) L(0)): relative 1e-12 at first, 1e-4 where PrecisionError is raised;
              at a limited width 1e-13 L(0).
    Raises    InvalidProblemError for another spectrum, a time, a richness or a width without a
              meaning; PrecisionError where the loss is less than that can tell from nothing.

    >>> from analytic.problem import PowerLaw, require_spectrum
    >>> round(feature_learning_loss(PowerLaw("3/2", 2), 1e3), 8)
    0.10913599
    >>> round(feature_learning_loss(PowerLaw("3/2", 2), 1e3, width=100), 8)
    0.27794027
    """
    strength = float(positive_size(richness, "richness"))
    times = double_times(time)
    require(
        bool(np.all(times <= _LARGEST)),
        f"A time exceeds {_LARGEST:.0e}, beyond which doubles do not carry. Give a smaller one.",
    )
    _require_plain(spectrum)
    model = Model(spectrum, width)
    wanted = np.unique(np.append(times, 0.0))
    found = _losses(model, spectrum, wanted, strength)
    least = _LEAST if model.width == oo else _LEAST_LIMITED
    if found[-1] < least * found[0]:
        raise PrecisionError(
            f"At the time {wanted[-1]:.3g} the loss is below {least} of that at the start, more "
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


def _losses(model: Model, law: PowerLaw, wanted: Array, richness: float) -> Array:
    """The loss at increasing times."""
    modes = modes_of(model, law, _reach(law, float(wanted[-1]), richness))
    state = State(0.0, 0.0, 0.0, 1.0, np.zeros_like(modes.rates))
    length, values = _FIRST / modes.fastest, []
    for time in wanted:
        while True:
            end, share = _advanced(modes, richness, state, length, float(time))
            if share < 1:
                there, _ = _advanced(modes, richness, state, share * length)
                values.append(_loss(law, modes, there))
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
        off = found**-2 - 1 - np.sum(strength * values**2, axis=0).real
        slope = -2 * np.einsum("ki,kij->ij", strength * values, driven).real
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
    loss = modes.floor + float(np.sum(modes.copies * modes.rates * left**2).real)
    if modes.rest is None:
        return loss
    a, b, scale, amplitude = (
        float(one) for one in (spectrum.a, spectrum.b, spectrum.scale, spectrum.amplitude)
    )
    slow, first = (float(mpmath.zeta(power, modes.rest)) for power in (a, a + b))
    return loss + amplitude * (slow - 2 * scale * state.lag / state.inverse * first)
