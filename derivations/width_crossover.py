r"""Width crossover: the end of a learning curve at limited width and unlimited data.

    L(t, N) = \sum_r W_r \kappa_N^r \Phi(r, 1/b, 2 \kappa_N t),   d(\kappa_N) = N

with a sum over the powers \kappa^{r-1} of w: one function joins the time law, the correction in 1/N
and the width law. For a < b + 1 the time law hands over to the width law at t ~ N^b, for a > b + 1
the correction comes between them. New throughout; [flajolet1990singularity] for the transfer.
"""

from analytic.comparison.crossovers import crossover_checks
from analytic.comparison.measure import Experiment
from analytic.notation import t
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.problem.quantity import at_fixed_tau
from analytic.result import Result
from derivations import finite_width_correction, time_limited_loss, width_limited_loss
from derivations.bottleneck import WIDTH
from derivations.crossover import formulas_of, law_at_fixed_tau
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "width-crossover",
    110,
    "Width crossover",
    "a power law with infinitely many modes and a finite initial loss; $N$ large, $t/N^b$ fixed",
    law=True,
)


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The loss at time t ~ N^b of a power law at width N, at unlimited data.

        L(t, N) ~ \sum_r W_r \kappa_N^r \Phi(r, 1/b, 2 \kappa_N t),   d(\kappa_N) = N

    with w ~ \sum_r W_r \kappa^{r-1}. [flajolet1990singularity] for the transfer.
    """
    page = page_under(
        HEADING,
        statement="At unlimited data the loss goes from the time law to the width law along "
        "one function of time in units of $N^b$, whatever the width.",
        source="bordelon2024dynamical, eqs. (32)-(35); flajolet1990singularity, theorem 1; new: "
        "the function, and which term rules where",
        problem="$L(t, N)$ at $P = infinity$ where $t ~ N^b$",
    )
    fixed = law_at_fixed_tau(page, WIDTH, statement, spectrum)
    formulas = formulas_of(fixed, WIDTH)
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        law=fixed.law,
        checks=crossover_checks(
            spectrum,
            time_limited_loss.derive,
            width_limited_loss.derive,
            finite_width_correction.derive,
        ),
        observable=Experiment(at_fixed_tau(WIDTH.resource, formulas[t])),
        derive=derive,
    )
