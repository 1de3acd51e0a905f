"""The JSON document: stable keys, expressions that are read back, the version."""

import json

import jsonschema
import pytest
from sympy import Basic, Function, Symbol, srepr, sympify

from analytic.claim import Verdict
from analytic.errors import InvalidProblemError
from analytic.export import json_document, plain_data
from analytic.relation import Relation
from analytic.result import Result
from analytic.status import Status
from derivations import RESULTS, expression
from derivations.command_line.documents import schema
from derivations.identifiers import assigned

SCHEMA = json.loads(schema())


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
        law = result.law if part in ("exponent", "amplitude") else result.law.general
        assert expression(entry["law"][part]["srepr"]) == getattr(law, part)
    condition = entry["law"]["regimes"][0]["condition"]["str"]
    assert sympify(condition).free_symbols


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_fits_the_schema_and_is_read_back(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Basic] = []

    def recorded(one: Basic) -> dict[str, str]:
        """Without the LaTeX, which takes most of the time and is not read back."""
        written.append(one)
        return {"str": str(one), "srepr": srepr(one), "latex": ""}

    monkeypatch.setattr(plain_data, "expression_json", recorded)
    monkeypatch.setattr("analytic.page.expression_json", recorded)
    document = json.loads(json_document([RESULTS[name]], "1.2.3", assigned()))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    kept = {one["srepr"] for one in expressions(document)}
    assert {expression(one) for one in kept} == set(written)


def expressions(document: object) -> list[dict[str, str]]:
    """Every formula of a document."""
    if isinstance(document, dict) and set(document) == {"str", "srepr", "latex"}:
        return [document]
    parts = document.values() if isinstance(document, dict) else document
    if not isinstance(document, dict | list):
        return []
    return [one for part in parts for one in expressions(part)]  # type: ignore[union-attr]


def test_the_schema_is_one_and_knows_what_the_program_says() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    claim, equation = (SCHEMA["$defs"][name]["properties"] for name in ("claim", "equation"))
    assert claim["verdict"]["enum"] == [str(one) for one in Verdict]
    assert claim["status"]["enum"] == [*(str(one) for one in Status), None]
    assert equation["relation"]["enum"] == [one.value for one in Relation]


@pytest.mark.parametrize(
    "fault",
    [{"version": 1}, {"results": [{}]}, {"results": None}, {"more": 1}],
)
def test_the_schema_can_object(fault: dict[str, object], result: Result) -> None:
    document = json.loads(json_document([result], "1.2.3"))
    jsonschema.validate(document, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, **fault}, SCHEMA)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "'a'",
        "Symbol",
        "sin('__import__(\"os\").getcwd()')",
        "Function('f')('1')",
        "__import__('os')",
        "sympify('1')",
        "Symbol('x').free_symbols",
        "lambdify(Symbol('x'), Integer(1))",
        "Missing(Integer(1))",
        "(" * 500,
    ],
)
def test_nothing_but_an_expression_is_read(text: str) -> None:
    with pytest.raises(InvalidProblemError, match="is no expression"):
        expression(text)


def test_letters_keep_what_is_assumed_of_them() -> None:
    assert expression("Symbol('a', positive=True)") == Symbol("a", positive=True) != Symbol("a")
    assert expression("Function('L')(Symbol('N'))") == Function("L")(Symbol("N"))
