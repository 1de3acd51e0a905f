"""A law's own leading term, as it is printed, is read back by `check` and is right."""

import pytest
from sympy import And, Eq, Rational, true

import analytic as an
from analytic.checking import Comparison
from analytic.notation import a, b
from derivations import RESULTS

POINTS = ((2, "3/2"), (5, "3/2"), ("5/4", 2), ("7/2", 2))  # in each regime of every law
EDGES = (("5/2", "3/2"), (4, "3/2"), (3, 2))  # a = b + 1, a = 2b + 1


def right(name: str, text: str, domain: object = true) -> Comparison:
    found = an.check(name, text, "leading", domain=domain, draws=0)
    assert found, (str(found), found.edges)
    return found


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", RESULTS)
def test_the_printed_leading_term_is_right(name: str) -> None:
    law = RESULTS[name].law
    if law is None:
        return
    for text in {str(law.leading), str(law.general.leading)}:
        assert not any("has a logarithm" in note for note in right(name, text).notes)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("point", [*POINTS, *EDGES])
def test_the_printed_leading_term_at_a_point_is_right(name: str, point: tuple) -> None:
    law, domain = (
        RESULTS[name].law,
        And(*(Eq(x, Rational(y)) for x, y in zip((a, b), point, strict=True))),
    )
    if law is None:
        return
    there = law(dict(zip((a, b), point, strict=True)))
    right(name, str(there.leading), domain)
    if point in POINTS:
        right(name, str(law.leading), domain)
    exponent = an.check(name, str(there.exponent), "exponent", domain=domain, draws=0)
    logarithmic = any(one.logarithms != 0 for one in there.regimes)
    assert exponent
    assert any("has a logarithm" in note for note in exponent.notes) == logarithmic
