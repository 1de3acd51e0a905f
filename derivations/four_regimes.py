r"""The four regimes: variance- and resolution-limited, in width and in data, and who rules where.

    variance-limited     L(t) + c_N(t)/N + c_P(t)/P    N, P above the boundaries
    resolution-limited   L(N) or L(P)                  N or P below them

Exponent 1 with a coefficient that depends on time, against exponents set by the spectrum and the
target: the table of [bahri2024explaining], with amplitudes. New here: all amplitudes, the
boundaries as powers of t, the gap between the time law and the width law where a > b + 1.
"""

from sympy import Expr, Integer, Piecewise, Pow, Symbol, factor, factorial, oo, simplify
from sympy.logic.boolalg import Boolean

from analytic.comparison.measure import DATA_LIMITED, WIDTH_LIMITED, Evaluation
from analytic.comparison.regimes import Edges, regime_checks
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import C_0, L, N, P, c_N, c_P, d, epsilon, s, s2, sigma2, t
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.problem.quantity import excess
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.stated import Formulas
from analytic.symbolic.mean_field.final_value import along_the_diagonal, final_dimension
from analytic.symbolic.mean_field.two_point import solution
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from derivations import finite_data_correction, finite_width_correction, time_limited_loss
from derivations.bottleneck import DATA, WIDTH, Bottleneck, limited_law, name_amplitude
from derivations.finite_size import correction_law
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "four-regimes",
    130,
    "The four regimes",
    "a power law with infinitely many modes; $t$, $N$, $P$ large, no noise",
    law=False,
)

EXPLAINING = "bahri2024explaining"
IN_DATA, IN_WIDTH = "order in $1/P$ of $L(N, P) - L(N)$", "order in $1/N$ of $L(N, P) - L(P)$"
FIXED = Integer(100)  # the other resource where the order of an excess is measured
NEW = "amplitudes, for every source, and where each regime ends"


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """The leading term of the loss in each regime, and the boundaries between them.

        L(t, N, P) ~ L(t) + c_N(t)/N + c_P(t)/P,   or L(N),   or L(P)

    The table of [bahri2024explaining].
    """
    page = page_under(
        HEADING,
        statement="With resources above the boundaries the loss is the time law plus terms of "
        "order $1/N$ and $1/P$; below them it is the law of the scarcer resource.",
        source=f"{EXPLAINING}, table of four regimes; new: amplitudes, boundaries in $t$, "
        "the range of widths between them in which the $1/N$ term rules",
        problem="$L(t, N, P)$ where one term dominates",
    )
    time = time_limited_loss.derive(spectrum).law
    assert time is not None
    width, data = (limited_law(one, spectrum, statement) for one in (WIDTH, DATA))
    by_width, by_data = (
        correction_law(one, spectrum, statement)
        for one in (finite_width_correction.WIDTH, finite_data_correction.DATA)
    )
    page.show(L(t), time.leading, "both unlimited: the time law", relation="~")
    name_amplitude(page, spectrum)
    page.show(
        c_N(t) / N,
        by_width.general.leading / N,
        "variance-limited in width: what $1/N$ adds",
        relation="~",
    )
    page.show(
        c_P(t) / P,
        by_data.general.leading / P,
        "variance-limited in data: what $1/P$ adds",
        relation="~",
    )
    page.show(L(N), width.general.leading, "resolution-limited in width", relation="~")
    page.show(L(P), data.general.leading, "resolution-limited in data", relation="~")
    ends: Formulas = {
        Edges.OVERTAKES[N]: _overtakes(time, by_width),
        Edges.TAKES_OVER[N]: _takes_over(by_width, width, spectrum),
        Edges.OVERTAKES[P]: _overtakes(time, by_data),
        Edges.TAKES_OVER[P]: _takes_over(by_data, data, spectrum),
    }
    for name, power in ends.items():
        resource = N if name in (Edges.OVERTAKES[N], Edges.TAKES_OVER[N]) else P
        overtakes = name == Edges.OVERTAKES[resource]
        edge = _logarithm(by_width if resource == N else by_data) if overtakes else ""
        page.show(
            resource,
            Pow(t, power, evaluate=False),
            f"below this, {str(name)[3:].replace(f'1/{resource}', f'$1/{resource}$')}{edge}",
            relation="asymp",
        )
    final: Formulas = {
        Edges.ORDER[P]: _at_infinity(page, WIDTH, statement),
        Edges.ORDER[N]: _at_infinity(page, DATA, statement),
    }
    statements = _statements(width, data, final) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={
            L(t): time.leading,
            c_N(t): by_width.leading,
            c_P(t): by_data.leading,
            L(N): width.leading,
            L(P): data.leading,
            **ends,
            **final,
        },
        statements=statements,
        checks=regime_checks(spectrum),
        derive=derive,
    )


def _overtakes(time: Law, correction: Law) -> Expr:
    """The power of t at which the term coefficient/n becomes as large as the time law."""
    pieces = [(cancel(time.exponent - one.exponent), one.condition) for one in correction.regimes]
    between = [
        (cancel(time.exponent.subs(*edge.args) - law.exponent), edge)
        for edge, law in correction.boundaries.items()
    ]
    return _collected([*pieces, *between])


def _logarithm(correction: Law) -> str:
    """Where the coefficient of 1/n has a logarithm, in words."""
    edges = (
        f", times $log(t)$ where {worded(edge)}"
        for edge, law in correction.boundaries.items()
        if any(regime.logarithms for regime in law.regimes)
    )
    return "".join(edges)


def _takes_over(correction: Law, limited: Law, spectrum: PowerLaw) -> Expr:
    """The power of t at which the law of the resource n becomes as large as coefficient/n.

    Where both are 1/n at all times they are told apart by what n resolves: n = d(1/t).
    """
    pieces = [
        (
            _resolved(spectrum)
            if other.exponent == 1
            else cancel(one.exponent / (other.exponent - 1)),
            one.condition,
        )
        for one in correction.regimes
        for other in limited.regimes
        if one.condition == other.condition
    ]
    return _collected(pieces)


def _resolved(spectrum: PowerLaw) -> Expr:
    """The power of t as which d(1/t), the number of modes that time t resolves, grows."""
    (exponent, _), _ = series_of_sums(spectrum, 1, {d: DEFINITIONS[d]}).series[d].leading
    return -exponent


def _collected(pieces: list[tuple[Expr, Boolean]]) -> Expr:
    """One expression where all pieces are equal, a Piecewise where they are not."""
    first = pieces[0][0]
    return first if all(value == first for value, _ in pieces) else Piecewise(*pieces)


def _at_infinity(page: Page, bottleneck: Bottleneck, statement: FieldEquations) -> Expr:
    """The first correction to the law of the scarcer resource, at t = infinity, displayed."""
    scarce, other, _ = bottleneck
    one_point, correlations = solution(statement)
    product = one_point.at_kappa(s * s2 * correlations[C_0].subs(sigma2, 0))
    end = final_dimension(statement, scarce)
    whole = page.show(
        L(scarce, other),
        factor(cancel(along_the_diagonal(product, end))),
        f"$t = infinity$, ${scarce} < {other}$, both limited: exact, $d(kappa) = {end}$",
    )
    loss = cancel(whole.subs(other, 1 / epsilon))
    order = Integer(1)
    while (coefficient := cancel(loss.diff(epsilon, order)).subs(epsilon, 0)) == 0:
        order += 1
    coefficient = factor(coefficient / factorial(order))
    return page.show(
        L(scarce, other) - L(scarce),
        coefficient / other**order,
        f"$t = infinity$, ${scarce} < {other}$: the first correction in $1/{other}$, "
        f"$d(kappa) = {end}$",
        relation="~",
    )


def _statements(width: Law, data: Law, final: Formulas) -> dict[str, Statement]:
    """Exponents and orders, for the power laws that the claims speak of."""
    excesses = ((IN_DATA, P, N), (IN_WIDTH, N, P))
    return {
        "exponent of $L(N)$": Statement(width.exponent, NEW, width.leading, WIDTH_LIMITED),
        "exponent of $L(P)$": Statement(data.exponent, NEW, data.leading, DATA_LIMITED),
        **{
            name: Statement(
                _order(final[Edges.ORDER[resource]], resource),
                NEW,
                final[Edges.ORDER[resource]],
                Evaluation(excess(resource, oo, FIXED)),
                given=f"t = oo, {other} = {FIXED}",
            )
            for name, resource, other in excesses
        },
    }


def _order(term: Expr, resource: Symbol) -> Expr:
    """The power of 1/resource that a term is."""
    return simplify(-resource * term.diff(resource) / term)
