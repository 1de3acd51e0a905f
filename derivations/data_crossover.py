r"""Data crossover: the end of a learning curve at limited data and unlimited width.

    L(t, P) = \sum_r W_r \kappa_P^r \Psi(r, 1/b, 2 \kappa_P t),   d(\kappa_P) = P
    \Psi(r, p, T) = \Phi(r, p, T)
                   + \int_0^{T/2} [\Phi(r, p, T-v) \Phi(1, p, v) - \Phi(1, p, T-v) \Phi(r, p, v)] dv

with a sum over the powers \kappa^{r-1} of w, of which a constant leaves nothing, and the functions
\Phi of the width crossover. For a < 2b + 1 the time law hands over to the data law at t ~ P^b, for
a > 2b + 1 the correction in 1/P comes between them. New throughout.
"""

from analytic.comparison.crossovers import crossover_checks
from analytic.comparison.measure import Experiment
from analytic.notation import t
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.problem.quantity import at_fixed_tau
from analytic.result import Result
from derivations import data_limited_loss, finite_data_correction, time_limited_loss
from derivations.bottleneck import DATA
from derivations.crossover import formulas_of, law_at_fixed_tau
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "data-crossover",
    120,
    "Data crossover",
    "a power law with infinitely many modes and a finite initial loss; $P$ large, $t/P^b$ fixed",
    law=True,
)


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The loss at time t ~ P^b of a power law on P samples, at unlimited width.

        L(t, P) ~ \sum_r W_r \kappa_P^r \Psi(r, 1/b, 2 \kappa_P t),   d(\kappa_P) = P

    with w ~ \sum_r W_r \kappa^{r-1} and \Psi as at the head of this file.
    """
    page = page_under(
        HEADING,
        statement="At unlimited width the loss goes from the time law to the data law along "
        "one function of time in units of $P^b$, whatever the number of samples.",
        source="bordelon2024dynamical, eqs. (32)-(35); flajolet1990singularity, theorem 1; new: "
        "the function, and which term rules where",
        problem="$L(t, P)$ at $N = infinity$ where $t ~ P^b$",
    )
    fixed = law_at_fixed_tau(page, DATA, statement, spectrum)
    formulas = formulas_of(fixed, DATA)
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        law=fixed.law,
        checks=crossover_checks(
            spectrum,
            time_limited_loss.derive,
            data_limited_loss.derive,
            finite_data_correction.derive,
        ),
        observable=Experiment(at_fixed_tau(DATA.resource, formulas[t])),
        derive=derive,
    )
