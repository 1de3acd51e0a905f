r"""Ridge: the two-point functions on their diagonal, s = s' = \gamma, and what follows from it.

    L + \sigma^2 = Lhat/D_P^2,   L symmetric in N and P where c_k = \lambda_k and \sigma = 0

Generalised cross-validation is the diagonal of C_0 + \sigma^2/(s s') = C_1/(D_P D_P'), and has a
form at two frequencies for everything that is trained by a filter. Without limits a mode keeps
\gamma/(\lambda + \gamma) of its error, where the flow at time 1/\gamma keeps e^{-\lambda/\gamma}:
what is left of the modes learned falls as \gamma^2 and no faster.
"""

from collections.abc import Mapping
from functools import reduce
from operator import add

from sympy import Expr, Integer, factor

from analytic.comparison.ridge import EXCHANGED, NOISY_LOSS, NOISY_SHARE, Penalised, ridge_checks
from analytic.formulas.prose import worded
from analytic.law import Law
from analytic.notation import (
    C_0,
    C_1,
    D_P,
    L,
    Lhat,
    N,
    P,
    R_t,
    d,
    gamma_R,
    lambda_k,
    r_t,
    s,
    s2,
    sigma2,
    t,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.symbolic.mean_field.final_value import along_the_diagonal
from analytic.symbolic.mean_field.penalty import ISOTROPIC
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mean_field.two_point import solution
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import spectral_sums
from analytic.symbolic.mellin.profiles import Resolvent
from analytic.symbolic.series.dominant_balance import balanced
from analytic.symbolic.training.overfitting import gap_over_training
from analytic.symbolic.training.recursions import ridge
from derivations.headings import Heading
from derivations.late_laws import Response, show_response
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "ridge",
    183,
    "Ridge",
    "any spectrum and target; a power law, $N = P = infinity$ and a small penalty for the law",
    law=False,
)

PAPERS = "maloney2022solvable, zhang2024duality; atanasov2024scaling"


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""Both losses at any penalty, how they are related, and what a small penalty leaves.

        L + \sigma^2 = \hat L/D_P^2

    Generalised cross-validation: [atanasov2024scaling].
    """
    page = page_under(
        HEADING,
        statement="With a penalty $gamma$ both losses are the two-point functions at $s = s' "
        "= gamma$: no contour. The test loss and the noise are the training loss "
        "over $D_P^2$; without noise and with an isotropic target $N$ and $P$ may "
        "be exchanged. Ridge saturates where stopping early does not.",
        source=f"{PAPERS}; new: cross-validation at two frequencies, what a small penalty leaves",
        problem="the mean squared residual plus $gamma |theta|^2$ at its minimum",
    )
    response = show_response(
        page,
        gamma_R,
        ridge(statement),
        "ridge, $0 = K v + g + gamma (v - w^*)$: what it leaves of an initial error",
    )
    test, train = _losses(page, response, statement)
    share = _cross_validation(page, test, train, statement)
    clean = factor(test.subs(sigma2, 0).subs(ISOTROPIC))
    page.show(L(N, P), clean, "no noise, $c_k = lambda_k$: $w = d$, $kappa w_2 = d - d_2$")
    swapped = factor(clean.subs({N: P, P: N}, simultaneous=True) - clean)
    page.show(L(P, N) - L(N, P), swapped, "so $N$ and $P$ may be exchanged, at any penalty")
    small, exponent = _small_penalty(page, response, spectrum)
    statements = _statements(test, share, swapped) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={
            Penalised.TEST: test,
            Penalised.TRAIN: train,
            Penalised.SHARE: share,
            Penalised.ISOTROPIC: clean,
            Penalised.SMALL: small,
            Penalised.RATE: exponent,
        },
        statements=statements,
        checks=ridge_checks(),
        derive=derive,
    )


def _losses(page: Page, response: Response, statement: FieldEquations) -> tuple[Expr, Expr]:
    """Test and training loss, in kappa and the sums over modes."""
    one_point, correlations = solution(statement)
    weight = cancel(response.whole / one_point.H_k.subs(s, response.frequency)).subs(gamma_R, s)
    product = weight * weight.subs(s, s2)
    test, train = (
        along_the_diagonal(one_point.at_kappa(product * correlations[one]), d) for one in (C_0, C_1)
    )
    page.show(
        L(gamma_R), test, "weighted with that of the response, at $s = s' = gamma$: no contour"
    )
    page.show(Lhat(gamma_R), train, "the same of $C_1$; $d_2$, $w_2$ are sums of squares")
    return test, train


def _cross_validation(page: Page, test: Expr, train: Expr, statement: FieldEquations) -> Expr:
    """The test loss and noise over the training loss, and the same at two frequencies."""
    one_point = responses(statement)
    by_response = next(pair for pair in one_point.dimensions if pair[d].has(D_P))
    page.show(D_P, one_point.D_P, "the response of a training residual to its own sample")
    share = factor(cancel((test + sigma2) / train))
    page.show(
        (L(gamma_R) + sigma2) / Lhat(gamma_R),
        factor(share.xreplace(by_response)),
        "generalised cross-validation: known from the training data alone, with $D_P$",
    )
    both = 1 + gap_over_training(statement)
    page.show(
        (C_0 + sigma2 / (s * s2)) / C_1,
        factor(cancel(both.xreplace(by_response))),
        "the same at two frequencies, so for all that is trained by a filter",
    )
    return share


def _small_penalty(page: Page, response: Response, spectrum: PowerLaw) -> tuple[Expr, Expr]:
    """What a small penalty leaves without limits: its law in gamma, and its exponent."""
    at_age = cancel(response.free.subs(gamma_R, 1 / t))
    law = _small_law(cancel((1 / at_age - 1) / lambda_k / t), spectrum)
    poles = (
        "$N = P = infinity$, $gamma -> 0$: the poles of $zeta$, of modes to be learned, "
        "and of $Gamma$"
    )
    reasons = [poles, *(f"on {worded(edge)} the poles collide" for edge in law.curves)]
    for one, reason in zip((law.general, *law.curves.values()), reasons, strict=True):
        expansion, error = (x.subs(t, 1 / gamma_R) for x in (one.expansion, one.remainder))
        page.show(L(gamma_R), expansion, reason, error=error)
    exponent = page.show(
        r_t,
        law.exponent,
        "in $gamma$. Early stopping at $t = 1/gamma$ has the first alone: ridge saturates",
    )
    left = law.general.remainder.subs(t, 1 / gamma_R)
    page.show(R_t, left, "left out: the next power", relation="O")
    return law.expansion.subs(t, 1 / gamma_R), exponent


def _statements(test: Expr, share: Expr, swapped: Expr) -> dict[str, Statement]:
    """What the claims speak of: the loss, cross-validation, the exchange of N and P."""
    return {
        "$L(gamma)$": Statement(test, "at every pair of frequencies", test, NOISY_LOSS),
        "$(L(gamma) + sigma^2)/Lhat(gamma)$": Statement(
            share, "at two frequencies", observable=NOISY_SHARE
        ),
        "$L(P, N) - L(N, P)$": Statement(swapped, "", swapped, EXCHANGED),
    }


def _small_law(rate: Expr, spectrum: PowerLaw) -> Law:
    """The law of the loss in 1/gamma."""

    def at(values: Mapping[Expr, Expr]) -> Law:
        return _small_law(rate, spectrum.at(values))

    sums = spectral_sums(spectrum, Resolvent(rate, Integer(2)), t)
    found = [expand(one, "infinity") for one in sums]
    conditions = [condition for one in found for condition in one.conditions]
    return balanced(
        reduce(add, (one.series(1 / t) for one in found)),
        "r_t",
        t,
        "gamma small, N = P = infinity",
        conditions,
        at,
    )
