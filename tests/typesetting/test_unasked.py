"""Printing evaluates no number: an exponent with letters that holds one is not asked its sign."""

import pytest
from sympy import Expr, Symbol

from analytic.notation import C, N, a, b, t
from analytic.symbolic.frontier import least_time
from analytic.symbolic.frontier.least_time import best_time, cut_time, stopped_value
from analytic.typesetting import column, formula
from analytic.typesetting.latex import Exponent

NUMBERS = [cut_time((a - 1) / b, b), best_time(1 / a, 1 / b, 1 / b), stopped_value(1 / a, 1 / b)]


@pytest.mark.parametrize("number", NUMBERS, ids=str)
def test_no_number_of_a_search_is_evaluated(number: Expr, monkeypatch: pytest.MonkeyPatch) -> None:
    def searched(*_: object) -> None:
        pytest.fail("printing evaluates")

    monkeypatch.setattr(least_time._AtMinimum, "_eval_evalf", searched)
    letter = Symbol(f"x_{number.func.__name__}", positive=True)  # printed nowhere else
    product = letter * (C / number) ** (-number / b) * t ** (-number) / (2 * b)
    assert formula(number) in formula(product)
    assert formula(number) in column(product + N**-number, 60)


def test_the_order_of_factors_is_that_of_their_exponents() -> None:
    assert Exponent(1 - a).sort_key() == (1 - a).sort_key()
    assert formula(t * N**-b / 2) == r"\frac{N^{-b} t}{2}"
