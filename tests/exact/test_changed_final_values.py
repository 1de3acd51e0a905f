"""Final losses of changed field equations, against the equations solved as they are stated."""

import mpmath as mp
import pytest
from sympy import Rational, lambdify

from analytic import Model, PowerLaw
from analytic.exact import linear_fields
from analytic.notation import C_0, C_1, N, P, d, d_2, kappa, primed, sigma2, w, w_2
from analytic.symbolic.mean_field.final_value import final_dimension, final_test, final_train
from analytic.symbolic.training.turn import lasting
from tests.exact.test_field_solver import CHANGED

STATEMENTS = {name: CHANGED[name] for name in ("more feedback of the data", "less of a field")}
SIZES = {P: (9, 2)}


@pytest.mark.slow
@pytest.mark.parametrize("resource", SIZES)
@pytest.mark.parametrize("name", STATEMENTS)
def test_the_limit_at_zero_frequency_is_where_a_response_of_the_statement_vanishes(name, resource):
    r"""s s' C at s = h, s' = 2h comes to it in proportion to h."""
    statement, (width, samples) = STATEMENTS[name], SIZES[resource]
    model = Model(PowerLaw(2, "3/2", modes=4), width, samples, "1/20")
    end = final_dimension(statement, resource).subs({N: width, P: samples})
    rates, powers = ([mp.mpf(k) ** -x for k in range(1, 5)] for x in (mp.mpf(3) / 2, 2))

    def dimension(x):
        return mp.fsum(rate / (rate + x) for rate in rates)

    gap = lambda y: dimension(mp.exp(y)) - mp.mpf(end.p) / end.q  # noqa: E731
    root = mp.exp(mp.findroot(gap, (-20, 5), solver="anderson", tol=1e-12))
    values = {
        d: dimension(root),
        d_2: mp.fsum((rate / (rate + root)) ** 2 for rate in rates),
        w: mp.fsum(c / (rate + root) for c, rate in zip(powers, rates, strict=True)),
        w_2: mp.fsum(c / (rate + root) ** 2 for c, rate in zip(powers, rates, strict=True)),
        kappa: root,
        sigma2: mp.mpf(1) / 20,
        N: width,
        P: samples,
    }
    beside = root * (1 + mp.mpf(10) ** -7)
    left = {
        **values,
        primed(kappa): root,
        primed(w): values[w],
        kappa: beside,
        d: dimension(beside),
    }
    left[w] = mp.fsum(c / (rate + beside) for c, rate in zip(powers, rates, strict=True))
    ends = lambdify([*values], final_test(statement, resource) + sigma2, "mpmath")
    towards = lambdify([*left], lasting(statement, resource), "mpmath")
    assert abs(towards(*left.values()) / ends(*values.values()) - 1) < 1e-5
    for symbol, final in ((C_0, final_test), (C_1, final_train)):
        stated = lambdify([*values], final(statement, resource), "mpmath")(*values.values())
        gaps = []
        for h in (Rational(1, 10**3), Rational(1, 10**4)):
            found = linear_fields(model, h, 2 * h, 12, statement).correlations[symbol].real
            gaps.append(abs(2 * found * mp.mpf(h.p) ** 2 / h.q**2 - stated))
        assert gaps[1] < gaps[0] / 5
        assert gaps[1] < 1e-3 * (1 + abs(stated))
