"""Width-data duality: the difference of two learning curves, equal exponents, the ratio."""

from dataclasses import replace

import pytest
from sympy import Eq, Expr, Float, Integer, Rational, nan, simplify

from analytic import exact
from analytic.claim import Verdict, judge
from analytic.comparison.exchange import Duality
from analytic.comparison.numbers import to_sympy
from analytic.law import Law
from analytic.notation import C_1, N, P, a, b, d, d2, lambda_k, r_P, sigma2, u2, w, w2, x
from analytic.problem import FIELD_EQUATIONS, MeasuredSpectrum, Model, PowerLaw
from analytic.result import Effort, Result
from analytic.stated import Formulas
from derivations import RESULTS
from derivations.width_data_duality import derive


def duality() -> Result:
    return RESULTS["width-data-duality"]


def laws() -> tuple[Law, Law]:
    return RESULTS["width-limited"].law, RESULTS["data-limited"].law


def objections(result: Result) -> list[str]:
    cheap = [check for check in result.checks if check.name != "coincidence at every time"]
    called = [check for check in cheap if check.witness != "sampling"]
    return [check.name for check in called if not check.run(result, Effort(digits=20)).passed]


def test_the_ratio_of_amplitudes() -> None:
    assert simplify(duality().formulas[Duality.RATIO] - (b + 1 - a)) == 0
    width, data = laws()
    hard = {a: Rational(9, 4), b: Rational(8, 5)}
    quotient = (data.amplitude / width.amplitude).subs(hard).evalf(30)
    assert abs(quotient - Rational(7, 20)) < Float(10) ** -25


def test_the_difference_vanishes_for_isotropic_targets_only() -> None:
    difference = duality().formulas[Duality.DIFFERENCE]
    assert difference.subs({w: x * d, w2: x * d2}, simultaneous=True).expand() == 0
    assert difference.subs({w: d + 1, w2: d2 + 1}, simultaneous=True).expand() != 0


def test_the_page_names_the_targets_of_equal_exponents() -> None:
    reasons = [equation.reason for equation in duality().page.equations if equation.left == r_P]
    assert reasons == ["data-limited: the same where $a <= b + 1$"]


@pytest.mark.parametrize(
    "spectrum",
    [
        MeasuredSpectrum(["1", "1/3", "1/7"], ["2", "2/3", "2/7"]),
        PowerLaw("7/4", "7/4", modes=40, scale=2, amplitude=3),
        PowerLaw("7/3", "7/3", multiplicity=3, multiplicity_growth="1/3"),
    ],
    ids=["measured", "finitely many modes", "multiplicities"],
)
@pytest.mark.parametrize("time", [Rational(1, 3), Integer(40)])
def test_isotropic_learning_curves_coincide(spectrum, time) -> None:
    size, digits = Rational(5, 2), 25
    one, other = (
        exact.test_loss(model, time, digits)
        for model in (Model(spectrum, width=size), Model(spectrum, samples=size))
    )
    assert abs(to_sympy(one, digits) / to_sympy(other, digits) - 1) < Float(10) ** -24


def test_one_mode_of_another_weight_sets_the_curves_apart() -> None:
    spectrum = MeasuredSpectrum(["1", "1/3", "1/7"], ["2", "2/3", "3/7"])
    one, other = (
        exact.test_loss(model, 3, 25)
        for model in (Model(spectrum, width="5/2"), Model(spectrum, samples="5/2"))
    )
    assert abs(one / other - 1) > 1e-6


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "spectrum",
    [
        PowerLaw(2, "3/2", scale=3, amplitude="1/2"),
        PowerLaw(2, "3/2", further_powers=[(2, "11/5")]),
        PowerLaw(4, 3, multiplicity=2, multiplicity_growth=1),
        PowerLaw(3, "5/2", multiplicity_growth="1/2"),
    ],
    ids=["scale", "two powers", "linear multiplicity", "root multiplicity"],
)
def test_problems_it_was_not_written_for(spectrum: PowerLaw) -> None:
    assert objections(derive(spectrum)) == []


@pytest.mark.parametrize("source", ["6/5", "2", "12/5"])
def test_numbers_first_or_last(source: str) -> None:
    last = duality().formulas[Duality.RATIO].subs({a: Rational(source), b: Rational(3, 2)})
    assert simplify(derive(PowerLaw(source, "3/2")).formulas[Duality.RATIO] - last) == 0
    assert simplify(derive(PowerLaw(a, "3/2")).formulas[Duality.RATIO] - (Rational(5, 2) - a)) == 0


def test_no_ratio_where_the_exponents_differ() -> None:
    assert derive(PowerLaw(4, "5/4")).formulas[Duality.RATIO] is nan


def test_a_difference_that_isotropy_does_not_remove_is_noticed() -> None:
    wrong = {
        **duality().formulas,
        Duality.DIFFERENCE: duality().formulas[Duality.DIFFERENCE] + (d - d2) * w,
    }
    assert objections(replace(duality(), formulas=wrong)) == [
        "the difference at an isotropic target",
        "difference at pairs of frequencies",
    ]


def called(name: str, changed: Formulas | None = None) -> bool:
    """Whether one check agrees with a result some of whose formulas are changed."""
    result = replace(duality(), formulas={**duality().formulas, **(changed or {})})
    (check,) = (one for one in result.checks if one.name == name)
    return check.run(result, Effort(digits=12)).passed


@pytest.mark.slow
@pytest.mark.parametrize("factor", [Rational(5, 4), 1 + d * d2])
def test_the_dice_read_the_derived_difference(factor: Expr) -> None:
    """A quarter is some seven of their errors."""
    name = "curves of n features and of n samples"
    assert not called(name, {Duality.DIFFERENCE: duality().formulas[Duality.DIFFERENCE] * factor})


@pytest.mark.parametrize(
    "name", ["coincidence at every time", "difference at pairs of frequencies"]
)
def test_the_digits_notice_a_millionth_of_the_difference(name: str) -> None:
    larger = duality().formulas[Duality.DIFFERENCE] * (1 + Rational(1, 10**6))
    assert not called(name, {Duality.DIFFERENCE: larger})


def test_without_a_ratio_there_is_no_check_of_it() -> None:
    names = [
        [check.name for check in one.checks] for one in (duality(), derive(PowerLaw(4, "5/4")))
    ]
    assert set(names[0]) - set(names[1]) == {"ratio of the amplitudes"}


@pytest.mark.slow
def test_a_changed_field_equation_breaks_the_duality() -> None:
    """A gradient of twice the noise: data are worth less than features, and both checks object."""
    covariances = {**FIELD_EQUATIONS.covariances, u2: 2 * lambda_k * C_1 / P}
    result = derive(PowerLaw(2, "3/2"), replace(FIELD_EQUATIONS, covariances=covariances))
    assert objections(result) == [
        "the difference at an isotropic target",
        "difference at pairs of frequencies",
        "ratio of the amplitudes",
        "width and samples exchanged",
    ]


def test_an_exchange_changes_what_noise_and_other_targets_add() -> None:
    both = duality().formulas[Duality.EXCHANGED]
    isotropic = both.subs({w: x * d, w2: x * d2}, simultaneous=True)
    assert simplify(isotropic.subs(sigma2, 0)) == 0
    assert simplify(isotropic) != 0 != simplify(both.subs({w: d**2, w2: d2**2, sigma2: 0}))
    assert simplify(both.subs(P, N)) == 0


def test_every_draw_notices_a_difference() -> None:
    assert called("exchange in every draw")
    changed = {Duality.DRAW: Rational(1, 10**6)}
    assert not called("exchange in every draw", changed)


def test_a_claim_of_another_domain() -> None:
    by_id = {judgement.claim.id: judgement for judgement in duality().judgements}
    exponents = by_id["E6"]
    everywhere = judge(replace(exponents.claim, domain=True), exponents.derived)
    assert everywhere.verdict == Verdict.HOLDS_ONLY_WHERE
    assert everywhere.where == (a <= b + 1)
    amplitudes = by_id["S3"]
    assert amplitudes.claim.domain == Eq(a, b)
    wrong = replace(amplitudes.claim, formula=Rational(101, 100))
    assert judge(wrong, amplitudes.derived).verdict == Verdict.REFUTED
    shifted = replace(amplitudes.claim, domain=Eq(a, b + Rational(1, 2)))
    assert judge(shifted, amplitudes.derived).verdict == Verdict.REFUTED


def test_isotropic_laws_agree_up_to_their_remainders() -> None:
    width, data = laws()
    for capacity in ("5/4", "2", "10/3"):
        point = {a: Rational(capacity), b: Rational(capacity), N: 10**20, P: 10**20}
        one, other, rest = (
            value.subs(point).evalf(60)
            for value in (width.expansion, data.expansion, width.remainder)
        )
        assert abs(one - other) <= 10 * rest
        assert rest < abs(one) * Float(10) ** -20
