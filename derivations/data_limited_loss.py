r"""Data-limited loss: unlimited time and width, the modes that P samples cannot resolve.

    L(P) = \kappa^2 w_2(\kappa) / (1 - d_2/P),   d(\kappa) = P

Kernel interpolation of [bordelon2024dynamical], eqs. (77)-(80). Its saturation is of second order
in kappa, that of the width-limited loss of first: the exponents of N and P differ for a > b + 1.
New here: all amplitudes, corrections, the logarithm at a = 2b + 1.
"""

from dataclasses import replace

from sympy import Expr, Integer, powdenest, powsimp

from analytic.claim import Judgement, judge
from analytic.comparison.law_digits import boundary_digits_checks, law_digits_check, slow_sums_check
from analytic.comparison.law_simulations import law_dice_check
from analytic.comparison.measure import DATA_LIMITED
from analytic.comparison.noisy_inputs import NoisyInputs, noisy_input_checks
from analytic.law import Law
from analytic.notation import L, P, above_one_b, b, d, u
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.result import Result, Statement, amplitude_of, exponent_of
from analytic.stated import LOSS, NEAR_BOUNDARY, Formulas
from analytic.symbolic.mean_field.final_value import final_dimension
from derivations.bottleneck import DATA, final_loss, joint_form, law_in, limited_law
from derivations.claims import verdicts
from derivations.headings import Heading
from derivations.noisy_inputs import CHANGES, changes_the_exponent, noisy_inputs
from derivations.under_heading import page_under

HEADING = Heading(
    "data-limited",
    70,
    "Data-limited loss",
    "a power law with infinitely many modes and a finite initial loss; $P$ large",
    law=True,
)

PAPER = "bordelon2024dynamical"
NEW = "the amplitude, the next terms, the logarithm"
MORE = "the amplitude for every target, the next terms"
ALIKE = (
    "of classes whose coefficients point in all directions alike in every mode, where merging "
    "multiplies each $c_k$ by one number"
)


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The loss of a power law after training on P samples, at unlimited time and width.

        L(P) = \kappa^2 w_2(\kappa)/(1 - d_2(\kappa)/P),   d(\kappa) = P

    [bordelon2024dynamical], eqs. (77)-(80).
    """
    page = page_under(
        HEADING,
        statement="At unlimited time and width the loss is that of interpolating $P$ samples; it "
        "falls with $P$ at a rate set by the target, and no faster than the spectrum squared.",
        source=f"{PAPER}, eqs. (14), (77)-(80), (131); flajolet1995mellin, theorem 4; new: "
        "amplitudes, corrections, the logarithm",
        problem="$L(P)$ at $t = N = infinity$",
    )
    loss = final_loss(page, DATA, statement)
    law = law_in(page, DATA, loss, spectrum, statement)
    joint = joint_form(page, DATA, loss, spectrum, statement)
    noisy = noisy_inputs(page, statement)
    statements = _statements(loss, law, noisy, statement) if spectrum == POWER_LAW else {}
    judged = verdicts(HEADING.name, statements)
    return Result(
        name=HEADING.name,
        title=page.title,
        page=page,
        formulas={LOSS: loss, L(P): law.expansion, NEAR_BOUNDARY: joint, **noisy},
        law=law,
        judgements=tuple(
            _with_remark(one, statement) if one.claim.grows else one for one in judged
        ),
        statements=statements,
        checks=(
            slow_sums_check(spectrum),
            law_digits_check(spectrum),
            *boundary_digits_checks(spectrum, law),
            law_dice_check(spectrum),
            *noisy_input_checks(),
        ),
        observable=DATA_LIMITED,
        derive=derive,
    )


def _statements(
    loss: Expr, law: Law, noisy: Formulas, statement: FieldEquations
) -> dict[str, Statement]:
    """Loss, exponent and amplitude, for the power laws that the claims speak of."""
    amplitude = amplitude_of(law, DATA_LIMITED, MORE)
    isotropic = _isotropic_amplitude(Integer(1), statement)
    return {
        "$L(oo)$ of the kernel limit, $d(kappa) = P$": Statement(
            loss.subs(d, final_dimension(statement, P)), "its law in $P$, with amplitude"
        ),
        "exponent of $L(P)$": exponent_of(law, DATA_LIMITED, NEW),
        "exponent of $L(P)$ from the modes above rank $P$": exponent_of(law, DATA_LIMITED, NEW),
        "amplitude of $L(P)$": amplitude,
        "exponent of $L(P)$ of merged classes - exponent of $L(P)$": Statement(
            _merged(statement).exponent - law.exponent, "", law.leading, scope=ALIKE, variable=P
        ),
        "whether noise in the inputs changes the exponent of $L(P)$, 1 or 0": Statement(
            changes_the_exponent(noisy, law.exponent), CHANGES, noisy[NoisyInputs.END]
        ),
        "amplitude of $L(P)$ for large $b$": replace(amplitude, value=isotropic),
    }


def _merged(statement: FieldEquations) -> Law:
    """The law of a target that is one number, in every mode, times as large."""
    return limited_law(DATA, replace(POWER_LAW, amplitude=u), statement)


def _with_remark(judgement: Judgement, statement: FieldEquations) -> Judgement:
    """The verdict on the printed amplitude, with what a spectrum of another size would give."""
    of_size = _isotropic_amplitude(above_one_b, statement).subs(above_one_b, b - 1)
    other = judge(judgement.claim, of_size)
    remark = f"for $lambda_k = c_k = (b - 1) k^-b$, which is not said, {other.evidence}"
    return replace(judgement, evidence=f"{judgement.evidence}; {remark}")


def _isotropic_amplitude(scale: Expr, statement: FieldEquations) -> Expr:
    """The amplitude for lambda_k = c_k = scale k^-b."""
    spectrum = PowerLaw(b, b, scale=scale, amplitude=scale)
    return powsimp(powdenest(limited_law(DATA, spectrum, statement).amplitude))
