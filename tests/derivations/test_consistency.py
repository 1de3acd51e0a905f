"""Measured exponents back to laws: the region is the right one, and what it excludes is outside."""

import json
import re

import numpy as np
import pytest

from analytic.errors import InvalidProblemError
from derivations import RESULTS, consistent_laws
from derivations.consistency.laws import Consistent, Lookup
from derivations.consistency.regions import Exponents, Points
from derivations.consistency.settings import SETTINGS
from tests.conftest import Command

FIXED, ONE_HOT, LEARNING = "fixed random features", "one-hot data", "feature learning"


def named(found: Lookup, name: str) -> Consistent:
    (one,) = (one for one in found.consistent if one.setting.name == name)
    return one


def test_the_exponents_of_a_network_on_images() -> None:
    """D26: b = 2.0 and a - 1 = 0.15 of a ResNet on CIFAR-5M give 0.05 in compute, as is quoted."""
    (quoted,) = (one for one in RESULTS["compute-optimal"].judgements if one.claim.id == "D26")
    in_compute = RESULTS["compute-optimal"].law(a="1.15", b=2).exponent
    assert in_compute == quoted.claim.formula
    in_time = RESULTS["time-limited"].law(a="1.15", b=2).exponent
    found = consistent_laws(t=float(in_time), C=float(in_compute), settings=[FIXED])
    one = named(found, FIXED)
    assert (*one.a, *one.b) == pytest.approx((1.15, 1.15, 2, 2), abs=1e-5)
    assert one.predicted["N"] == pytest.approx((0.15, 0.15), abs=1e-5)


def test_the_region_is_that_of_its_corners() -> None:
    """With r_t = (a - 1)/b and r_N = a - 1 < b the corners of the region are quotients."""
    found = named(consistent_laws(t="0.3±0.02", N=(0.5, 0.05), settings=[FIXED]), FIXED)
    assert found.a == pytest.approx((1.45, 1.55), abs=1e-9)
    assert found.b == pytest.approx((0.45 / 0.32, 0.55 / 0.28), abs=1e-6)
    assert found.predicted["P"] == pytest.approx((0.45, 0.55), abs=1e-9)
    corners = 0.45 / (1 + 0.45 / 0.28), 0.55 / (1 + 0.55 / 0.32)
    assert found.predicted["C"] == pytest.approx(corners, abs=1e-6)


def test_the_measurement_that_tells_settings_apart_is_proposed() -> None:
    found = consistent_laws(t="0.3±0.02", N="0.5±0.05", settings=[FIXED, ONE_HOT])
    assert found.further is not None
    assert found.further.resource == "P"
    assert found.further.apart == ((FIXED, ONE_HOT),)
    assert found.further.predicted[ONE_HOT] == pytest.approx((0.28, 0.32), abs=1e-6)
    measured = consistent_laws(t="0.3±0.02", N="0.5±0.05", P="0.3±0.02", settings=[FIXED, ONE_HOT])
    assert [one.setting.name for one in measured.consistent] == [ONE_HOT]
    assert measured.excluded[0].reason == "no a and b give r_t and r_N and r_P together"


def test_what_no_point_has_is_excluded() -> None:
    found = consistent_laws(C="1.2±0.1", settings=[FIXED, LEARNING])
    assert found.consistent == ()
    assert {one.reason for one in found.excluded} == {"no a and b give r_C"}


def test_a_free_letter_has_a_region_too() -> None:
    """Features with covariance i^-c: r_t = (a - 1)/(b + c - 1), r_N = a - 1, b > 1: c < r_N/r_t."""
    name = "features with a covariance i^-c"
    found = named(consistent_laws(t="0.3±0.02", N="0.5±0.05", settings=[name]), name)
    assert found.free is not None
    assert found.free[1] == pytest.approx(0.55 / 0.28, rel=1e-3)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_exponents_grow_with_a(setting: object) -> None:
    """What the search of regions rests on."""
    formulas = setting.exponents  # type: ignore[attr-defined]
    exponents = Exponents(formulas, setting.free)  # type: ignore[attr-defined]
    a = 1 + np.geomspace(1e-3, 1e3, 400)
    for b in (1.01, 1.23, 1.97, 3.1, 11.3):
        points = Points(a, np.full(400, b), np.full(400, 1.7))
        for resource in formulas:
            values = exponents.at(resource, points)
            assert np.all(np.diff(values) >= -1e-12)


def test_the_command_needs_no_file(command: Command) -> None:
    code, out, _ = command("fit", "--exponent", "r_t=0.3±0.02", "--exponent", "N=.45:.55")
    assert code == 0
    assert "1.406 to 1.964" in out
    told = json.loads(command("fit", "--exponent", "C=1.2+-0.1", "--json")[1])
    reasons = {one["setting"]: one["reason"] for one in told["excluded"]}
    assert reasons[FIXED] == "no a and b give r_C"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("0.3", "names no resource"),
        ("Q=0.3", "names no resource"),
        ("t=some", "no number"),
        ("t=-0.3", "above zero"),
        ("t=0.3±-1", "not negative"),
        ("t=0.4:0.3", "ends before"),
        ("t=nan", "not finite"),
    ],
)
def test_what_is_no_exponent_is_refused(command: Command, given: str, words: str) -> None:
    code, _, err = command("fit", "--exponent", given)
    assert code == 2
    assert words in err


def test_curves_of_measured_numbers_are_read_in_decimals(command: Command) -> None:
    arguments = "fit", "--exponent", "t=0.466126224822±0.02", "--exponent", "N=0.957976160673±0.05"
    code, out, _ = command(*arguments)
    assert code == 0
    assert "a = 0.4661*b + 1; a = 1.958" in out
    assert not re.search(r"\d{4}/\d", out)


def test_other_nonsense_is_refused(command: Command) -> None:
    assert "nothing to fit" in command("fit")[2]
    assert "twice" in command("fit", "--exponent", "t=1", "--exponent", "t=2")[2]
    with pytest.raises(InvalidProblemError, match="no setting"):
        consistent_laws(t=1, settings=["alchemy"])
    with pytest.raises(InvalidProblemError, match="No exponent"):
        consistent_laws()
