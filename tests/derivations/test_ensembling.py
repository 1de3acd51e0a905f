"""Ensembling: verdicts that can change, faults that are caught, and the laws at other problems."""

from dataclasses import replace

import pytest
from sympy import Expr, Integer, Min, Rational, Symbol

from analytic import exact
from analytic.claim import Verdict
from analytic.comparison.claims.ledger import ledger
from analytic.comparison.ensembles import FIRST
from analytic.comparison.measure import Evaluation
from analytic.comparison.members import Ensemble
from analytic.comparison.verdict import verdict_on
from analytic.errors import InvalidProblemError
from analytic.notation import L_0, V_A, V_AD, V_D, B, E, N, P, a, b, c_0, d, s, t, v_A, v_D, w
from analytic.problem import FIELD_EQUATIONS, Model, PowerLaw
from analytic.problem.quantity import Part, resource_limited
from analytic.result import Effort
from analytic.stated import REMAINDER, Stated
from analytic.symbolic.ensembles.late_time import BIAS, VARIANCE
from analytic.symbolic.ensembles.members import final_cost, one_mode, stopped_sign
from derivations import RESULTS
from derivations.bottleneck import DATA, WIDTH
from derivations.claims import claims_on
from derivations.ensembles import part_laws
from derivations.ensembles.part_laws import coefficient_law, final_parts
from derivations.ensembles.statements import infinite_ensemble, sign_of_more_width
from tests.planted import objections, with_formula

NAME = "ensembling"
ORDERS = "orders of the terms of $L_EB$ beyond the squared bias"
MEMBERS, WIDTH_WINS = "$L_EB$ at $P = infinity$", "sign of $L_E(N) - L_1(N E)$"
PARTS: dict[Stated, Part] = {
    Ensemble.BIAS_OF_WIDTH: "bias",
    Ensemble.FEATURES: "features",
    Ensemble.DATA: "data",
}
SPLIT = "losses of ensembles by replication"


def test_the_first_correction_is_printed() -> None:
    """The page's c_0 with its correction leaves out what the page says."""
    shown = [
        one for one in RESULTS[NAME].page.equations if one.reason.startswith("late times of $c_0$")
    ]
    place = RESULTS[NAME].page.equations.index(shown[0])
    leading, correction, left = (
        one.right for one in RESULTS[NAME].page.equations[place : place + 3]
    )
    assert leading + correction == RESULTS[NAME].formulas[c_0]
    assert left == RESULTS[NAME].formulas[REMAINDER.of(c_0)]


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("name", "size"),
    [
        (Ensemble.BIAS_OF_WIDTH, N),
        (Ensemble.FEATURES, N),
        (Ensemble.DATA, P),
        (c_0, t),
        (v_A, t),
        (v_D, t),
    ],
)
def test_laws_have_values_on_all_curves_on_which_poles_collide(name: str, size: Symbol) -> None:
    """On a = b + 1, 2b + 1 and 3b + 1, and next to the latter two, by plain substitution."""
    for capacity in (Rational(3, 2), Integer(2)):
        on = [n * capacity + 1 for n in (1, 2, 3)]
        for source in (*on, on[1] - Rational(1, 1000), on[2] - Rational(1, 1000)):
            at = {a: source, b: capacity, size: 100}
            value = RESULTS[NAME].formulas[name].subs(at).evalf(15)
            left = RESULTS[NAME].formulas[REMAINDER.of(name)].subs(at).evalf(15)
            observable = FIRST.get(name) or Evaluation(resource_limited(size, PARTS[name]))
            exactly = observable.exact(PowerLaw(source, capacity), Integer(100), 15)
            assert abs(value - exactly) < 100 * left  # powers without their coefficients


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "wrong",
    [
        L_0 + V_A / E + V_D / B,
        L_0 + V_A / B + V_D / E + V_AD / (E * B),
        L_0 + V_A / E + V_D / B + V_AD / E,
    ],
    ids=["no interaction", "noise of the data shared as features", "interaction over E alone"],
)
def test_simulations_catch_a_wrong_split(wrong: Expr) -> None:
    effort = Effort(draws=120, seed=1)
    assert objections(with_formula(RESULTS[NAME], Ensemble.LOSS, wrong), SPLIT, effort=effort)


def test_the_verdicts() -> None:
    found = {(j.claim.id, j.claim.quantity): j.verdict for j in RESULTS[NAME].judgements}
    width = next(one for one in RESULTS[NAME].judgements if one.claim.quantity == WIDTH_WINS)
    assert width.remarks[0].startswith("proved to order $1/N$ at every $t$")
    assert sorted(str(verdict) for verdict in found.values()) == [
        "holds",
        "holds",
        "sharpened",
        "sharpened",
    ]


@pytest.mark.parametrize(
    ("quantity", "formula"),
    [
        (ORDERS, 1 / (N * E) + 1 / (P * B) + 1 / (N * P)),
        (ORDERS, 1 / (N * E) + 1 / (P * B)),
        (MEMBERS, (L_0 + V_A) / E),
    ],
)
def test_another_claim_is_refuted(quantity: str, formula: Expr) -> None:
    claim = next(one for one in claims_on("ensembling") if one.quantity == quantity)
    judged = verdict_on(replace(claim, formula=formula), RESULTS[NAME].statements[quantity])
    assert judged.verdict == Verdict.REFUTED


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (c_0, (d, s * w, BIAS)),
        (c_0, (d, -s * w, VARIANCE)),
        (v_A, (s * d, w, VARIANCE)),
        (v_D, (d, -s * w, VARIANCE)),
    ],
)
def test_a_coefficient_that_is_another_integral_is_refused(monkeypatch, name, wrong) -> None:
    part_laws.require_integral(name, FIELD_EQUATIONS)
    monkeypatch.setitem(part_laws.FUNCTIONS, name, wrong)
    with pytest.raises(InvalidProblemError, match=f"{name} is no integral"):
        part_laws.require_integral.__wrapped__(name, FIELD_EQUATIONS)


def test_infinite_ensembles_do_not_know_the_noise() -> None:
    assert "sigma^2" not in {
        str(symbol) for symbol in infinite_ensemble(FIELD_EQUATIONS).free_symbols
    }


def test_width_is_worth_more_than_members() -> None:
    assert sign_of_more_width(FIELD_EQUATIONS) == 1


def test_infinitely_many_projections_have_the_printed_exponent() -> None:
    """What eq. (14) says of one model is true of the squared bias; one model has another."""
    printed = next(claim for claim in claims_on("width-limited") if claim.id == "D13").formula
    reasons = [equation.reason for equation in RESULTS[NAME].page.equations]
    assert printed == Min(a - 1, 2 * b)
    assert any("infinitely many projections: it is what eq. (14)" in one for one in reasons)
    assert any("features' variance: not what eq. (14)" in one for one in reasons)


def test_the_final_parts_of_a_problem_it_was_not_written_for() -> None:
    """Two powers in the target, an amplitude in the spectrum: exact at width 10^6."""
    spectrum = PowerLaw(2, "3/2", scale=3, further_powers=[("1/2", 3)])
    for name, bottleneck in (("features", WIDTH), ("data", DATA)):
        assert getattr(final_parts(bottleneck, FIELD_EQUATIONS), name) != 0
    law = coefficient_law(v_A, spectrum, FIELD_EQUATIONS)
    time = 10**6
    found = exact.decomposition(Model(spectrum, width=10**40), time, 15).features
    value = float(law.expansion.subs(t, time).evalf(20))
    error = float(law.remainder.subs(t, time).evalf(5))
    assert abs(float(found) * 1e40 - value) < 10 * error + 1e-12 * value


def test_half_of_the_data_limited_loss_is_variance_at_capacity_two() -> None:
    """V_D = (b - 1) bias^2 at t = N = infinity, in every regime."""
    for source in (Integer(2), Integer(4), Integer(8)):
        parts = exact.decomposition(Model(PowerLaw(source, 2), samples=10**9), "inf", 20)
        assert abs(float(parts.data / parts.bias) - 1) < 1e-8  # corrections of order 1/P


@pytest.mark.parametrize(
    "spectrum", [PowerLaw(2, "3/2"), PowerLaw(a, b), PowerLaw(3, "3/2", scale=2)]
)
def test_the_sign_at_the_best_time_knows_the_exponents_only(spectrum: PowerLaw) -> None:
    """An amplitude of the spectrum is a unit of time."""
    cost = coefficient_law(c_0, spectrum, FIELD_EQUATIONS).general.leading
    found = stopped_sign(spectrum, FIELD_EQUATIONS, cost)
    source = 2 if spectrum.a != 3 else 3
    wanted = RESULTS[NAME].formulas[Ensemble.AT_BEST_TIME].subs({a: source, b: Rational(3, 2)})
    assert abs(found.subs({a: source, b: Rational(3, 2)}).evalf(20) - wanted.evalf(20)) < 1e-15


def test_members_that_win_without_noise_have_a_softer_target() -> None:
    """The critical noise changes its sign at a = b."""
    law = RESULTS[NAME].formulas[Ensemble.CRITICAL_LAW].subs({b: 2, P: 10**30})
    assert law.subs(a, Rational(19, 10)).evalf() < 0 < law.subs(a, Rational(21, 10)).evalf()


def test_one_wide_model_is_better_mode_by_mode() -> None:
    found = one_mode(FIELD_EQUATIONS)
    assert found.cost.is_positive
    assert final_cost(FIELD_EQUATIONS).subs(E, 1) == 0


def test_the_loss_of_members_is_measured_beside_its_formula() -> None:
    """The parts are those of one model; the sign of the cost is that of width's win."""
    found = {entry.judgement.claim.quantity: entry for entry in ledger([RESULTS[NAME]])}
    (support,) = found[MEMBERS].support
    ((_, value),) = support.evidence.exact
    for side in (support.evidence.claimed, support.evidence.derived):
        assert abs(value / side - 1) < 1e-11
    assert max(abs(value - 1) for _, value in found[WIDTH_WINS].support[0].evidence.exact) == 0
