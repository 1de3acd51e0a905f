r"""Data-limited loss: unlimited time and width, the modes that P samples cannot resolve.

    L(P) = \kappa^2 w_2(\kappa) / (1 - d_2/P),   d(\kappa) = P

Kernel interpolation of [bordelon2024dynamical], eqs. (77)-(80). Its saturation is of second order
in kappa, that of the width-limited loss of first: the exponents of N and P differ for a > b + 1.
New here: all amplitudes, corrections, the logarithm at a = 2b + 1.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Eq, Expr, Integer, Min, pi, powdenest, powsimp, sin

from analytic.claim import Claim, Judgement, judge
from analytic.comparison.law_digits import boundary_digits_checks, law_digits_check, slow_sums_check
from analytic.comparison.law_simulations import law_dice_check
from analytic.comparison.measure import DATA_LIMITED
from analytic.law import Law
from analytic.notation import P, a, above_one_b, b, d, d_2, kappa, w_2
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, FieldEquations, PowerLaw
from analytic.result import Measurable, Result
from derivations.bottleneck import DATA, final_loss, joint_form, law_in, limited_law
from derivations.headings import HEADINGS

__all__ = ["CLAIMS", "derive"]

HEADING = HEADINGS["data-limited"]

PAPER, BAHRI = "bordelon2024dynamical", "bahri2024explaining"
DEFAULT = PowerLaw(a, b)
KERNEL = "L(oo) of the kernel limit, d(kappa) = P"
EXPONENT = "exponent of L(P)"
AMPLITUDE = "amplitude of L(P)"
LARGE_B = "amplitude of L(P) for large b"
ISOTROPIC = Eq(a, b)
PRINTED = "lambda_k = c_k = k^-b; t = N = infinity; P large, then b large"
POWERS = "lambda_k = k^-b, c_k = k^-a with a > 1, b > 1; t = N = infinity; P large"

CLAIMS = (
    Claim("D7", PAPER, "77-80", KERNEL, kappa**2 * w_2 / (1 - d_2 / P), "N = infinity, P < M"),
    Claim("D14", PAPER, "14, 131, J.3", EXPONENT, Min(a - 1, 2 * b), POWERS),
    Claim("D15", PAPER, "15", EXPONENT + " from the modes above rank P", a - 1, POWERS),
    Claim(
        "S3",
        "maloney2022solvable",
        "n kappa_n",
        AMPLITUDE,
        (pi / b / sin(pi / b)) ** b,
        POWERS,
        ISOTROPIC,
    ),
    Claim("E6", BAHRI, "text", EXPONENT, b - 1, POWERS, ISOTROPIC),
    Claim("E7", BAHRI, "4-5, as printed", LARGE_B, b - 1, PRINTED, ISOTROPIC, grows=b),
)
NEW = "the amplitude, the next terms, the logarithm"
MORE = "the amplitude for every target, the next terms"


def derive(spectrum: PowerLaw = DEFAULT, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """The loss of a power law after training on P samples, at unlimited time and width."""
    page = Page(
        title=HEADING.title,
        statement="At unlimited time and width the loss is that of interpolating P samples; it "
        "falls with P at a rate set by the target, and no faster than the spectrum squared.",
        source=f"{PAPER}, eqs. (14), (77)-(80), (131); flajolet1995mellin, theorem 4; new: "
        "amplitudes, corrections, the logarithm",
        validity=HEADING.validity,
        problem="L(P) at t = N = infinity",
    )
    loss = final_loss(page, DATA, statement)
    law = law_in(page, DATA, loss, spectrum, statement)
    joint = joint_form(page, DATA, loss, spectrum, statement)
    return Result(
        name=HEADING.name,
        title=page.title,
        page=page,
        formulas={"loss": loss, "L(P)": law.expansion, "near boundary": joint},
        law=law,
        judgements=_judgements(spectrum, statement, loss, law),
        checks=(
            slow_sums_check(spectrum),
            law_digits_check(spectrum),
            *boundary_digits_checks(spectrum, law),
            law_dice_check(spectrum),
        ),
        observable=DATA_LIMITED,
        measurables={
            LARGE_B: Measurable(DATA_LIMITED, law.leading, "amplitude", law.exponent),
        },
        derive=derive,
    )


def _judgements(
    spectrum: PowerLaw, statement: FieldEquations, loss: Expr, law: Law
) -> tuple[Judgement, ...]:
    """The verdicts, where the spectrum is one that the claims speak of."""
    if spectrum != DEFAULT:
        return ()
    kernel, *powers = CLAIMS
    derived = {
        AMPLITUDE: law.amplitude,
        LARGE_B: _isotropic_amplitude(Integer(1), statement),
    }
    verdicts = (
        judge(
            claim,
            derived.get(claim.quantity, law.exponent),
            adds=MORE if claim.quantity in derived else NEW,
        )
        for claim in powers
    )
    return (
        judge(kernel, loss.subs(d, P), adds="its law in P, with amplitude"),
        *(_with_remark(one, statement) if one.claim.id == "E7" else one for one in verdicts),
    )


def _with_remark(judgement: Judgement, statement: FieldEquations) -> Judgement:
    """The verdict on the printed amplitude, with what a spectrum of another size would give."""
    of_size = _isotropic_amplitude(above_one_b, statement).subs(above_one_b, b - 1)
    other = judge(judgement.claim, of_size)
    remark = f"for lambda_k = c_k = (b - 1) k^-b, which is not said, {other.evidence}"
    return replace(judgement, evidence=f"{judgement.evidence}; {remark}")


def _isotropic_amplitude(scale: Expr, statement: FieldEquations) -> Expr:
    """The amplitude for lambda_k = c_k = scale k^-b."""
    spectrum = PowerLaw(b, b, scale=scale, amplitude=scale)
    return powsimp(powdenest(limited_law(DATA, spectrum, statement).amplitude))
