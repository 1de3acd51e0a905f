r"""Laws of the parts of the loss: in the limited resource at the end of training, and in time.

At t = infinity with one of N and P unlimited each part is a function of kappa, d(kappa) = n, as the
losses of the bottlenecks are. At a fixed time the coefficients of 1/N and 1/P are integrals of two
sums over modes, and have powers of t at late times.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Rational,
    exp,
    factor,
    solve,
)

from analytic.errors import InvalidProblemError
from analytic.law import Law
from analytic.notation import N, P, c_0, d, kappa, lambda_j, lambda_k, s, sigma2, t, v_A, v_D, w, y
from analytic.problem import FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.ensembles.late_time import (
    BIAS,
    VARIANCE,
    Weight,
    between_modes,
    late_exponent,
    late_time_between,
)
from analytic.symbolic.ensembles.pairs import Split, first_orders, in_modes, parts
from analytic.symbolic.mean_field.final_value import along_the_diagonal, final_dimension
from analytic.symbolic.mellin.mode_sums import (
    DEFINITIONS,
    SpectralSeries,
    poles_to_tail,
    series_of_sums,
)
from analytic.symbolic.series.dominant_balance import balanced
from analytic.symbolic.series.log_powers import LogPowers, revert, substitute
from analytic.symbolic.series.order import canonical, is_larger
from derivations.bottleneck import Bottleneck

ORDER = 1
_POLES = 2  # from every string of Gamma

FUNCTIONS: Mapping[str, tuple[Expr, Expr, Weight]] = {
    c_0: (d, -s * w, BIAS),
    v_A: (d, -s * w, VARIANCE),
    v_D: (-s * d, w, VARIANCE),
}
"""The transforms of F and G, and the weight between them."""


@cache
def final_parts(bottleneck: Bottleneck, statement: FieldEquations) -> Split:
    """The parts at t = infinity without noise, as functions of kappa, d and the sums over modes."""
    resource, unlimited, _ = bottleneck
    end = final_dimension(statement, bottleneck.resource)
    (needed,) = solve(end - d, resource)
    return Split(
        *(
            factor(along_the_diagonal(part.subs(sigma2, 0), end).subs(resource, needed))
            for part in parts(statement, unlimited)
        )
    )


@cache
def require_integral(name: str, statement: FieldEquations) -> None:
    """That a coefficient is the integral of two functions of time with a weight, mode by mode.

    Raises    InvalidProblemError where the field equations give something else.
    """
    found = first_orders(statement)
    kernels = {c_0: found.bias, v_A: found.features, v_D: found.data}
    of_modes = in_modes(kernels[name].subs(sigma2, 0)).subs(lambda_j, lambda_k + y)
    if not _vanishes(of_modes - between_modes(*FUNCTIONS[name])):
        raise InvalidProblemError(
            f"{name} is no integral of two sums over modes. Its late times are not known."
        )


def _vanishes(difference: Expr) -> bool:
    """Whether a sum of rational functions times exponentials is zero: each exponential's is."""
    rational = defaultdict[Expr, Expr](lambda: Integer(0))
    for term in Add.make_args(difference.expand()):
        factors = Mul.make_args(term)
        exponent = Add(*(one.args[0] for one in factors if isinstance(one, exp))).expand()
        rational[exponent] += Mul(*(one for one in factors if not isinstance(one, exp)))
    return all(cancel(one) == 0 for one in rational.values())


@cache
def final_law(
    bottleneck: Bottleneck, part: Expr, spectrum: PowerLaw, statement: FieldEquations
) -> Law:
    """The law in the limited resource of one part at t = infinity, a function of kappa."""
    resource, unlimited, symbol = bottleneck
    needed = {quantity: DEFINITIONS[quantity] for quantity in DEFINITIONS if part.has(quantity)}
    sums, conditions = series_of_sums(spectrum, 1, {d: DEFINITIONS[d], **needed})
    in_kappa = substitute(part, {**sums, kappa: LogPowers.variable(kappa)}, kappa, 0)
    end = final_dimension(statement, bottleneck.resource)
    share = LogPowers.of(1 / resource, [((Integer(1), 0), resource / end)])
    inverse = revert(sums[d], end, 1).composed(share, 1)
    validity = f"${resource}$ large, $t = {unlimited} = infinity$, no noise"
    return balanced(
        in_kappa.composed(inverse, 0),
        symbol,
        resource,
        validity,
        conditions,
        lambda values: final_law(bottleneck, part, spectrum.at(values), statement),
    )


@cache
def coefficient_law(name: str, spectrum: PowerLaw, statement: FieldEquations) -> Law:
    """The law at late times of the coefficient of 1/N or 1/P in one part, without noise."""
    require_integral(name, statement)
    one, two, weight = FUNCTIONS[name]
    sums, conditions = _sums(spectrum)
    known = {**sums, s: LogPowers.variable(kappa)}
    first, second = (substitute(function, known, kappa, ORDER) for function in (one, two))
    at_double_time = below_relative_order(late_time_between(first, second, weight, t), Integer(1))
    half = LogPowers.of(1 / t, [((Integer(1), 0), Rational(1, 2))])
    resource = P if name == v_D else N
    return balanced(
        at_double_time.composed(half, ORDER),
        f"r_t({name})",
        t,
        f"{resource} -> infinity at fixed t, then t large; no noise",
        conditions,
        lambda values: coefficient_law(name, spectrum.at(values), statement),
    )


@cache
def _sums(spectrum: PowerLaw) -> SpectralSeries:
    poles = poles_to_tail(spectrum, DEFINITIONS[w], _POLES)
    return series_of_sums(spectrum, poles, {quantity: DEFINITIONS[quantity] for quantity in (d, w)})


@cache
def interaction_exponent(spectrum: PowerLaw, statement: FieldEquations) -> Expr:
    """The decay rate in time of the interaction's coefficient, without noise."""
    interaction = first_orders(statement).interaction.subs(sigma2, 0)
    return late_exponent(interaction, _sums(spectrum).series)


def below_relative_order(series: LogPowers, order: Expr) -> LogPowers:
    """The terms that are not certainly smaller than another one by a power; the others omitted."""
    exponents = [exponent for exponent, _ in series.terms]

    def is_kept(exponent: Expr) -> bool:
        excess = (canonical(exponent - other - order) for other in exponents)
        return not any(rest == 0 or is_larger(rest, Integer(0)) for rest in excess)

    kept = [(term, c) for term, c in series.terms.items() if is_kept(term[0])]
    left = [term for term in series.terms if not is_kept(term[0])]
    return LogPowers.of(series.small, kept, (*series.omitted, *left))
