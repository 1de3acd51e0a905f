"""Losses of one-hot data: against sums mode by mode, and what has no such loss."""

from typing import Any

import mpmath as mp
import numpy as np
import pytest
from sympy import oo

import analytic as an
from analytic import exact
from analytic.errors import InvalidProblemError
from analytic.problem import Training, replace_model
from derivations import RESULTS
from tests.exact.test_aligned import FUNCTIONS, REFUSED

SPECTRUM = an.PowerLaw(2, "3/2")
LOSSES = {"losses", "test_loss", "train_loss", "one_pass_loss", "one_pass_largest_step"}


def model(samples: Any, **others: Any) -> an.Model:
    return an.Model(SPECTRUM, samples=samples, data=an.OneHotData(), **others)


def by_modes(samples: int, time: Any, digits: int) -> tuple[Any, Any]:
    """Both losses: many modes one by one, and an integral in the place of the others."""
    with mp.workdps(digits + 10):
        total = mp.zeta(mp.mpf("1.5"))
        left = mp.mpf(0) if time == oo else mp.exp(-2 * total * time / samples)

        def term(k: Any, power: int) -> Any:
            return k ** mp.mpf(-2) * (1 - k ** mp.mpf("-1.5") / total * (1 - left)) ** power

        test, train = (
            mp.nsum(lambda k, power=power: term(k, power), [1, mp.inf], method="e")
            for power in (samples, samples - 1)
        )
        return test, left * train


@pytest.mark.parametrize(("samples", "time"), [(1, oo), (7, 3), (60, oo), (60, 500)])
def test_infinitely_many_modes(samples: int, time: Any) -> None:
    found, expected = exact.losses(model(samples), time, 20), by_modes(samples, time, 25)
    for one, other in zip(found, expected, strict=True):
        assert mp.almosteq(one, other, rel_eps=1e-15, abs_eps=1e-300)


@pytest.mark.parametrize("samples", [3000, 10**5])
def test_the_integral_meets_the_sum(samples: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both ways reach the digits they agree."""
    integral = exact.test_loss(model(samples), oo, 20)
    monkeypatch.setattr("analytic.exact.one_hot._beyond_powers", lambda *_: 0.0)
    singly = exact.test_loss(model(samples), oo, 20)
    assert mp.almosteq(integral, singly, rel_eps=1e-19)


@pytest.mark.parametrize("samples", [20, 10**9])
def test_at_the_end_only_probabilities_count(samples: int) -> None:
    """k^-(9/4) to the power 2/3 is k^-(3/2)."""
    other = an.Model(an.PowerLaw(2, "9/4"), samples=samples, data=an.OneHotData("2/3"))
    found, expected = (exact.test_loss(one, oo, 20) for one in (other, model(samples)))
    assert mp.almosteq(found, expected, rel_eps=1e-19)


def test_enormous_samples_follow_the_law() -> None:
    law = RESULTS["one-hot-data"].law
    assert law is not None
    found = exact.test_loss(model(10**40), oo, 30)
    assert mp.almosteq(
        found, mp.mpf(law(a=2, b="3/2").expansion.subs(an.P, 10**40).evalf(40)), rel_eps=1e-29
    )


def test_unlimited_data_differ_in_nothing() -> None:
    assert exact.test_loss(model("inf", width=9), 5) == exact.test_loss(
        an.Model(SPECTRUM, width=9), 5
    )


def test_null_modes_and_modes_left_out_are_a_floor() -> None:
    measured = an.MeasuredSpectrum([1, "1/4", 0], [1, "1/2", "1/3"])
    found = exact.test_loss(an.Model(measured, samples=3, data=an.OneHotData()), oo)
    assert found == pytest.approx(0.2**3 + 0.8**3 / 2 + 1 / 3)
    law = an.PowerLaw(2, "3/2", modes=5)
    left_out = an.Model(law, 2, 10**9, 0, an.AlignedProjection(), an.OneHotData())
    assert exact.test_loss(left_out, oo) == pytest.approx(float(np.sum(np.arange(3, 6) ** -2.0)))


@pytest.mark.parametrize("name", sorted({*FUNCTIONS, *REFUSED} - LOSSES))
def test_the_mean_field_is_one_of_gaussian_samples(name: str) -> None:
    ask = FUNCTIONS[name] if name in FUNCTIONS else REFUSED[name][0]
    with pytest.raises(InvalidProblemError, match="The mean field holds for Gaussian samples"):
        ask(model(7))


@pytest.mark.parametrize(
    ("changes", "training", "fact"),
    [
        ({"noise": 1}, an.GradientFlow(), "without label noise"),
        ({"width": 4}, an.GradientFlow(), "at unlimited width"),
        ({}, an.Ridge(1), "under gradient flow"),
        ({"data": an.OneHotData("9/10")}, an.GradientFlow(), "differ in size"),
        (
            {"data": an.OneHotData("1/2"), "width": 4, "projection": an.AlignedProjection()},
            an.GradientFlow(),
            "do not add to one",
        ),
        ({"data": an.OneHotData(an.a)}, an.GradientFlow(), "a is a symbol"),
        ({"data": an.OneHotData(), "samples": "1/2"}, an.GradientFlow(), "less than one"),
        ({"spectrum": an.PowerLaw(2, 2, modes=10**6)}, an.GradientFlow(), "the most"),
    ],
)
def test_what_has_no_answer_says_why(
    changes: dict[str, Any], training: Training, fact: str
) -> None:
    with pytest.raises(InvalidProblemError, match=fact):
        exact.test_loss(replace_model(model(7), **changes), 3, training=training)


def test_one_pass_sgd_is_one_of_gaussian_samples() -> None:
    with pytest.raises(InvalidProblemError, match="The mean field holds"):
        exact.test_loss(model("inf"), 3, training=an.OnePassSGD("1/8", 4))


@pytest.mark.parametrize("power", [0, -1, "nan"])
def test_powers_that_are_none(power: Any) -> None:
    with pytest.raises(InvalidProblemError, match="power"):
        an.OneHotData(power)


def test_data_that_are_none() -> None:
    with pytest.raises(InvalidProblemError, match="are no data"):
        an.Model(SPECTRUM, data="one-hot")  # type: ignore[arg-type]
