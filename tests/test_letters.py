"""Letters by any name and make: a substitution is done, or it is refused."""

import subprocess
import sys

import pytest
from sympy import Min, Rational, Symbol, symbols

import analytic as an
from analytic.errors import InvalidProblemError, UnknownResultError
from analytic.formulas.letters import LETTERS
from analytic.installed import result_named
from derivations import RESULTS

LAW = "width-limited"
VALUES = (
    {"a": 4, "b": "3/2"},
    {an.a: 4, an.b: "1.5"},
    {Symbol("a"): "4", Symbol("b", real=True): Rational(3, 2)},
    {Symbol("a", integer=True): 4.0, "b": 1.5},
)


@pytest.mark.parametrize("values", VALUES)
def test_letters_are_known_by_their_names(values: dict) -> None:
    law, expected = RESULTS[LAW].law, {an.a: 4, an.b: Rational(3, 2)}
    assert law.at(values).leading == law.at(expected).leading
    assert law(values).exponent == Rational(3, 2)
    assert an.substitute(law.exponent, values) == law.exponent.subs(expected) == Rational(3, 2)
    assert law(a=4, b="3/2").leading == law.at(expected).leading


def test_sympy_alone_does_nothing_which_is_why() -> None:
    exponent = RESULTS[LAW].law.exponent
    assert exponent.subs(Symbol("a"), 2) == exponent
    assert an.substitute(exponent, a=2) == Min(1, an.b)


@pytest.mark.parametrize(
    "values",
    [{"q": 2}, {Symbol("alpha"): 2}, {"N": 2}, {"eta": 1}, {1: 2}, {"a": "x + 1"}, {"a": None}, 5],
)
def test_what_cannot_be_meant_is_refused(values: object) -> None:
    with pytest.raises(InvalidProblemError):
        RESULTS[LAW].law.at(values)


@pytest.mark.parametrize("values", [{"a": "1/2", "b": 2}, {"a": 2, "b": 1}, {"a": "inf"}])
def test_no_law_is_stated_outside_of_its_domain(values: dict) -> None:
    for name in ("time-limited", LAW, "gradient-descent"):
        with pytest.raises(InvalidProblemError, match=r"outside of the domain"):
            RESULTS[name].law.at(values)


def test_a_value_twice_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="given twice"):
        RESULTS[LAW].law({"a": 2, Symbol("a"): 3})


def test_the_letters_of_formulas_are_public() -> None:
    assert {getattr(an, "sigma2" if str(x) == "sigma^2" else str(x)) for x in LETTERS} == {*LETTERS}


def test_check_takes_symbols_of_any_make() -> None:
    a, b = symbols("a b")
    assert not an.check(LAW, 2 * b, draws=0)
    assert an.check(LAW, a - 1, domain=a < b + 1, draws=0)
    with pytest.raises(InvalidProblemError, match="is no letter"):
        an.check(LAW, Symbol("q"), draws=0)


def test_results_are_known_by_name() -> None:
    assert result_named(LAW) is RESULTS[LAW]
    with pytest.raises(UnknownResultError, match=r"Did you mean width-limited"):
        an.check("width-limted", "a")
    with pytest.raises(UnknownResultError, match="no result named"):
        an.verify("nothing")


def test_names_are_found_before_the_package_of_results_is_imported() -> None:
    program = (
        "import sys, analytic as an; assert 'derivations' not in sys.modules; "
        "print(bool(an.check('time-limited', '(a - 1)/b', draws=0)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "True"
