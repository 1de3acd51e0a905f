r"""Mean errors of modes against digits and simulations, and their first order in 1/N and 1/P.

H_k(t) = e^{-\lambda_k t} + (1/n) \sum_j f_{jk}(t) + O(1/n^2),   n = N or P
"""

from collections.abc import Callable, Iterator

import numpy as np
from sympy import Add, Expr, Integer, Poly, Rational, exp, factorial, laplace_transform

from analytic import exact
from analytic.comparison import comparators as compare
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.comparison.white_quantities import drawn_errors
from analytic.notation import d, f, lambda_j, lambda_k, s, t, x
from analytic.problem import MeasuredSpectrum, Model
from analytic.quotient import cancel
from analytic.result import Check, Effort, Result
from analytic.stated import Formula


class Early:
    """Formulas of the first order in 1/n of a mean error, by its modes j and k."""

    BY_WIDTH, BY_DATA = map(Formula, ("Delta H_k, width", "Delta H_k, data"))
    SAME, PAPER, START = map(Formula, ("f(t), j = k", "f(t), d = c/s", "f(t), early"))


_SMALL = (Rational(1, 10**8), Rational(1, 10**16))  # 1/n, of which the next order is a share
_POWERS = 40  # digits: powers of these are taken away
_DOUBLE_DIGITS = 20
_RATES, _MODE = (Integer(1), Rational(1, 2), Rational(1, 5)), 2
_EARLY_TIMES = (Rational(1, 2), Integer(6))
_EARLY_ORDERS = 3  # of time: the first two are zero
_NEARER = 1000  # times, than the paper's form
_WIDTH, _DRAWN_TIME = Integer(48), Integer(2)  # the next order is a tenth of the noise


def mean_errors(
    model: Model,
    times: tuple[Expr, ...],
    expected: list[Expr],
    modes: tuple[int, int] | None = None,
) -> compare.Replicas:
    """Simulated mean errors of modes that are all alike, the first to the last of these."""
    first, last = modes or (1, int(model.spectrum.modes))
    numbers = np.array([float(time) for time in times])

    def draw(r: int, effort: Effort) -> compare.Reals:
        copies = range((first - 1) * r + 1, last * r + 1)
        return drawn_errors(model.replicated(r), r * numbers, copies, effort)

    return compare.Replicas(np.array([float(one) for one in expected]), draw)


def left_over(
    left: Callable[[Expr, Expr, int], compare.Left],
    times: tuple[Expr, ...],
    effort: Effort,
    name: str = "",
) -> Iterator[compare.Curve]:
    """What is left at a small and at a smaller number, for each of some times."""
    digits = effort.digits + _POWERS
    for time in times:
        near, far = (left(small, time, digits) for small in _SMALL)
        yield compare.Curve(f"{name}t = {time}", [near], [far])


def early_checks() -> tuple[Check, ...]:
    """The checks of the first order in 1/N and 1/P of the mean error of a mode."""
    return (
        compare.identical("transform of the coefficient", _transforms),
        compare.identical("early times from high frequencies", _early_orders),
        compare.bounded("first order in 1/N and 1/P", _first_orders),
        compare.ordered("first order in 1/N beside the paper's form", _beside_the_paper),
        compare.replicated("mean error at a large width by replication", _early_errors),
    )


def _transforms(result: Result, _: Effort) -> Iterator[compare.Pair]:
    """The functions of time have the coefficients of 1/N and 1/P for transforms."""
    for rate, name in ((lambda_j, f(t)), (lambda_k, Early.SAME)):
        found = laplace_transform(result.formulas[name], t, s, noconds=True)
        for side in (Early.BY_WIDTH, Early.BY_DATA):
            mode = result.formulas[side].subs(d, rate / (rate + s))
            yield found, mode, f"{name}, {side}"
    at_pole = result.formulas[Early.BY_WIDTH].subs(d, lambda_j / s)
    found = laplace_transform(result.formulas[Early.PAPER], t, s, noconds=True)
    yield found, at_pole, "the pole of mode j at zero"


def _early_orders(result: Result, _: Effort) -> Iterator[compare.Pair]:
    """The powers of t at early times are those of 1/s at high frequency, n! over s^(n + 1)."""
    early = Poly(result.formulas[Early.START], t)
    mode = result.formulas[Early.BY_WIDTH].subs(d, lambda_j / (lambda_j + s))
    transform = cancel(mode.subs(s, 1 / x))
    for order in range(_EARLY_ORDERS + 1):
        found = transform.diff(x, order + 1).subs(x, 0) / (order + 1)
        yield found / factorial(order) ** 2, early.coeff_monomial(t**order), f"t^{order}"


def _early(**amounts: Expr) -> Model:
    return Model(MeasuredSpectrum(_RATES, [1] * len(_RATES)), **amounts)


def _to_first_order(result: Result, time: Expr, size: Expr) -> Expr:
    """e^{-lambda_k t} and the sum over all modes over n."""
    rate = _RATES[_MODE - 1]
    same, other = result.formulas[Early.SAME], result.formulas[f(t)]
    terms = (same if one == rate else other.subs(lambda_j, one) for one in _RATES)
    at: Expr = (exp(-lambda_k * t) + Add(*terms) / size).subs({lambda_k: rate, t: time})
    return at


def _first_orders(result: Result, effort: Effort) -> Iterator[compare.Curve]:
    """What is left of the exact mean error beyond the first order falls as 1/n^2, in N and in P."""
    for resource in ("width", "samples"):

        def left(small: Expr, time: Expr, digits: int, resource: str = resource) -> compare.Left:
            model = _early(**{resource: 1 / small})
            found = to_sympy(exact.mean_error(model, time, _MODE, digits), digits)
            stated = evaluated(_to_first_order(result, time, 1 / small), {}, digits)
            return compare.Left(abs(found - stated), small**2)

        yield from left_over(left, _EARLY_TIMES, effort, f"{resource}, ")


def _beside_the_paper(result: Result, effort: Effort) -> Iterator[compare.Pair]:
    """The coefficient of 1/N by digits: the page's is a thousand times nearer than the paper's."""
    digits, width, rate = effort.digits + _POWERS, 1 / _SMALL[0], _RATES[_MODE - 1]
    for time in _EARLY_TIMES:
        found = to_sympy(exact.mean_error(_early(width=width), time, _MODE, digits), digits)
        free = exp(-rate * time).evalf(digits)
        number = (found - free) * width
        paper = Add(*(result.formulas[Early.PAPER].subs(lambda_j, one) for one in _RATES))
        ours, theirs = (
            _to_first_order(result, time, Integer(1)).evalf(digits) - free,
            paper.subs({lambda_k: rate, t: time}).evalf(digits),
        )
        words = f"t = {time}: {number.evalf(4)}, page {ours.evalf(4)}, paper {theirs.evalf(4)}"
        yield abs(ours - number) * _NEARER, abs(theirs - number), words


def _early_errors(result: Result, _: Effort) -> Iterator[compare.Replicas]:
    """The simulated mean error at a large width against the first order in 1/N."""
    expected = _to_first_order(result, _DRAWN_TIME, _WIDTH).evalf(_DOUBLE_DIGITS)
    yield mean_errors(_early(width=_WIDTH), (_DRAWN_TIME,), [expected], (_MODE, _MODE))
