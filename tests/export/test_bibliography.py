"""BibTeX entries as sentences, and which of them a document needs."""

from importlib import resources

import pytest

from analytic.errors import ScalingLawsError
from analytic.export.bibliography import (
    Reference,
    cited_keys,
    read_bibliography,
    references_of,
)


def test_fields_may_stand_in_braces_in_quotes_or_bare(bibliography: dict[str, Reference]) -> None:
    assert list(bibliography) == ["somebody1900", "nobody1901"]
    assert bibliography["somebody1900"].fields["title"] == "A {L}aw of 5% & More"
    assert bibliography["somebody1900"].fields["volume"] == "3"
    assert bibliography["nobody1901"].fields["author"] == "Nobody"


def test_an_entry_is_a_sentence(bibliography: dict[str, Reference]) -> None:
    assert bibliography["somebody1900"].words() == (
        'Some Body and Max M{\\"u}ller, A {L}aw of 5% & More, Journal of Laws 3, 1--2, 1900.'
    )
    assert bibliography["nobody1901"].words() == "Nobody, Nothing, arXiv:1901.00001."


def test_keys_come_in_the_order_of_their_citation(bibliography: dict[str, Reference]) -> None:
    sentences = ["see nobody1901, eq. (1)", "[somebody1900] and nobody1901"]
    assert cited_keys(sentences) == ["nobody1901", "somebody1900"]
    keys = [reference.key for reference in references_of(sentences, bibliography)]
    assert keys == ["nobody1901", "somebody1900"]


def test_a_key_without_an_entry_is_an_error(bibliography: dict[str, Reference]) -> None:
    with pytest.raises(ScalingLawsError, match="no entry everybody1999"):
        references_of(["everybody1999"], bibliography)


def test_the_bibliography_of_the_package_is_read_whole() -> None:
    text = resources.files("derivations").joinpath("references.bib").read_text(encoding="utf-8")
    entries = read_bibliography(text)
    assert len(entries) == text.count("\n@") + text.startswith("@")
    for reference in entries.values():
        assert {"author", "title", "year"} <= set(reference.fields)
        assert reference.words().count("{") == reference.words().count("}")
