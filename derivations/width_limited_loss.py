r"""Width-limited loss: unlimited time and data, the modes that N features cannot resolve.

    L(N) = \kappa w(\kappa),   d(\kappa) = N

What a projection to N dimensions leaves of the target falls as N^{-(a-1)} while the tail of the
spectrum carries it, and no faster than \kappa ~ N^{-b}: the loss is of first order in \kappa.
[bordelon2024dynamical], eq. (128), prints another exponent, which the verdict on D13 corrects. New
here: all amplitudes; corrections; the logarithm at a = b + 1.
"""

from __future__ import annotations

from sympy import Eq, Max, Min, pi, sin

from analytic.claim import Claim, Judgement, judge
from analytic.comparison.law_digits import boundary_digits_checks, law_digits_check, slow_sums_check
from analytic.comparison.law_simulations import law_dice_check
from analytic.comparison.measure import WIDTH_LIMITED
from analytic.law import Law
from analytic.notation import a, b
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, FieldEquations, PowerLaw
from analytic.result import Result
from derivations.bottleneck import WIDTH, final_loss, joint_form, law_in
from derivations.headings import HEADINGS

__all__ = ["CLAIMS", "derive"]

HEADING = HEADINGS["width-limited"]

PAPER = "bordelon2024dynamical"
DEFAULT = PowerLaw(a, b)
EXPONENT = "exponent of L(N)"
AMPLITUDE = "amplitude of L(N)"
ISOTROPIC = Eq(a, b)
POWERS = "lambda_k = k^-b, c_k = k^-a with a > 1, b > 1; t = P = infinity; N large"

CLAIMS = (
    Claim("D13", PAPER, "14, 128, J.2", EXPONENT, Min(a - 1, 2 * b), POWERS),
    Claim("D15", PAPER, "15", EXPONENT + " from the modes above rank N", a - 1, POWERS),
    Claim("E6", "bahri2024explaining", "text", EXPONENT, b - 1, POWERS, ISOTROPIC),
    Claim("P1", "paquette2024phases", "F_0", EXPONENT, b - Max(0, b + 1 - a), POWERS),
    Claim(
        "S3",
        "maloney2022solvable",
        "n kappa_n",
        AMPLITUDE,
        (pi / b / sin(pi / b)) ** b,
        POWERS,
        ISOTROPIC,
    ),
    Claim("F2", "bordelon2024feature", "width plateau", EXPONENT, b * Min(2, (a - 1) / b), POWERS),
)
NEW = "the amplitude, the next terms, the logarithm"
MORE = "the amplitude for every target, the next terms"


def derive(spectrum: PowerLaw = DEFAULT, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """The loss at width N of a power law, at unlimited time and data."""
    page = Page(
        title=HEADING.title,
        statement="At unlimited time and data the loss is that of the best N random features; "
        "it falls with N at a rate set by the target, and no faster than the spectrum itself.",
        source=f"{PAPER}, eqs. (14), (128); flajolet1995mellin, theorem 4; new: the exponent where "
        "a > b + 1, amplitudes, corrections, the logarithm",
        validity=HEADING.validity,
        problem="L(N) at t = P = infinity",
    )
    loss = final_loss(page, WIDTH, statement)
    law = law_in(page, WIDTH, loss, spectrum, statement)
    joint = joint_form(page, WIDTH, loss, spectrum, statement)
    return Result(
        name=HEADING.name,
        title=page.title,
        page=page,
        formulas={"loss": loss, "L(N)": law.expansion, "near boundary": joint},
        law=law,
        judgements=_judgements(spectrum, law),
        checks=(
            slow_sums_check(spectrum),
            law_digits_check(spectrum),
            *boundary_digits_checks(spectrum, law),
            law_dice_check(spectrum),
        ),
        observable=WIDTH_LIMITED,
        derive=derive,
    )


def _judgements(spectrum: PowerLaw, law: Law) -> tuple[Judgement, ...]:
    """The verdicts, where the spectrum is one that the claims speak of."""
    if spectrum != DEFAULT:
        return ()
    derived = {AMPLITUDE: law.amplitude}
    return tuple(
        judge(
            claim,
            derived.get(claim.quantity, law.exponent),
            adds=MORE if claim.quantity in derived else NEW,
        )
        for claim in CLAIMS
    )
