r"""Finite-width correction: the 1/N term of the loss at a fixed time, with unlimited data.

    L(t, N) = L(t) + [c_N(t) + e(t)]/N + ...,   c_N(t) = inverse Laplace of d(s) (s w(s))' at 2t

"Variance-limited" in [bahri2024explaining]: exponent 1 in the width, at every time. Its coefficient
grows or falls with time at a rate of its own. New here: c_N at all times and its powers at late
times; e(t) = (t^2/2) L''(t), which Gaussian entries add and the mean field does not have.
"""

from sympy import Integer

from analytic.comparison.corrections import (
    EARLY_SHARE,
    SUMMED,
    correction_replication_check,
    early_share_check,
    limit_check,
    mode_sum_checks,
)
from analytic.comparison.law_digits import law_digits_check
from analytic.comparison.measure import WIDTH_CORRECTION, Evaluation
from analytic.law import Law
from analytic.notation import DeltaC_1, N, P, c_N, s, s2, t
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.problem.quantity import excess
from analytic.result import Result, Statement, amplitude_of, exponent_of
from analytic.symbolic.mean_field.finite_size import added_by_width, order_of_correction
from derivations.bottleneck import Bottleneck
from derivations.finite_size import correction
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "finite-width-correction",
    90,
    "Finite-width correction",
    "$N -> infinity$ at fixed $t$; then $t$ large for the law",
    law=True,
)

PAPER = "bordelon2024dynamical"
WIDTH = Bottleneck(N, P, "r_t(1/N)")
TIME = Integer(100)  # the fixed time at which the order is measured
DIGITS = 24  # 1 % of the last correction at t = 1e12 is 1e-22 of the law for b = 3/2
NEW = (
    "the coefficient at all times, and that it holds for $t << N^(1/p)$, $p$ that of $d ~ kappa^-p$"
)


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """The coefficient of 1/N in the loss at time t.

        L(t, N) = L(t) + [c_N(t) + e(t)]/N + ...

    "Variance-limited" in [bahri2024explaining]; e(t) is beyond the mean field.
    """
    page = page_under(
        HEADING,
        statement="At fixed time and unlimited data the loss exceeds that of infinite width by a "
        "term $1/N$. Its mean-field coefficient is a power of $t$ at late times; Gaussian entries "
        "add $(t^2/2) L''(t)$ to it: a fixed share at early times, and ever less later.",
        source=f"{PAPER}, Fig. 2b; bahri2024explaining, variance-limited regime; new: the "
        "coefficient, its powers of $t$, what Gaussian entries add",
        problem="lim $N [L(t, N) - L(t)]$ for gradient flow at $P = infinity$",
    )
    summand, law, early = correction(page, WIDTH, c_N(t), added_by_width(), spectrum, statement)
    statements = _statements(law, statement) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={SUMMED: summand, c_N(t): law.expansion, EARLY_SHARE: early},
        law=law,
        statements=statements,
        checks=(
            *mode_sum_checks(spectrum),
            early_share_check(spectrum),
            limit_check("coefficient as a limit of losses"),
            law_digits_check(spectrum, digits=DIGITS),
            correction_replication_check(),
        ),
        observable=WIDTH_CORRECTION,
        derive=derive,
    )


def _statements(law: Law, statement: FieldEquations) -> dict[str, Statement]:
    """The order in 1/N and the exponent in t, for the power laws that the claims speak of."""
    return {
        "order in $1/N$ of $L(t, N) - L(t)$": Statement(
            order_of_correction(statement, N, P),
            NEW,
            DeltaC_1 * (s2 - s),
            Evaluation(excess(N, TIME)),
            given=f"t = {TIME}",
        ),
        "exponent in $t$ of the $1/N$ term": exponent_of(law, WIDTH_CORRECTION, NEW),
        "amplitude of the $1/N$ term": amplitude_of(law, WIDTH_CORRECTION, NEW),
    }
