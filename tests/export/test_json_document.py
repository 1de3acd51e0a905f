"""The JSON document: stable keys, expressions that are read back, the version."""

import json

import sympy
from sympy import sympify
from sympy.functions.elementary.piecewise import ExprCondPair

from analytic.export import json_document
from analytic.result import Result


def test_the_document_has_version_laws_and_pages(result: Result) -> None:
    document = json.loads(json_document([result], "1.2.3"))
    assert list(document) == ["version", "results"]
    assert document["version"] == "1.2.3"
    [entry] = document["results"]
    assert {"name", "title", "law", "formulas", "claims", "equations", "proved"} <= set(entry)
    assert [claim["verdict"] for claim in entry["claims"]] == [
        "holds only where",
        "holds",
        "undecided",
    ]
    assert len(entry["law"]["regimes"]) == 2
    assert entry["law"]["boundaries"][0]["law"]["exponent"]["str"] == "b"


def test_expressions_are_read_back_with_their_assumptions(result: Result) -> None:
    [entry] = json.loads(json_document([result], "1.2.3"))["results"]
    assert result.law is not None
    for part in ("exponent", "amplitude", "leading", "correction", "remainder"):
        read = eval(entry["law"][part]["srepr"], {**vars(sympy), "ExprCondPair": ExprCondPair})
        assert read == getattr(result.law, part)
    condition = entry["law"]["regimes"][0]["condition"]["str"]
    assert sympify(condition).free_symbols
