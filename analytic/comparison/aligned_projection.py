r"""The N leading modes as features: laws in N, C and P against digits, on samples against draws.

Numbers of features are whole: where the loss is least is read from three of them, \sqrt N apart.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from sympy import Expr, Integer, Rational, log, oo, sqrt, zeta

from analytic import exact
from analytic.comparison import comparators as compare
from analytic.comparison.final_losses import final_replicas
from analytic.comparison.law_digits import curve
from analytic.comparison.law_points import points
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.notation import C, L, N, P, a, b, f_N, r, r_C, sigma2, t, tau
from analytic.problem import Model, PowerLaw
from analytic.problem.projections import AlignedProjection
from analytic.result import Check, Effort, Result
from analytic.stated import IN_CASE, L_BEST, N_BEST, Formula
from analytic.symbolic.frontier.least_time import cut_time


class Aligned:
    """Formulas of the leading modes as features."""

    OVER, SLOPE = map(Formula, ("Gaussian/aligned", "slope"))


QUIET, NOISY = "no noise", "noise"
_POINTS = points("2 3/2", "4 3/2")
_SIZES = (Integer(10) ** 2,), (Integer(10) ** 4, Integer(10) ** 8)  # squares
_COMPUTES = (Integer(10) ** 6,), (Integer(10) ** 14,)
_AGES = (Rational(1, 2), Integer(2))
_NOISE = Rational(1, 4)
_DIGITS, _GUARD = 20, 12
_ALIGNED = AlignedProjection()
_DRAWN = Model(PowerLaw(2, "3/2", modes=20), 8, 20, "1/4", _ALIGNED)

Loss = Callable[[Expr], Expr]  # of the number of features


def aligned_checks() -> tuple[Check, ...]:
    """Laws by digits, the frontier by its own function, the loss on samples by draws."""
    return (
        compare.equal("the least loss, and the slope there", _at_least, witness="symbolic"),
        compare.bounded("loss of N leading modes over the decades", _over_decades),
        compare.bounded("the function of t/N^b", _in_time),
        compare.bounded("the frontier", _frontier),
        compare.bounded("best N and loss on P samples", _on_samples),
        compare.equal("what is left out, as noise and floor", _left_out),
        compare.replicated("the loss on samples by replication", lambda one, _: [_drawn(one)]),
    )


@lru_cache(maxsize=256)
def _loss(spectrum: PowerLaw, width: Expr, time: Expr = oo, **more: Expr) -> Expr:
    model = Model(spectrum, width, projection=_ALIGNED, **more)
    return exact_loss(model, time, _DIGITS)


def _at_least(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The least loss against the function of t/N^b at the best N; the slope at the root is zero."""
    digits, formulas = effort.digits + _GUARD, result.formulas
    for point in _POINTS:
        width, loss = (formulas[name].subs(point).subs(C, 10**9) for name in (N_BEST, L_BEST))
        whole = formulas[L(t, N)].subs(point).subs({t: 10**9 / N}).subs(N, width.evalf(digits))
        yield loss.evalf(digits), whole.evalf(digits), compare.at_point(point)
        power = (point[a] - 1) / point[b]
        time = cut_time(power, point[b]).evalf(digits)
        slope = formulas[Aligned.SLOPE].subs({**point, r: power}).subs(tau, time)
        yield 1 + slope.evalf(digits), Integer(1), f"slope, {compare.at_point(point)}"


def _over_decades(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """L(N), and N random features over it."""
    for point in _POINTS:
        spectrum = PowerLaw(a, b).at(point)

        def over(width: Expr, spectrum: PowerLaw = spectrum) -> Expr:
            gaussian = exact.test_loss(Model(spectrum, width), oo, _DIGITS)
            return to_sympy(gaussian, _DIGITS) / _loss(spectrum, width)

        own = result.formulas[L(N)].subs(point), N ** -(point[a] + 1)
        other = result.formulas[Aligned.OVER].subs(point)
        where = compare.at_point(point)
        yield curve(partial(_loss, spectrum), own, N, _SIZES, where=where, digits=_DIGITS)
        yield curve(over, (other, other / N), N, _SIZES, where=f"Gaussian, {where}")


def _in_time(result: Result, _: Effort) -> Iterable[compare.Curve]:
    for point in _POINTS:
        spectrum = PowerLaw(a, b).at(point)
        for age in _AGES:
            time = age * N ** point[b] / 2
            stated = result.formulas[L(t, N)].subs(point).subs(t, time)

            def value(width: Expr, spectrum: PowerLaw = spectrum, time: Expr = time) -> Expr:
                return _loss(spectrum, width, time.subs(N, width))

            where = f"tau = {age}, {compare.at_point(point)}"
            yield curve(value, (stated, N ** -point[a]), N, _SIZES, where=where)


def _frontier(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """The best N, the least loss and its exponent."""
    for point in _POINTS:
        spectrum = PowerLaw(a, b).at(point)
        width, loss, rate = (result.formulas[name].subs(point) for name in (N_BEST, L_BEST, r_C))

        def best(compute: Expr, spectrum: PowerLaw = spectrum, width: Expr = width) -> Expr:
            return _least(lambda n: _loss(spectrum, n, compute / n), width.subs(C, compute))

        def least(compute: Expr, spectrum: PowerLaw = spectrum, width: Expr = width) -> Expr:
            whole = Integer(round(width.subs(C, compute)))
            return _loss(spectrum, whole, compute / whole)

        def local(compute: Expr, least: Loss = least) -> Expr:
            return log(least(compute) / least(10 * compute)) / log(Integer(10))

        where = compare.at_point(point)
        yield curve(best, (width, Integer(1)), C, _COMPUTES, where=f"N*, {where}")
        yield curve(least, (loss, loss / width), C, _COMPUTES, where=f"L*, {where}")
        yield curve(local, (rate, 1 / width), C, _COMPUTES, where=f"r_C, {where}")


def _on_samples(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """The best N and the loss there, without noise and with it."""
    for point in _POINTS:
        spectrum = PowerLaw(a, b).at(point)
        for noise, kind in ((Integer(0), QUIET), (_NOISE, NOISY)):
            width, loss = (
                result.formulas[IN_CASE.of(one, kind)].subs({**point, sigma2: noise})
                for one in (N_BEST, L_BEST)
            )

            def of_width(samples: Expr, spectrum: PowerLaw = spectrum, noise: Expr = noise) -> Loss:
                return partial(_loss, spectrum, samples=samples, noise=noise)

            def best(
                samples: Expr, of_width: Callable[[Expr], Loss] = of_width, width: Expr = width
            ) -> Expr:
                return _least(of_width(samples), width.subs(P, samples))

            def least(
                samples: Expr, of_width: Callable[[Expr], Loss] = of_width, width: Expr = width
            ) -> Expr:
                return of_width(samples)(Integer(round(width.subs(P, samples))))

            where = f"{kind}, {compare.at_point(point)}"
            yield curve(best, (width, Integer(1)), P, _COMPUTES, where=f"N*, {where}")
            yield curve(least, (loss, loss / width), P, _COMPUTES, where=f"L*, {where}")


def _least(loss: Loss, guess: Expr) -> Expr:
    """Where a loss is least, from three whole numbers around a guess."""
    middle, step = Integer(round(guess)), Integer(round(sqrt(guess)))
    left, at, right = (log(loss(middle + n * step)) for n in (-1, 0, 1))
    return middle + step * (left - right) / (2 * (left - 2 * at + right))


def _left_out(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    digits = effort.digits + _GUARD
    for width, samples in ((3, 5), (20, 50)):
        at = {N: width, P: samples, sigma2: _NOISE, f_N: zeta(2, width + 1)}
        model = Model(PowerLaw(2, "3/2"), width, samples, _NOISE, _ALIGNED)
        found = exact_loss(model, oo, digits)
        yield evaluated(result.formulas[L(N, P)], at, digits), found, f"N = {width}"


def _drawn(result: Result) -> compare.Replicas:
    model = _DRAWN
    at = {N: model.width, P: model.samples, sigma2: model.noise, f_N: model.null_power}
    return final_replicas(model, [result.formulas[L(N, P)].subs(at)])
