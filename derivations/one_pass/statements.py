"""What is stated of one-pass SGD: its terms, one step, its phases."""

from sympy import Expr, Integer, S, oo, simplify

from analytic.comparison.claims.printed_values import KEPT_BY_STEP, MEAN_STEP
from analytic.comparison.measure import Evaluation
from analytic.comparison.one_pass_quantities import (
    ADDED_BY_WIDTH,
    BIAS,
    FLOOR,
    INVERSE_WIDTH,
    KERNEL,
    LEAST_LOSS,
    ONE_PASS,
    OverFlow,
)
from analytic.notation import (
    B,
    C,
    F,
    K,
    K_Sigma,
    L,
    L_star,
    L_t,
    N_star,
    eta,
    q,
    sigma2,
    t,
    v_at,
    x,
)
from analytic.problem import PowerLaw
from analytic.result import Statement
from analytic.symbolic.frontier.phases import Phases
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import is_positive
from analytic.symbolic.training.batch_moments import BatchStep
from derivations.one_pass.laws import Laws, over_flow
from derivations.one_pass.phases import by_phase, numbers_of_phases

FLOW_TIME = Integer(100)
NEW = "the amplitude, at every stable step and batch"
FRONT = "what $1/(1 - K_Sigma)$ makes of it once noise is passed on"
MISSING = {
    "exponent of $L(t)$ of one-pass SGD with an infinite memory": "an update with more than one "
    "auxiliary vector: the steps here remember one velocity at most, whose momentum grows at most "
    "as $1 - r/n$, and full batches have that schedule only",
    "exponent of $F(t)$ of one-pass momentum with a schedule in $N$": "mini-batches with momentum: "
    "the recursion of second moments here is that of one-pass SGD without it",
    "exponent of $L(D)$ at batch $D^x$": "the best step and momentum at every batch: the "
    "derivation holds step and batch fixed while $t$ grows",
    "exponent of $L(T)$ at the best learning rate over $T$ noisy steps": "a schedule of steps "
    "$eta_n$: here the step is one number, and with label noise its loss ends on a floor that is "
    "proportional to it",
}


def statements(
    spectrum: PowerLaw, step: BatchStep, laws: Laws, found: Phases
) -> dict[str, Statement]:
    """What claims are judged by, for the power laws that they speak of."""
    vanishes = all(is_positive(one.exponent) for one in laws.loss.regimes)
    least, width = (
        by_phase(found, [getattr(phase, part) for phase in found.phases])
        for part in ("rate", "width")
    )
    final, added = (law.off_curves.leading for law in (laws.floor, laws.added))
    return {
        "loss on the next batch - $L(t)$ - noise": Statement(
            step.residual - L_t - sigma2, "", step.residual
        ),
        "$L(t)$ as $t -> oo$, $N = oo$, no noise": Statement(
            Integer(0) if vanishes else oo, "", laws.loss.off_curves.leading, ONE_PASS, "amplitude"
        ),
        "what a step leaves of $v$, on average": Statement(step.mean, "", v_at(t + 1), MEAN_STEP),
        "what a step leaves of $v^2$": Statement(step.keep, "", q(x), KEPT_BY_STEP),
        "$L(t/eta)/L(t)$ of flow as $eta -> 0$, $N = oo$": Statement(
            over_flow(laws.loss, spectrum, step),
            "",
            L(t),
            OverFlow(FLOW_TIME),
            "amplitude",
            given=f"t = {FLOW_TIME}",
        ),
        "exponent in $t$ of $F(t)$, $N = oo$": Statement(
            _only_exponent(laws.bias), NEW, F(t), BIAS
        ),
        "exponent in $t$ of the kernel $K(t)$, $N = oo$": Statement(
            _only_exponent(laws.kernel), NEW, K(t), KERNEL
        ),
        "exponent in $t$ of $L(t)$, $N = oo$": Statement(
            laws.loss.exponent, NEW, laws.loss.off_curves.leading, ONE_PASS
        ),
        "amplitude of $F(t)$, $N = oo$": _amplitude(laws.bias, F(t), BIAS),
        "amplitude of $K(t) B/eta^2$, $N = oo$": _amplitude(laws.kernel, K(t), None, B / eta**2),
        "exponent in $t$ of the $1/N$ term of $L(t)$": Statement(
            laws.added.exponent, NEW, added, ADDED_BY_WIDTH
        ),
        "exponent in $N$ of $L(oo)$": Statement(
            laws.floor.exponent, NEW, final / (1 - K_Sigma), FLOOR
        ),
        "number of the phase, from small a": Statement(numbers_of_phases(found)),
        "exponent in $C$ of the least $L(t, N)$": Statement(least, "", L_star(C), LEAST_LOSS),
        "exponent in $C$ of $1/N^*(C)$": Statement(width, "", N_star, INVERSE_WIDTH),
        **{quantity: Statement(None, missing) for quantity, missing in MISSING.items()},
    }


def _amplitude(
    series: LogPowers, shown: Expr, observable: Evaluation | None, factor: Expr = S.One
) -> Statement:
    (((exponent, _), amplitude),) = series.terms.items()
    value = simplify(factor * amplitude)
    return Statement(value, FRONT, shown, observable, "amplitude", exponent)


def _only_exponent(series: LogPowers) -> Expr:
    ((exponent, _),) = series.terms
    return exponent
