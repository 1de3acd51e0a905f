r"""One-pass SGD: fresh batches of B samples, step eta; its four terms, and which of them leads.

    F_pp ~ t^{-(a-1)/b},   K_pp ~ t^{-2+1/b},   F_ac ~ N^{-1} t^{-1+1/b},   F_0 = L(N)

The names are those of [paquette2024phases]. The loss obeys a Volterra equation: what is left of
the target, and the noise of all earlier steps, each batch adding as much as the loss it saw. New
here: the amplitudes at given step and batch; that F_ac has this exponent only where a > b + 1; what
the mean field of [bordelon2024dynamical], eqs. (142)-(144), leaves out of q.
"""

from sympy import Add, Expr, S, Sum, exp, factor, oo, together

from analytic.comparison.one_pass import OnePass, one_pass_checks
from analytic.comparison.one_pass_quantities import ONE_PASS
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import (
    G_F,
    G_K,
    G_L,
    Delta_L,
    F,
    K,
    K_Sigma,
    L,
    Lhat,
    N,
    R_t,
    W,
    c_N,
    d_at,
    j,
    k,
    lambda_k,
    p,
    q,
    ratio,
    s,
    s_minus,
    s_plus,
    sigma2,
    t,
    v_at,
    x,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.result import Result
from analytic.stated import REMAINDER
from analytic.symbolic.training.batch_moments import BatchStep, batch_step
from analytic.symbolic.training.one_pass import constants, push_over_rate, renewal, roots
from derivations.headings import Heading
from derivations.one_pass.laws import Laws, one_pass_laws, where_infinite
from derivations.one_pass.phases import phases, show_phases
from derivations.one_pass.statements import statements
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "one-pass-sgd",
    230,
    "One-pass SGD",
    "Gaussian features; a power law with infinitely many modes; a stable step",
    law=True,
)

DYNAMICAL, PHASES = "bordelon2024dynamical", "paquette2024phases"
POWERS = "$lambda_k = k^-b$, $c_k = k^-a$ with $a > 1$, $b > 1$; any stable step and batch"


def derive(
    spectrum: PowerLaw = POWER_LAW,
    statement: FieldEquations = FIELD_EQUATIONS,
    step: BatchStep | None = None,
) -> Result:
    r"""The four terms of the loss of one-pass SGD on a power law.

        L_n = F_n + (\eta^2/B) \sum_{m < n} Tr[K^2 q(K)^{n-1-m}] (L_m + \sigma^2)

    [paquette2024phases], the Volterra equation; [bordelon2024dynamical], eqs. (142)-(144).
    """
    taken = batch_step() if step is None else step
    page = page_under(
        HEADING,
        statement="On batches that are never seen again the loss forgets the target as flow does, "
        "$F_pp$, until the noise of earlier steps, $K_pp$, or what the width adds, $F_ac$, is "
        "more. No data are repeated: the loss on the next batch is the test loss plus the noise.",
        source=f"{DYNAMICAL}, eqs. (16), (142)-(144); {PHASES}, the four terms; new: "
        "amplitudes, the range of $F_ac$, what the mean field leaves out",
        problem="$L(t)$ after $t$ steps on $B$ fresh samples each; at $P = infinity$ by its "
        "meaning",
    )
    _one_step(page, taken)
    _transformed(page, taken)
    laws = one_pass_laws(spectrum, statement, taken)
    _at_late_times(page, spectrum, taken, laws)
    share = page.show(
        ratio,
        _left_out(spectrum, taken),
        "the mean field's floor over this one, at every large $N$: what $q$ leaves out does "
        "not vanish",
        relation="~",
    )
    found = phases(laws, spectrum) if spectrum == POWER_LAW else None
    in_phases = show_phases(page, found) if found else {}
    stated = statements(spectrum, taken, laws, found) if found else {}
    return result_under(
        HEADING,
        page,
        formulas={
            OnePass.MEAN: taken.mean,
            q: taken.keep,
            OnePass.PUSH: taken.push,
            OnePass.RESIDUAL: taken.residual,
            **constants(spectrum, taken),
            L(t): laws.loss.expansion,
            c_N(t): laws.added.leading,
            REMAINDER.of(c_N(t)): laws.added.remainder + laws.added.correction,
            L(oo): laws.floor.leading / (1 - K_Sigma),
            REMAINDER.of(L(oo)): laws.floor.remainder + laws.floor.correction,
            OnePass.SHARE: share,
            **in_phases,
        },
        law=laws.loss,
        statements=stated,
        checks=one_pass_checks(spectrum, phases=found is not None),
        observable=ONE_PASS,
        exponents={N: laws.floor.exponent},
        derive=derive,
    )


def _one_step(page: Page, step: BatchStep) -> None:
    """What one batch does, and the equation that follows."""
    page.show(
        v_at(t + 1),
        step.mean * v_at(t),
        "the mean over one batch, along an eigenvector with eigenvalue $x$",
    )
    page.show(q(x), factor(step.keep), "what is left of $v^2$: fourth moments of normal variables")
    page.show(
        q(x) - step.mean**2,
        factor(step.keep - step.mean**2),
        "more than the mean squared, by what the mean field leaves out",
    )
    page.show(Lhat(t), step.residual, "the loss on the batch, before it is learned from: no gap")
    page.show(
        K(t),
        Sum((step.push * q(x) ** t).subs(x, lambda_k), (k, 1, oo)),
        "what $t$ steps leave of the noise that a step adds; at $N = oo$ the eigenvalues are "
        "$lambda_k$",
    )
    page.show(
        L(t),
        F(t) + Sum(K(t - 1 - j) * (L(j) + sigma2), (j, 0, t - 1)),
        "step after step: a Volterra equation; $F(t)$ is what is left of the target",
    )


def _transformed(page: Page, step: BatchStep) -> None:
    """Generating functions, and their two resolvents."""
    page.show(G_L(p), renewal(), "generating functions at $z = e^{-p}$: a geometric series")
    near, far = roots(step)
    page.show_all(
        {s_minus: together(near.place), s_plus: together(far.place)},
        "the roots $x = -s$ of $1 - z q(x)$: a quadratic",
    )
    found = [root.residue for root in (near, far)]
    push = push_over_rate(step)
    page.show(
        G_F(p),
        found[0] * W(s_minus) + found[1] * W(s_plus),
        "partial fractions: $W(s)$ is the target's average of $1/(s + x)$",
    )
    page.show(
        G_K(p),
        exp(-p)
        * Add(
            *(
                residue * push.subs(s, root) * d_at(root)
                for residue, root in zip(found, (s_minus, s_plus), strict=True)
            )
        ),
        "the same with the trace of $K/(s + K)$, which is $d(kappa(s))$",
    )


def _at_late_times(page: Page, spectrum: PowerLaw, step: BatchStep, laws: Laws) -> None:
    """The numbers that the far root brings, and the laws."""
    page.show_all(
        constants(spectrum, step),
        "the far root at $p = 0$, beyond the spectrum: $W$, and the kernel summed over all times",
    )
    page.show(
        F(t),
        laws.bias.expression,
        "$F_pp$, not yet passed on: $s_- = p/(2 eta) + ...$",
        relation="~",
    )
    page.show(
        K(t), laws.kernel.expression, "the kernel at late times, by the same root", relation="~"
    )
    page.show(
        L(t),
        laws.loss.off_curves.leading,
        "$N = oo$: $F_pp + K_pp$, passed on and on",
        relation="~",
    )
    page.show(
        Delta_L,
        laws.loss.off_curves.correction,
        "what comes next, added to it",
        error=laws.loss.general.remainder,
    )
    page.show(R_t, laws.loss.general.remainder, "the first powers left out", relation="O")
    _on_curves(page, L(t), laws.loss)
    page.show(
        c_N(t),
        laws.added.off_curves.leading,
        "the coefficient of $1/N$: $F_ac$ where $a > b + 1$",
        relation="~",
    )
    _on_curves(page, c_N(t), laws.added)
    page.show(
        L(oo),
        laws.floor.off_curves.leading / (1 - K_Sigma),
        "$F_0$: the residue at $p = 0$, the width law with its noise passed on",
        relation="~",
    )
    _on_curves(page, L(oo), laws.floor, 1 / (1 - K_Sigma))


def _on_curves(page: Page, left: Expr, law: Law, factor: Expr = S.One) -> None:
    """The leading terms on every curve on which the general ones have no value."""
    for edge, on_edge in law.curves.items():
        leading = where_infinite(on_edge)
        page.show(left, factor * leading, f"on {worded(edge)}", relation="~")


def _left_out(spectrum: PowerLaw, step: BatchStep) -> Expr:
    """(1 - K_Sigma) over the same in the mean field: both floors are that of flow, passed on."""
    mean_field = constants(spectrum, step.mean_field)[K_Sigma]
    return (1 - K_Sigma) / (1 - mean_field)
