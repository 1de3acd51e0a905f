"""The table of contents: lazy, kept, immutable, and helpful about names it does not know."""

from collections.abc import Mapping

import pytest

from analytic.errors import ScalingLawsError, UnknownResultError
from analytic.page import Page
from analytic.result import Result
from derivations import RESULTS, Contents


def a_result(name: str) -> Result:
    return Result(name, name.title(), Page(name, "", "", "", ""))


class Counted:
    """A derivation that counts how often it is made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Result:
        self.times += 1
        return a_result("counted")


def test_a_result_is_derived_on_first_access_and_kept() -> None:
    derive = Counted()
    contents = Contents({"counted": derive})
    assert (list(contents), len(contents), "counted" in contents) == (["counted"], 1, True)
    assert derive.times == 0
    assert contents["counted"] is contents["counted"]
    assert derive.times == 1


def test_the_table_cannot_be_changed() -> None:
    source = {"one": lambda: a_result("one")}
    contents = Contents(source)
    source["two"] = lambda: a_result("two")
    assert list(contents) == ["one"]
    with pytest.raises(TypeError):
        contents["three"] = a_result("three")  # type: ignore[index]


def test_an_unknown_name_is_met_with_near_ones() -> None:
    with pytest.raises(KeyError, match=r"Did you mean time-limited\?") as caught:
        RESULTS["time-limted"]
    assert isinstance(caught.value, UnknownResultError | ScalingLawsError)
    assert str(caught.value).startswith("There is no result")


def test_a_name_near_nothing_is_met_with_all() -> None:
    with pytest.raises(UnknownResultError, match="Choose from field-equations"):
        RESULTS["zzz"]


def test_the_mapping_protocol_survives_unknown_names() -> None:
    assert isinstance(RESULTS, Mapping)
    assert RESULTS.get("zzz") is None
    assert "zzz" not in RESULTS
