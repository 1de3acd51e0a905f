r"""Width-limited loss: unlimited time and data, the modes that N features cannot resolve.

    L(N) = \kappa w(\kappa),   d(\kappa) = N

What a projection to N dimensions leaves of the target falls as N^{-(a-1)} while the tail of the
spectrum carries it, and no faster than \kappa ~ N^{-b}: the loss is of first order in \kappa.
[bordelon2024dynamical], eq. (128), prints another exponent, which the verdict on D13 corrects. New
here: all amplitudes; corrections; the logarithm at a = b + 1.
"""

from sympy import Expr

from analytic.comparison.law_digits import boundary_digits_checks, law_digits_check, slow_sums_check
from analytic.comparison.law_simulations import law_dice_check
from analytic.comparison.measure import WIDTH_LIMITED
from analytic.law import Law
from analytic.notation import L, N, c_k, k, lambda_k
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.result import Result, Statement, amplitude_of, exponent_of
from analytic.stated import LOSS, NEAR_BOUNDARY
from analytic.symbolic.mellin.mode_sums import DEFINITIONS
from derivations.bottleneck import WIDTH, final_loss, joint_form, law_in
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "width-limited",
    60,
    "Width-limited loss",
    "a power law with infinitely many modes and a finite initial loss; $N$ large",
    law=True,
)

PAPER = "bordelon2024dynamical"
NEW = "the amplitude, the next terms, the logarithm"
MORE = "the amplitude for every target, the next terms"


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The loss at width N of a power law, at unlimited time and data.

        L(N) = \kappa w(\kappa),   d(\kappa) = N

    [bordelon2024dynamical], eq. (128).
    """
    page = page_under(
        HEADING,
        statement="At unlimited time and data the loss is that of the best $N$ random features; "
        "it falls with $N$ at a rate set by the target, and no faster than the spectrum itself.",
        source=f"{PAPER}, eqs. (14), (128); flajolet1995mellin, theorem 4; new: the exponent "
        "where $a > b + 1$, amplitudes, corrections, the logarithm",
        problem="$L(N)$ at $t = P = infinity$",
    )
    loss = final_loss(page, WIDTH, statement)
    law = law_in(page, WIDTH, loss, spectrum, statement)
    joint = joint_form(page, WIDTH, loss, spectrum, statement)
    statements = _statements(law, loss, spectrum) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={LOSS: loss, L(N): law.expansion, NEAR_BOUNDARY: joint},
        law=law,
        statements=statements,
        checks=(
            slow_sums_check(spectrum),
            law_digits_check(spectrum),
            *boundary_digits_checks(spectrum, law),
            law_dice_check(spectrum),
        ),
        observable=WIDTH_LIMITED,
        derive=derive,
    )


def _statements(law: Law, loss: Expr, spectrum: PowerLaw) -> dict[str, Statement]:
    """Exponent and amplitude, for the power laws that the claims speak of; one mode of the loss."""
    powers = {lambda_k: k**-spectrum.b, c_k: k**-spectrum.a}
    return {
        "exponent of $L(N)$": exponent_of(law, WIDTH_LIMITED, NEW),
        "exponent of $L(N)$ from the modes above rank $N$": exponent_of(law, WIDTH_LIMITED, NEW),
        "amplitude of $L(N)$": amplitude_of(law, WIDTH_LIMITED, MORE),
        "term of mode $k$ in $L(oo)$": Statement(loss.subs(DEFINITIONS).subs(powers), shown=loss),
    }
