r"""Evidence at a counterexample: what the digits and the dice measure where two predictions differ.

    r(n) = -\Delta \log|Q| / \Delta \log n,    A(n) = Q(n) n^r / \log(n)^j

Two exponents are told apart by the local exponents r(n), two powers of the logarithm by those of
Q(n) n^r in \log n, two amplitudes by A(n), two signs by that of Q(n).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import sqrt
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np
from sympy import Expr, Integer, Symbol, log

from analytic.comparison.slopes import DECADES, exact_slopes, known_digits, slope_of
from analytic.errors import ScalingLawsError, SimulationError
from analytic.notation import C, N, P, a, b, nu
from analytic.problem import PowerLaw
from analytic.result import Effort, Evaluated, Numbered, Observable, Simulated
from analytic.term import Term

Quantity = Literal["exponent", "logarithm", "amplitude", "sign", "value"]
Part = Literal["exponent", "amplitude", "sign"]
Side = Literal["claimed", "derived"]

_RESOURCES = (Integer(32), Integer(64), Integer(128))
_TIMES = (Integer(4), Integer(8), Integer(16))
_BUDGETS = (Integer(64), Integer(256), Integer(1024))
REACH = NormalDist().inv_cdf(0.995)  # standard errors to either side: 99 %


class Measured(NamedTuple):
    """A simulated number, and the interval of 99 % that it lies in.

        value -+ (z standard_error + systematic),   z = 2.576

    A law is about the limit and dice are thrown at small sizes, so `systematic` adds up how far
    the number has just moved (what settles as 1/size, at sizes that double, is as far from its
    limit), how far the exact number is there from that at the largest size, and by how much more
    than all that dice and mean field differ there, as they may at finite size. Of a sign it is the
    number that has it.
    """

    value: float
    standard_error: float
    systematic: float
    low: float
    high: float
    sizes: tuple[int, ...]


@dataclass(frozen=True)
class Evidence:
    """Two predictions for one number, what was measured of it, and what the dice exclude.

    `exact` are pairs of a size, if there is one, and the number measured there in digits. `missing`
    says why a measurement could not be made, `undrawn` why no simulation would decide.
    """

    quantity: Quantity
    claimed: Expr
    derived: Expr
    exact: tuple[tuple[Expr | None, Expr], ...] = ()
    simulated: Measured | None = None
    missing: str = ""
    undrawn: str = ""

    @property
    def excluded(self) -> tuple[Side, ...]:
        """Which of the two predictions lie outside the simulated interval."""
        if self.simulated is None:
            return ()
        sides: tuple[tuple[Side, Expr], ...] = (
            ("claimed", self.claimed),
            ("derived", self.derived),
        )
        return tuple(side for side, value in sides if not self._allows(complex(value)))

    def _allows(self, prediction: complex) -> bool:
        """Whether a prediction is compatible with the simulated interval, which is real."""
        assert self.simulated is not None
        if prediction.imag:
            return False
        value = prediction.real
        low, high = self.simulated.low, self.simulated.high
        if self.quantity != "sign" or value == 0:
            return low <= value <= high
        return high > 0 if value > 0 else low < 0


def evidence(
    observable: Evaluated | None,
    point: Mapping[Symbol, Expr],
    effort: Effort,
    claimed: Term,
    derived: Term,
    *,
    quantity: Part | None = None,
) -> Evidence:
    """What is measured at a point of two leading terms, in numbers but for letters of the law.

    Measured is the first part in which they differ, or the `quantity` that is named. Digits are
    the effort's; without draws, or where nothing can be drawn, the dice are left out. A failure of
    a witness is told, not raised.
    """
    claimed, derived = (_in_numbers(one, observable, point) for one in (claimed, derived))
    part, one, other = _part(claimed, derived, quantity)
    if observable is None:
        return Evidence(part, one, other, missing="no witness evaluates this quantity")
    question = _Question(part, derived, observable, _spectrum(point), effort)
    found = Evidence(part, one, other)
    try:
        found = replace(found, exact=question.exact())
        if effort.draws:
            limit = found.exact[-1][1]
            if isinstance(observable, Observable) and part != "logarithm":
                found = replace(found, simulated=question.simulated(limit))
            else:
                stated = getattr(observable, "undrawn", "")
                found = replace(found, undrawn=stated or question.undrawn(one, limit))
    except ScalingLawsError as error:
        return replace(found, missing=str(error))
    return found


def _in_numbers(term: Term, observable: Evaluated | None, point: Mapping[Symbol, Expr]) -> Term:
    """A leading term with numbers for the letters that its quantity is measured at."""
    if not isinstance(observable, Numbered):
        return term
    numbers = observable.numbers(_spectrum(point))
    return term.mapped(lambda part: part.subs(numbers))


def _part(claimed: Term, derived: Term, wanted: Part | None) -> tuple[Quantity, Expr, Expr]:
    """The part that is measured, the first that differs if none is wanted, and both its values."""
    if wanted == "exponent":
        return wanted, claimed.exponent, derived.exponent
    if wanted is not None:
        return wanted, claimed.amplitude, derived.amplitude
    if claimed.exponent != derived.exponent:
        return "exponent", claimed.exponent, derived.exponent
    if claimed.logarithms != derived.logarithms:
        return "logarithm", claimed.logarithms, derived.logarithms
    return "amplitude", claimed.amplitude, derived.amplitude


@dataclass(frozen=True)
class _Question:
    """One number to be measured at one spectrum."""

    quantity: Quantity
    derived: Term
    observable: Evaluated
    spectrum: PowerLaw
    effort: Effort

    def exact(self, sizes: Sequence[Expr] = ()) -> tuple[tuple[Expr, Expr], ...]:
        """The number at these sizes, in digits; over the decades, or fewer where each is dear."""
        sizes = sizes or getattr(self.observable, "sizes", DECADES)
        digits = self.effort.digits
        if self.quantity == "exponent":
            return exact_slopes(self.observable, self.spectrum, sizes, digits)
        values = [self.observable.exact(self.spectrum, n, digits) for n in sizes]
        known = known_digits(values, digits)
        amplitudes = tuple(
            (n, (value / scale).evalf(known))
            for value, (n, scale) in zip(values, self._scales(sizes), strict=True)
        )
        if self.quantity != "logarithm":
            return amplitudes
        return tuple(
            (n, (log(abs(later / earlier)) / log(log(n) / log(m))).evalf(known))
            for (m, earlier), (n, later) in pairwise(amplitudes)
        )

    @property
    def _drawn_sizes(self) -> tuple[Expr, ...]:
        """Sizes within reach of a simulation."""
        if self.observable.variable == C:
            return _BUDGETS
        return _RESOURCES if self.observable.variable in (N, P, nu) else _TIMES

    def undrawn(self, claimed: Expr, limit: Expr) -> str:
        """Why no simulation would exclude what is claimed; nothing where it would.

        The exact number at sizes that can be drawn says how far it is there from its value at the
        largest size: a prediction nearer than that is not excluded.
        """
        *_, (size, reached) = self.exact(self._drawn_sizes)
        off = abs(limit - reached)
        if abs(claimed - reached) > off:
            return ""
        return (
            f"at {self.observable.variable} = {size} the exact {self.quantity} is "
            f"{reached.evalf(3)}, {off.evalf(2)} off that at the largest size: a simulation there "
            f"would not exclude {claimed}"
        )

    def simulated(self, limit: Expr) -> Measured | None:
        """The number at sizes within reach of a simulation; `limit` is that at the largest size."""
        assert isinstance(self.observable, Observable)
        sizes = self._drawn_sizes
        whole = [int(n) for n in sizes]
        found = self.observable.simulated(self.spectrum, whole, self.effort)
        if self.quantity == "sign":
            return self._sign_of(found, limit, sizes)
        value, error, moved = (
            slope_of(found, whole)[:3]
            if self.quantity == "exponent"
            else self._amplitude_of(found, sizes)
        )
        _, reached = self.exact(sizes)[-1]
        settling = moved + abs(float(limit - reached))
        beyond = max(0.0, abs(value - float(reached)) - settling - REACH * error)
        systematic = settling + beyond
        low, high = value - systematic - REACH * error, value + systematic + REACH * error
        return Measured(value, error, systematic, low, high, tuple(whole))

    def _sign_of(self, found: Simulated, limit: Expr, sizes: Sequence[Expr]) -> Measured:
        """The simulated number whose sign is asked for, at the last size, if it is that of late."""
        _, reached = self.exact(sizes)[-1]
        if reached != limit:
            raise SimulationError(
                f"At {self.observable.variable} = {sizes[-1]} the sign is not yet that of large "
                "ones, so that a simulation shows another one. Read the digits."
            )
        value = float(np.asarray(found.mean)[-1])
        error = sqrt(float(np.asarray(found.covariance)[-1, -1]))
        low, high = value - REACH * error, value + REACH * error
        return Measured(value, error, 0.0, low, high, tuple(int(n) for n in sizes))

    def _amplitude_of(self, found: Simulated, sizes: Sequence[Expr]) -> tuple[float, float, float]:
        """The simulated amplitude at the last size, its error, and how far it has just moved."""
        scales = np.array([float(scale) for _, scale in self._scales(sizes)])
        values = np.asarray(found.mean, dtype=float) / scales
        error = sqrt(float(np.asarray(found.covariance)[-1, -1])) / scales[-1]
        return float(values[-1]), float(error), abs(float(values[-1] - values[-2]))

    def _scales(self, sizes: Sequence[Expr]) -> list[tuple[Expr, Expr]]:
        """n^-r log(n)^j, by which an amplitude is measured, at each size; n^-r for a logarithm."""
        form = self.derived._replace(amplitude=Integer(1))
        if self.quantity == "logarithm":
            form = form._replace(logarithms=Integer(0))
        digits = self.effort.digits + 5
        return [
            (n, form.of(self.observable.variable).subs(self.observable.variable, n).evalf(digits))
            for n in sizes
        ]


def _spectrum(point: Mapping[Symbol, Expr]) -> PowerLaw:
    """The power law at a point; a letter that the point leaves open is 2."""
    return PowerLaw(point.get(a, Integer(2)), point.get(b, Integer(2)))
