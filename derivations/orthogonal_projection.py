r"""Orthogonal projection: orthonormal rows against Gaussian ones, and what is lost as N -> M.

    D_N = (1 - d/N)/(1 - d/M),   l_N = 1/(N - d) - 1/(M - d),   l_N(0) = 1/N - 1/M

D_N is in [atanasov2024scaling]. New here: at infinitely many modes the two are one at all times; at
finite M the first correction is 1/N - 1/M, and at the end of training with N < P there is no
difference at all; at N = M nothing is lost.
"""

from sympy import apart, factor, integrate, limit, oo, powsimp

from analytic.comparison.orthogonal_projection import Orthogonal, orthogonal_projection_checks
from analytic.comparison.projections import D_N_GONE, D_P_GONE
from analytic.law import Law
from analytic.notation import (
    D_N,
    S_A,
    Delta_L,
    L,
    M,
    N,
    P,
    c_N,
    d,
    delta_L,
    k,
    l_N,
    p,
    sigma2,
    t,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.result import Result
from analytic.stated import Formulas
from analytic.symbolic.mean_field.any_projection import at_rank, beyond_data, log_slope
from analytic.symbolic.mean_field.s_transform import projector, response
from derivations.bottleneck import WIDTH, limited_law, name_amplitude
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "orthogonal-projection",
    242,
    "Orthogonal projection",
    "a random subspace of $N <= M$ dimensions; a power law, $N << M$, for the law",
    law=False,
)


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """Orthonormal rows: D_N, what it changes and what it does not, and its limits.

        D_N = (1 - d/N)/(1 - d/M)

    [atanasov2024scaling].
    """
    page = page_under(
        HEADING,
        statement="With infinitely many modes orthonormal and Gaussian rows are alike at all "
        "times. Of $M$ modes the first correction $1/N$ becomes $1/N - 1/M$; at the end of "
        "training with $N < P$ both leave the same loss, with $P < N$ orthonormal rows leave "
        "less; at $N = M$ they lose nothing.",
        source="atanasov2024scaling, $D_N$; new: all of its consequences here",
        problem="$A$ of $N$ orthonormal rows in $M$ dimensions, scaled to mean eigenvalue one of "
        "$K_A$",
    )
    page.show(S_A(p), projector(N, M), "$K_A$ has the eigenvalues $M/N$ and $0$")
    of_rows = page.show(D_N, response(projector(N, M)), "$1/S_A(-d/M)$")
    page.show(D_N, limit(of_rows, M, oo), "$M -> oo$: that of Gaussian rows, at all times")
    lost = page.show(1 - D_N, factor(cancel(1 - of_rows)), "its distance from one: zero at $N = M$")
    slope = page.show(l_N, log_slope(of_rows), "minus the slope of $log(D_N)$")
    first = apart(slope.subs(d, 0), N)
    added = page.show(
        Delta_L,
        first * c_N(t),
        "at fixed $t$ what a width adds to the loss, to first order: $l_N$ at $d = 0$ where "
        "Gaussian rows have $1/N$",
        relation="~",
    )
    end = page.show(
        L(oo) + sigma2,
        at_rank(),
        "$t = oo$, $N < P$: $d(kappa) = N$ as of Gaussian rows, which span as random a subspace",
    )
    wide = page.show(
        L(oo) + sigma2,
        beyond_data().subs(l_N, slope.subs(d, P)),
        "$P < N$: less than with Gaussian rows, by $P (kappa w + sigma^2)/(M - P)$",
    )
    return result_under(
        HEADING,
        page,
        formulas={
            D_N: of_rows,
            1 - D_N: lost,
            l_N: slope,
            Orthogonal.FIRST: cancel(added / c_N(t)),
            D_N_GONE: end,
            D_P_GONE: wide,
            **_show_law(page, limited_law(WIDTH, spectrum, statement), spectrum),
        },
        checks=orthogonal_projection_checks(),
        derive=derive,
    )


def _show_law(page: Page, law: Law, spectrum: PowerLaw) -> Formulas:
    """The width law at N far below M, and what finitely many modes change in it."""
    name_amplitude(page, spectrum)
    page.show(
        L(N),
        law.general.leading,
        "$t = P = oo$, $1 << N << M$: the width law, with either kind of rows",
        relation="~",
    )
    unit = N**-spectrum.b
    missing, unlearned = (
        integrate(k**-power, (k, M, oo), conds="none") for power in (spectrum.b, spectrum.a)
    )
    change = powsimp(missing / unit / N) + powsimp(unlearned * N ** (spectrum.a - 1))
    page.show(
        delta_L,
        change,
        "relative to it: modes beyond $M$ are missing in $d$, and in the target",
        relation="O",
    )
    return {Orthogonal.LAW: law.leading, Orthogonal.LEFT: change + 1 / N}
