r"""The crossovers between a bottleneck of time and one of size, against the three witnesses.

Algebra, each identity by a second route: Lagrange's coefficients against the equation of the root,
the functions against the integral over the cut or their double series, both ends against the laws
that were derived there. Digits: at fixed tau, |L - law|/remainder stays bounded over many decades
of n. Simulations: losses at several sizes n, divided by the law, are one up to a straight line in
1/n, so that the curves for all n collapse onto one function of tau.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
from sympy import Add, Expr, Integer, Rational, Symbol, log, nan, oo, zoo

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.law_digits import law_curve
from analytic.comparison.law_points import Point, law_at, law_of, points, points_for
from analytic.comparison.measure import Evaluation, cut_off
from analytic.comparison.numbers import relative_gap, to_sympy
from analytic.law import Law
from analytic.notation import j, kappa_n, p, r, t, tau, y
from analytic.problem import PowerLaw
from analytic.problem.quantity import at_fixed_tau, limited, resource_limited
from analytic.result import Check, Effort, Result
from analytic.stated import Formula
from analytic.symbolic.series.crossover_functions import Crossover, data_crossover, width_crossover
from analytic.symbolic.series.crossover_series import width_cut
from analytic.symbolic.series.log_powers import LogPowers, Power
from analytic.symbolic.slow_sums.numeric import number_at


class Windows:
    """Formulas of a crossover: both its ends, and when one term takes over from another."""

    COEFFICIENT, EARLY, FINAL = map(Formula, ("[y^j] u^r", "early", "final"))
    TAKES_OVER = Formula("t from {} to {}")


_POINTS = points("2 3/2", "3/2 3/2", "11/4 3/2", "5/2 3/2", "9/2 7/4", "5 3/2")
_TIMES = tuple(Rational(time) for time in ("1/1000000", "1/10", "8"))
_NEAR, _FAR = (Integer(10) ** 5,), (Integer(10) ** 12,)
_DIGITS = 18  # six of the remainder, which is 1e-12 of the loss
_GUARD = 5

_ORDERS = 6
_IDENTITY_DIGITS = 20
_BITS = 120
_NODES = 300  # the integrand is even at one end and flat at the other: 20 digits for T >= 1
_EARLY, _LATE = Rational(1, 20), (Integer(1), Integer(8))
_BESIDE = Rational(1, 3)
_LARGE = Integer(10) ** 18  # a term that one of two laws leaves out is below 1e-20 there

_HUGE = Integer(10) ** 400  # of two powers a quarter apart the smaller one is 1e-100 of the other
_BESIDE_LOGARITHMS = compare.ROOM * (log(log(_HUGE)) / log(_HUGE)).evalf(
    5
)  # of terms that bear one
_HANDOVER = f"1e-{_IDENTITY_DIGITS}; {compare.ROOM} loglog/log beside logarithms"

_SIZES, _MODES = (16, 32, 64), 512
_SIMULATED_TIMES = tuple(Rational(time) for time in ("1/5", "1", "5"))
_DOUBLE_DIGITS = 16

Derive = Callable[[PowerLaw], Result]


def crossover_checks(
    spectrum: PowerLaw, time_law: Derive, final_law: Derive, first_order: Derive
) -> tuple[Check, ...]:
    """The checks of a crossover between two laws, which are derived anew at its ends.

    `first_order` derives what 1/n adds at fixed time, to which one end or the other may hand over.
    """
    by_algebra = partial(compare.equal, digits=_IDENTITY_DIGITS, witness="symbolic")
    ends = partial(_ends, spectrum=spectrum, time_law=time_law, final_law=final_law)
    coefficients = partial(_coefficients, spectrum=spectrum)
    curves, ratios = partial(_left, spectrum=spectrum), partial(_ratios, spectrum=spectrum)
    functions = partial(_functions, spectrum=spectrum)
    handovers = partial(
        _handovers,
        spectrum=spectrum,
        time_law=time_law,
        final_law=final_law,
        first_order=first_order,
    )
    return (
        compare.identical("Lagrange's coefficients in the equation of the root", coefficients),
        by_algebra("crossover functions against a second representation", functions),
        by_algebra("both ends against the laws derived there", ends),
        compare.compared(
            "symbolic", "terms that hand over are equal in size", _HANDOVER, handovers
        ),
        compare.bounded(
            "unit and final loss over the decades", partial(_at_the_end, spectrum=spectrum)
        ),
        compare.bounded("remainder at fixed tau over the decades", curves),
        compare.replicated("losses at several sizes collapse onto the law", ratios, copies=_SIZES),
    )


def with_numbers(law: Law, at: Point, digits: int) -> Expr:
    """A law at given parameters and tau, every function in it evaluated once."""
    functions = law.expansion.atoms(Crossover)
    numbers = {function: function.subs(at).evalf(digits + _GUARD) for function in functions}
    return law.expansion.xreplace(numbers).subs(at)


def simulated_losses(
    resource: Symbol, spectrum: PowerLaw, size: int, times: compare.Reals, effort: Effort
) -> compare.Reals:
    """Simulated losses at times, a row a draw; the exact witness adds the modes cut off."""
    whole, part = (limited(resource, one, size) for one in (spectrum, cut_off(spectrum, _MODES)))
    drawn = sampling.test_loss(part, times, **effort.simulation)
    return np.asarray(exact.test_loss(whole, times) / exact.test_loss(part, times) * drawn.samples)


def _is_crossover(node: Expr) -> bool:
    return isinstance(node, Crossover)


def _iterated(result: Result, point: Point) -> Mapping[Power, Expr]:
    """u^r to some order in y by u = 1 + y u^(1-p); every iteration of the equation gains one."""
    power, share = (result.formulas[name].subs(point) for name in (r, p))
    one, step = LogPowers.constant(y, Integer(1)), LogPowers.variable(y)
    root = one
    for _ in range(_ORDERS):
        root = one + root.power(1 - share, _ORDERS) * step
    return root.power(power, _ORDERS).terms


def _without_logarithm(function: Crossover) -> Crossover:
    """The function without its logarithm, at a power beside its own where it is zero."""
    power, p, time = function.args[:3]
    plain: Crossover = function.func(power, p, time)
    beside: Crossover = function.func(power + _BESIDE, p, time)
    return beside if plain == 0 else plain


def _represented(function: Crossover) -> Iterator[compare.Pair]:
    """A function and its second representation, at some times."""
    power, p, _ = function.args
    if isinstance(function, width_crossover):
        for time in _LATE:
            cut = number_at(_BITS, partial(width_cut, nodes=_NODES), power, p, time)
            yield function.subs(tau, time).evalf(_IDENTITY_DIGITS + 5), cut, f"{function}, {time}"
    if isinstance(function, data_crossover):
        early, digits = function.subs(tau, _EARLY), _IDENTITY_DIGITS + 10
        series = Add(*(early.term(Integer(order)).evalf(digits) for order in range(16)))
        yield early.evalf(digits - 5), series, str(early)


def _coefficients(result: Result, _: Effort, spectrum: PowerLaw) -> Iterator[compare.Pair]:
    """Lagrange's coefficients of u^r, and those of the iterated equation."""
    for point in points_for(spectrum, _POINTS):
        iterated, formula = _iterated(result, point), result.formulas[Windows.COEFFICIENT]
        for order in range(1, _ORDERS + 1):
            found = formula.subs({**point, j: order}).expand(func=True)
            yield (
                found,
                iterated.get((order, 0), Integer(0)),
                f"order {order}, {compare.at_point(point)}",
            )


def _functions(result: Result, _: Effort, spectrum: PowerLaw) -> Iterator[compare.Pair]:
    """Every function in the law and a second representation of it."""
    inside, point = law_of(result).expansion.atoms(Crossover), points_for(spectrum, _POINTS)[0]
    for function in {_without_logarithm(one.subs(point)) for one in inside}:
        yield from _represented(function)


def _ends(
    result: Result, _: Effort, spectrum: PowerLaw, time_law: Derive, final_law: Derive
) -> Iterator[compare.Pair]:
    """The law at tau -> 0 and tau -> oo, and the two laws that hold there."""
    one_end, other_end = time_law(spectrum), final_law(spectrum)
    for point in points_for(spectrum, _POINTS):
        law, earlier, later = (
            law_at(one, spectrum, point) or law_of(one) for one in (result, one_end, other_end)
        )
        at = {**point, law.variable: _LARGE, t: _LARGE**2}
        when = (t * tau / result.formulas[t]).subs(at)
        first = law.expansion.replace(_is_crossover, lambda one: one.first).subs(tau, when)
        last = law.leading.replace(_is_crossover, lambda one: one.final)
        early = first if first != 0 else result.formulas[Windows.EARLY]  # beyond what the law keeps
        ends = ("late", last, later.leading), (Windows.EARLY, early, earlier.leading)
        for name, one, other in ends:
            value, reference = (x.subs(at).evalf(2 * _IDENTITY_DIGITS) for x in (one, other))
            yield value, reference, f"{name}, {compare.at_point(point)}"
        if result.formulas[Windows.EARLY] != 0:
            sides = (
                x.subs(at).evalf(30) for x in (result.formulas[Windows.EARLY], earlier.leading)
            )
            yield (*sides, f"early loss, {compare.at_point(point)}")


def _handovers(
    result: Result,
    _: Effort,
    spectrum: PowerLaw,
    time_law: Derive,
    final_law: Derive,
    first_order: Derive,
) -> Iterator[compare.Off]:
    """Two terms at the time at which one takes over from the other, at an enormous size."""
    size = law_of(result).variable
    leading = [law_of(one(spectrum)).general.leading for one in (time_law, final_law, first_order)]
    names = ("time law", f"law in {size}", f"term of order 1/{size}")
    terms = dict(zip(names, (*leading[:2], leading[2] / size), strict=True))
    for name, formula in Windows.TAKES_OVER.among(result.formulas):
        earlier, later = map(str, name.what)
        for point in points_for(spectrum, _POINTS):
            at = {**point, size: _HUGE}
            time = formula.subs(at)
            if time.is_number and time.is_real:
                one, other = (terms[x].subs({**at, t: time}).evalf(30) for x in (earlier, later))
                if one.is_Float and other.is_Float:  # not where a law has another form, on a curve
                    slow = any(terms[x].subs(point).has(log) for x in (earlier, later))
                    allowed = _BESIDE_LOGARITHMS if slow else Rational(1, 10**_IDENTITY_DIGITS)
                    yield compare.Off(
                        relative_gap(one, other) / allowed, f"{name}, {compare.at_point(point)}"
                    )


def _at_the_end(result: Result, effort: Effort, spectrum: PowerLaw) -> Iterator[compare.Curve]:
    """What d(kappa_n) is off n, as 1/n, and the loss at infinite time off the final one."""
    digits, size = min(effort.digits, _DIGITS), law_of(result).variable
    for point in points_for(spectrum, _POINTS):
        law, numbers = law_at(result, spectrum, point), spectrum.at(point)
        unit, final = (result.formulas[name].subs(point) for name in (kappa_n, Windows.FINAL))
        near, far = ([_of_unit(numbers, unit.subs(size, n), n) for n in ns] for ns in (_NEAR, _FAR))
        yield compare.Curve(f"kappa_n, {compare.at_point(point)}", near, far)
        if law is not None and not final.has(oo, nan, zoo):
            ending = law.with_formulas(leading=final, correction=Integer(0))
            loss = Evaluation(resource_limited(size))
            yield law_curve(loss, ending, numbers, point, _NEAR, _FAR, digits)


def _of_unit(spectrum: PowerLaw, unit: Expr, size: Expr) -> compare.Left:
    """|d(kappa_n)/n - 1|, of order 1/n."""
    dimension = exact.resolvents(spectrum, Rational(unit.evalf(_DIGITS)), _DIGITS).d.real
    return compare.Left(abs(to_sympy(dimension, _DIGITS) / size - 1), 1 / size)


def _left(result: Result, effort: Effort, spectrum: PowerLaw) -> Iterator[compare.Curve]:
    """What the law leaves of the loss at fixed tau."""
    digits = min(effort.digits, _DIGITS)
    for point in points_for(spectrum, _POINTS):
        law, unit = law_at(result, spectrum, point), result.formulas[t].subs(point)
        if law is None:
            yield compare.without_value(f"no law at {compare.at_point(point)}")
            continue
        for time in _TIMES:
            loss, at = Evaluation(at_fixed_tau(law.variable, unit, time)), {**point, tau: time}
            yield law_curve(loss, law, spectrum.at(point), at, _NEAR, _FAR, digits)


def _ratios(result: Result, _: Effort, spectrum: PowerLaw) -> Iterator[compare.Replicas]:
    """Simulated losses over the law at some sizes, which have to go to one."""
    point = points_for(spectrum, _POINTS)[0]
    law, numbers = law_at(result, spectrum, point) or law_of(result), spectrum.at(point)

    def draw(size: int, effort: Effort) -> compare.Reals:
        at = [{**point, law.variable: size, tau: time} for time in _SIMULATED_TIMES]
        times = np.array([float(result.formulas[t].subs(one)) for one in at])
        expected = [float(with_numbers(law, one, _DOUBLE_DIGITS)) for one in at]
        return simulated_losses(law.variable, numbers, size, times, effort) / expected

    yield compare.Replicas(np.ones(len(_SIMULATED_TIMES)), draw)
