"""Losses of a regression over data sets: closed forms, and what has no answer."""

from typing import Any

import mpmath as mp
import pytest
from sympy import Rational

import analytic as an
from analytic.errors import InvalidProblemError


@pytest.mark.parametrize("digits", [15, 30])
@pytest.mark.parametrize(
    ("freedom", "order", "offset"),
    [
        (9, "3/2", "7/10"),
        (20, 1, "3/10"),
        (12, 3, 0),
        (40, "1/2", 1),
        (200, "5/2", "1/10"),
        ("5/2", "9/4", "1/3"),
        (9, "1/10", "1/1000"),
    ],
)
def test_by_gauss_function(freedom: Any, order: Any, offset: Any, digits: int) -> None:
    r"""A \Gamma((\nu-n)/2)/\Gamma(\nu/2) 2F1(-n/2, (\nu-n)/2; 1/2; -y^2)."""
    found = an.exact.regression_excess(1, freedom, order, offset, digits)
    with mp.workdps(digits + 20):
        nu, n, y = (mp.mpf(part.p) / part.q for part in map(Rational, (freedom, order, offset)))
        front = mp.gamma((n + 1) / 2) * mp.gamma((nu - n) / 2) / mp.sqrt(mp.pi) / mp.gamma(nu / 2)
        closed = front * mp.hyp2f1(-n / 2, (nu - n) / 2, mp.mpf(1) / 2, -(y**2)) - y**n
        assert abs(found / closed - 1) < mp.mpf(10) ** (1 - digits)


@pytest.mark.parametrize(
    ("asked", "fact"),
    [
        ((3, 5, 4), "infinite for M = 3"),
        ((0, 5, 1), "modes"),
        ((1, 5, 0), "order"),
        ((1, 5, 1, -1), "offset = -1 is no distance"),
        ((1, 5, 1, an.P), "offset"),
        ((1, "inf", 1), "Give a finite positive number"),
    ],
)
def test_what_has_no_answer_says_why(asked: Any, fact: str) -> None:
    with pytest.raises(InvalidProblemError, match=fact):
        an.exact.regression_excess(*asked)
