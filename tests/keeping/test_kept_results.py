"""Every result after a stay on disk: equal, whatever forms SymPy had made."""

import pickle
from dataclasses import fields

import cloudpickle
import pytest

from analytic.result import Result
from derivations import RESULTS
from derivations.contents import Contents, Summary
from derivations.headings import HEADINGS


@pytest.mark.parametrize("name", list(RESULTS))
def test_a_result_is_the_same_after_a_stay_on_disk(name: str) -> None:
    result = RESULTS[name]
    again = pickle.loads(cloudpickle.dumps(result))
    for field in fields(Result):
        if field.name != "derive":
            assert getattr(again, field.name) == getattr(result, field.name), field.name


@pytest.mark.parametrize("name", list(RESULTS))
def test_the_heading_is_that_of_the_result(name: str) -> None:
    heading, result = HEADINGS[name], RESULTS[name]
    assert (heading.name, heading.title, heading.validity) == (
        result.name,
        result.title,
        result.page.validity,
    )
    assert heading.law == (result.law is not None)


def test_what_is_derived_in_one_table_is_kept_for_the_next() -> None:
    known = RESULTS["time-limited"]
    fresh = pickle.loads(pickle.dumps(RESULTS))
    assert isinstance(fresh, Contents)
    assert fresh.is_known("time-limited")
    assert fresh["time-limited"] == known
    assert fresh["time-limited"] is not known
    assert fresh.summary("time-limited") == Summary.of(known)


def test_a_table_without_a_store_knows_nothing() -> None:
    assert RESULTS["time-limited"] is not None
    assert not RESULTS.unkept().is_known("time-limited")
    assert RESULTS.unkept().summary("time-limited") is None


def test_a_law_that_was_kept_is_still_derived_anew_at_a_point() -> None:
    law = pickle.loads(cloudpickle.dumps(RESULTS["width-limited"])).law
    point = dict(zip(("a", "b"), (4, 3), strict=True))
    letters = {str(letter): letter for letter in law.exponent.free_symbols}
    values = {letters[name]: value for name, value in point.items()}
    assert law.at(values).leading == RESULTS["width-limited"].law.at(values).leading
