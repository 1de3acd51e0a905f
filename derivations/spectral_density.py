r"""Spectral density: the rates at which a mode is learned, and the Marchenko-Pastur law.

    H_k(t) = \int \rho_k(x) e^{-x t} dx,   \rho_k(x) = -(1/\pi) Im H_k(s = -x + i0)

For a flat spectrum at unlimited width, with r = M/P, this is the law of [marchenko1967], and for
r > 1 it has an atom at zero. [bordelon2024dynamical], eqs. (88)-(95).
"""

from sympy import (
    Expr,
    Integer,
    factor,
    fraction,
    im,
    limit,
    oo,
    solve,
    together,
)

from analytic.comparison.claims.printed_values import (
    ATOM_OF_FEWER_MODES,
    ATOM_OF_MORE_MODES,
    DENSITY_INSIDE,
)
from analytic.comparison.white_spectra import flat_checks
from analytic.notation import (
    D_N,
    D_P,
    H_k,
    M,
    N,
    P,
    d,
    kappa,
    lambda_k,
    ratio,
    rho,
    rho_0,
    root,
    s,
    u,
    x,
    x_minus,
    x_plus,
)
from analytic.problem import FIELD_EQUATIONS
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mean_field.stieltjes import (
    band,
    by_sign,
    jump_of_unit_mass,
    physical_branch,
    split_root,
)
from analytic.symbolic.slow_sums.losses import ATOM, DENSITY
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "spectral-density",
    20,
    "Spectral density",
    "$M$, $P$ large in proportion, $N$ infinite; $x > 0$ away from the edges",
    law=False,
)

PAPER = "bordelon2024dynamical"
FLAT = Integer(1)


def derive(eigenvalue: Expr = FLAT) -> Result:
    r"""The density of rates of a flat spectrum, lambda_k = eigenvalue for M modes.

        H_k(t) = \int \rho_k(x) e^{-x t} dx,   \rho_k(x) = -(1/\pi) Im H_k(s = -x + i0)

    [bordelon2024dynamical], eqs. (88)-(95); [marchenko1967].
    """
    page = page_under(
        HEADING,
        statement="A mode's response is a superposition of exponential decays; for a flat spectrum "
        "the density of rates is the Marchenko-Pastur law.",
        source=f"{PAPER}, eqs. (88)-(95); marchenko1967",
        problem="$lambda_k$ the same for all $M$ modes; $r = M/P$; $H_k(t)$ for gradient flow",
    )
    page.show(rho(x), im(H_k) / jump_of_unit_mass(), "just above $s = -x$, per unit of mass")
    one = responses(FIELD_EQUATIONS)
    page.show(D_N, limit(one.D_N, N, oo), "unlimited width")
    dimension = page.show(d, M * eigenvalue / (eigenvalue + kappa), "all modes alike")
    memory = page.show(D_P, one.D_P.subs(d, dimension).subs(M, ratio * P), "with $M = r P$")
    free = {D_N: limit(one.D_N, N, oo), D_P: memory}
    closure = fraction(together(one.frequency.subs(free) - s))[0]
    page.show(s, one.frequency.subs(free), "a quadratic equation for $kappa$")
    branch, square = physical_branch(closure)
    physical = page.show(kappa, branch, "the solution with $kappa = s$ at high frequency")
    page.show(root**2, square, "the square of its root")
    edges = band(square)
    page.show(x_minus, edges.lower, "branch points at $s = -x$: the lower edge")
    page.show(x_plus, edges.upper, "the upper edge")
    (memory_at_kappa,) = solve(one.frequency.subs(D_N, free[D_N]) - s, D_P)
    of_kappa = one.H_k.subs({lambda_k: eigenvalue, D_N: free[D_N], D_P: memory_at_kappa})
    response = page.show(H_k, factor(of_kappa), "the response; only its root jumps across the band")
    _, odd = split_root(response.subs(kappa, physical), root, square)
    density = page.show(
        rho(x),
        factor(odd.subs(s, -x)) * edges.root_above(x) / jump_of_unit_mass(),
        "the jump at $x_- < x < x_+$",
    )
    at_zero = page.show(
        kappa, physical.subs({root: edges.root_at_origin, s: 0}), "the same solution at $s = 0$"
    )
    atom = page.show(
        rho_0, by_sign(cancel(s * response).subs(kappa, at_zero), ratio - 1), "the atom at $x = 0$"
    )
    closed = physical.subs(root, edges.root(s))
    statements = {
        "$rho(x)$ between its edges": Statement(density, observable=DENSITY_INSIDE),
        "atom of $rho$ at $x = 0$ ($M > P, r = 1 + u$)": Statement(
            atom.subs(ratio, 1 + u), "", atom, ATOM_OF_MORE_MODES
        ),
        "atom of $rho$ at $x = 0$ ($M < P$, $r = 1/(1 + u)$)": Statement(
            atom.subs(ratio, 1 / (1 + u)), "", atom, ATOM_OF_FEWER_MODES
        ),
    }
    return result_under(
        HEADING,
        page,
        formulas={
            kappa: closed,
            H_k: response.subs(kappa, closed),
            DENSITY: density,
            x_minus: edges.lower,
            x_plus: edges.upper,
            ATOM: atom,
        },
        statements=statements,
        checks=flat_checks(eigenvalue),
    )
