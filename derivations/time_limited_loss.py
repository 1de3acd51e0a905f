r"""Time-limited loss: unlimited width and data, the modes not yet learned.

    L(t) = \sum_k c_k e^{-2 \lambda_k t} = \Gamma((a-1)/b)/b (2t)^{-(a-1)/b} + R(t)

The exponent is eq. (14) of [bordelon2024dynamical], the method that of [flajolet1995mellin]. New
here: the amplitude, and the remainder R, beyond all powers and yet not exponentially small in t.
"""

from dataclasses import replace

from sympy import Add, Integer, inverse_laplace_transform, limit, oo

from analytic.comparison.law_digits import harmonic_checks, law_digits_check
from analytic.comparison.law_simulations import law_dice_check
from analytic.comparison.measure import TIME_LIMITED
from analytic.law import Law
from analytic.notation import (
    D_N,
    D_P,
    H_k,
    L,
    Ltilde,
    N,
    P,
    R_t,
    a,
    b,
    lambda_k,
    s,
    t,
    v,
    w_star,
    x,
    x_0,
    z,
)
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, PowerLaw
from analytic.result import Result, Statement, exponent_of
from analytic.stated import REST
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import spectral_sums, total
from analytic.symbolic.mellin.poisson import first_harmonic
from analytic.symbolic.mellin.profiles import profile_of
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "time-limited",
    50,
    "Time-limited loss",
    "a power law with infinitely many modes and a finite initial loss; $t$ large",
    law=True,
)

PAPER = "bordelon2024dynamical"
EARLY, LATE = (tuple(Integer(10) ** n for n in decades) for decades in ((1, 2), (3, 12, 30)))
DIGITS = 34  # at t = 1e3 the remainder is 1e-33 of the law for b = 3/2; later it is beyond 1e-40
DICE_TIMES = (2, 4, 8, 16)

NEW = "the amplitude, and a remainder beyond all powers"


def derive(spectrum: PowerLaw = POWER_LAW) -> Result:
    r"""The loss at time t of a power law, at unlimited width and data.

        L(t) = \sum_k c_k e^{-2 \lambda_k t}

    [bordelon2024dynamical], eq. (14); [flajolet1995mellin] for the method.
    """
    page = page_under(
        HEADING,
        statement="At unlimited width and data every mode is learned at its own rate; the loss is "
        "a power of time, with a correction smaller than every power.",
        source=f"{PAPER}, eqs. (14), (125); flajolet1995mellin, theorem 4; new: the amplitude "
        "and the remainder",
        problem="$L(t)$ for gradient flow at $N = P = infinity$",
    )
    one = responses(FIELD_EQUATIONS)
    no_data_limit = page.show(D_P, limit(one.D_P, P, oo), "unlimited data")
    no_width_limit = page.show(D_N, limit(one.D_N, N, oo), "unlimited width")
    free = {D_P: no_data_limit, D_N: no_width_limit}
    response = page.show(H_k, one.H_k.subs(free), "the mode response of the field equations")
    decay = page.show(
        v / w_star, inverse_laplace_transform(response, s, t), "back to time: one rate a mode"
    )
    profile = profile_of((decay**2).subs(t, x / lambda_k), x)
    sums = spectral_sums(spectrum, profile, t)
    page.show(L(t), total(sums), "the loss: squared errors weighted with $c_k$")
    image = Add(*(part.image.expression for part in sums))
    page.show(Ltilde(z), image, "its Mellin transform: the sum over modes is a $zeta$ function")
    expansions = [expand(part, "infinity") for part in sums]
    leading = page.show(
        L(t),
        Add(*(expansion.sum for expansion in expansions)),
        "minus the residues right of the strip: the pole of $zeta$, and no other",
        relation="~",
    )
    harmonics = [first_harmonic(part) for part in sums]
    page.show(x_0, harmonics[0].distance, "Poisson's first harmonic has its saddle this far out")
    remainder = page.show(
        R_t,
        Add(*(harmonic.value for harmonic in harmonics)),
        "twice its real part, Gaussian about the saddle, relative error $O(1/x_0)$",
        heuristic=True,
        relation="~",
    )
    envelope = Add(*(harmonic.envelope for harmonic in harmonics))
    validity = "$t$ large; the remainder is beyond all powers of $t$"
    law = Law.of("r_t", t, leading, envelope, validity)
    statements = _statements(spectrum, law)
    return result_under(
        HEADING,
        page,
        formulas={L(t): leading, REST: remainder, x_0: harmonics[0].distance},
        law=law,
        statements=statements,
        checks=(
            *harmonic_checks(sums),
            law_digits_check(
                spectrum, EARLY, LATE, digits=DIGITS, bound=1 + 1 / harmonics[0].distance
            ),
            law_dice_check(spectrum, DICE_TIMES, settling=Integer(0)),
        ),
        observable=TIME_LIMITED,
        derive=derive,
    )


def _statements(spectrum: PowerLaw, law: Law) -> dict[str, Statement]:
    """The exponent, for the power laws that the claims speak of."""
    if spectrum != PowerLaw(spectrum.a, spectrum.b):
        return {}
    falls = exponent_of(law, TIME_LIMITED, NEW)
    falls = replace(falls, letters={a: spectrum.a, b: spectrum.b})
    return {
        "exponent of $L(t)$": falls,
        "exponent of $L(t)$ from the modes above rank $t^(1/b)$": falls,
    }
