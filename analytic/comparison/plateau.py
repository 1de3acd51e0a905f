r"""Finitely many modes: the loss next to M, what noise leaves beyond, flat spectra over time."""

from collections.abc import Iterable
from functools import partial

from sympy import Add, Expr, Float, Integer, Rational, oo

from analytic import exact
from analytic.comparison import comparators as compare
from analytic.comparison.final_losses import final_replicas
from analytic.comparison.law_digits import curve
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.notation import M, N, P, a, b, kappa, sigma2, t, x
from analytic.problem import Model, PowerLaw
from analytic.quotient import cancel
from analytic.result import Check, Effort, Number, Result
from analytic.stated import Formula


class Plateau:
    """Formulas of few modes: close to all of them, beyond, and in time."""

    NEAR, BEYOND = map(Formula, ("L({0}), {0} -> M", "L at N, P > M"))
    FLAT, ZIPF = map(Formula, ("L(t), a, b < 1", "L(t), a = b = 1"))


_MODES = 12
_THREE = 3  # modes for algebra
_POWERS = {a: Integer(2), b: Rational(3, 2)}
_FEW = PowerLaw(2, "3/2", modes=_MODES)
_MISSING = (Rational(1, 10**3),), (Rational(1, 10**6), Rational(1, 10**9))  # of a mode
_FULL = (
    Model(_FEW, 20, 30, "1/4"),
    Model(_FEW, 40, 13, "1/7"),
)
_FLAT = ((Rational(1, 2), Rational(1, 2)), (Rational(1, 4), Rational(3, 4)))
_ZIPF = (Integer(1), Integer(1))
_MANY = (Integer(10) ** 3,), (Integer(10) ** 4, Integer(10) ** 5)
_AGE = Rational(1, 5)  # t/M^b
_EARLY = Rational(1, 4)  # log(t)/log(M)
_DIGITS, _GUARD, _ROOM = 20, 12, 3
_DOUBLE = 1e-11  # of a sum of 1e5 modes in doubles, each rounded to 2e-16


def plateau_checks() -> tuple[Check, ...]:
    """The loss next to M, beyond it, over time for flat spectra, and in simulations."""
    return (
        compare.identical(
            "the slope at M of three modes, and over time a slope that shifts a", _slopes
        ),
        compare.bounded("the loss next to N = M and P = M", _near, room=_ROOM),
        compare.equal("noise beyond M", _beyond),
        compare.bounded("flat spectra over time", _over_time, room=_ROOM),
        compare.replicated("noise beyond M by replication", _drawn),
    )


def _slopes(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Next to M the slope of the loss over that of d, mode by mode; c_k -> lambda_k c_k in time."""
    pairs = [(Rational(1, j**3), Rational(1, j**2)) for j in range(1, _THREE + 1)]
    powers = {a: 2, b: 3}
    dimension = Add(*(rate / (rate + kappa) for rate, _ in pairs))
    bias = Add(*(c * kappa / (rate + kappa) for rate, c in pairs))
    squares = Add(*((rate / (rate + kappa)) ** 2 for rate, _ in pairs))
    errors = Add(*(c * (kappa / (rate + kappa)) ** 2 for rate, c in pairs))
    with_data = dimension * errors / (dimension - squares)
    for resource, loss in ((N, bias), (P, with_data)):
        stated = result.formulas[Plateau.NEAR.of(resource)].subs({M: _THREE, **powers}).doit()
        slope = cancel(loss / kappa).subs(kappa, 0) / dimension.diff(kappa).subs(kappa, 0)
        yield stated.diff(resource), slope, f"{resource} next to M"
    flat = result.formulas[Plateau.FLAT]
    yield flat.diff(t), -2 * flat.subs(a, a + b), "slope in time"


def _near(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """What the first order in the missing share of a mode leaves."""
    for resource, name in ((N, Plateau.NEAR.of(N)), (P, Plateau.NEAR.of(P))):
        stated = result.formulas[name].subs({**_POWERS, M: _MODES}).doit()

        def value(missing: Expr, resource: object = resource) -> Expr:
            size = _MODES - missing
            model = Model(_FEW, width=size) if resource == N else Model(_FEW, samples=size)
            return exact_loss(model, oo, _DIGITS)

        first = stated.subs(resource, _MODES - x)
        yield curve(value, (first, x**2), x, _MISSING, where=str(name), digits=_DIGITS)


def _beyond(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    digits = effort.digits + _GUARD
    for model in _FULL:
        at = {M: _MODES, P: model.samples, sigma2: model.noise}
        stated = evaluated(result.formulas[Plateau.BEYOND], at, digits)
        loss = exact_loss(model, oo, digits)
        yield stated, loss, f"N = {model.width}, P = {model.samples}"


def _over_time(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """The loss at t = M^b/5, or M^(1/4) where a = b = 1, at more and more modes, in doubles."""
    for source, capacity in (*_FLAT, _ZIPF):
        zipf = capacity == 1
        name = Plateau.ZIPF if zipf else Plateau.FLAT
        time = M**_EARLY if zipf else _AGE * M**capacity
        stated = result.formulas[name].subs({a: source, b: capacity, t: time})
        error = time / M if zipf else M**-source

        def value(modes: Expr, powers: tuple[Expr, Expr], time: Expr) -> Expr:
            model = Model(PowerLaw(*powers, modes=modes))
            return Float(float(exact.test_loss(model, time.subs(M, modes))))

        of = partial(value, powers=(source, capacity), time=time)
        where = f"a = {source}, b = {capacity}"
        yield curve(of, (stated, error), M, _MANY, where=where, noise=_DOUBLE)


def _drawn(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    model = _FULL[0]
    at = {M: _MODES, P: model.samples, sigma2: model.noise}
    yield final_replicas(model, [result.formulas[Plateau.BEYOND].subs(at)])


_STEP = Rational(1, 10**8)


def _slope(width: Expr, samples: Expr, digits: int) -> Expr:
    """The change of the noisy loss at N = 20, P = 30 over a step of N or P."""
    after, before = (
        exact.test_loss(Model(_FEW, 20 + n * width, 30 + n * samples, "1/4"), oo, digits + _GUARD)
        for n in (_STEP / 2, -_STEP / 2)
    )
    return to_sympy((after - before), digits) / _STEP


def _number(name: str, width: int, samples: int) -> Number:
    return Number(
        f"{name} at M = 12, N = 20, P = 30, noise 1/4",
        lambda _: {M: Integer(_MODES), P: Integer(30), sigma2: Rational(1, 4)},
        partial(_slope, Integer(width), Integer(samples)),
        undrawn="digits decide",
    )


IN_WIDTH, IN_DATA = _number("dL(oo)/dN", 1, 0), _number("dL(oo)/dP", 0, 1)
