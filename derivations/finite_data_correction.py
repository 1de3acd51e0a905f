r"""Finite-data correction: the 1/P term of the loss at a fixed time, with unlimited width.

    L(t, P) = L(t) + [c_P(t) + e(t)]/P + ...

"Variance-limited" in [bahri2024explaining]: exponent 1 in the data, at every time. Its coefficient
differs from that of 1/N by a term that vanishes for isotropic targets and, where a > b + 1, cancels
the slowest power of time. New here: c_P at all times and its powers at late times; e(t) =
(t^2/2) L''(t), the same as in the width.
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
from analytic.comparison.measure import DATA_CORRECTION, Evaluation
from analytic.notation import DeltaC_1, N, P, c_P, s, s2, t
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.problem.quantity import excess
from analytic.result import Result, Statement
from analytic.symbolic.mean_field.finite_size import added_by_data, order_of_correction
from derivations.bottleneck import Bottleneck
from derivations.finite_size import correction
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "finite-data-correction",
    100,
    "Finite-data correction",
    "$P -> infinity$ at fixed $t$; then $t$ large for the law",
    law=True,
)

PAPER = "bordelon2024dynamical"
DATA = Bottleneck(P, N, "r_t(1/P)")
TIME = Integer(100)  # the fixed time at which the order is measured
DIGITS = 24  # 1 % of the last correction at t = 1e12 is 1e-22 of the law for b = 3/2
NEW = (
    "the coefficient at all times, and that it holds for $t << P^(1/p)$, $p$ that of $d ~ kappa^-p$"
)


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """The coefficient of 1/P in the loss at time t.

        L(t, P) = L(t) + [c_P(t) + e(t)]/P + ...

    "Variance-limited" in [bahri2024explaining]; e(t) is beyond the mean field.
    """
    page = page_under(
        HEADING,
        statement="At fixed time and unlimited width the loss exceeds that of infinite data by a "
        "term $1/P$. Its mean-field coefficient is a power of $t$ at late times; Gaussian entries "
        "add $(t^2/2) L''(t)$ to it: a fixed share at early times, and ever less later.",
        source=f"{PAPER}, Fig. 2e; bahri2024explaining, variance-limited regime; new: the "
        "coefficient, its powers of $t$, what Gaussian entries add",
        problem="lim $P [L(t, P) - L(t)]$ for gradient flow at $N = infinity$",
    )
    summand, law, early = correction(page, DATA, c_P(t), added_by_data(), spectrum, statement)
    statements = _statements(statement) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={SUMMED: summand, c_P(t): law.expansion, EARLY_SHARE: early},
        law=law,
        statements=statements,
        checks=(
            *mode_sum_checks(spectrum),
            early_share_check(spectrum),
            limit_check("coefficient as a limit of losses"),
            law_digits_check(spectrum, digits=DIGITS),
            correction_replication_check(),
        ),
        observable=DATA_CORRECTION,
        derive=derive,
    )


def _statements(statement: FieldEquations) -> dict[str, Statement]:
    """The order in 1/P, for the power laws that the claims speak of."""
    return {
        "order in $1/P$ of $L(t, P) - L(t)$": Statement(
            order_of_correction(statement, P, N),
            NEW,
            DeltaC_1 * (s2 - s),
            Evaluation(excess(P, TIME)),
            given=f"t = {TIME}",
        ),
    }
