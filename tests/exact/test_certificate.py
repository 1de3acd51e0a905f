"""The certificate: digits that two evaluations do not share are not printed."""

from importlib import import_module

import gmpy2
import mpmath as mp
import numpy as np
import pytest

from analytic import Model, PowerLaw, exact
from analytic.errors import BranchError, InvalidProblemError, PrecisionError
from analytic.exact.certificate import certified
from analytic.exact.precision import Multiple, bits_of

MODEL = Model(PowerLaw(2, "3/2"), 8, 21)


def restless(power):
    """A third, with a wrong digit at 10^-power that moves with the precision."""
    calls = []

    def evaluate(extra):
        del extra
        calls.append(None)
        with Multiple(bits_of(400)).working():
            return (gmpy2.mpfr(1) / 3 + len(calls) * gmpy2.mpfr(10) ** -power,)

    return evaluate


@pytest.mark.parametrize("digits", [5, 15, 16, 17, 30, 50, 100, 200])
def test_a_wrong_digit_is_refused(digits):
    """Also one beyond the sixteenth, where doubles see nothing."""
    with pytest.raises(PrecisionError, match="could not be certified"):
        certified(restless(digits), digits)
    (value,) = certified(restless(digits + 5), digits)
    with mp.workdps(digits + 20):
        assert abs(3 * value - 1) < mp.mpf(10) ** -digits


@pytest.mark.parametrize("part", ["real", "imaginary"])
def test_complex_numbers_are_compared_as_a_whole(part):
    calls = []

    def evaluate(extra):
        del extra
        calls.append(None)
        with Multiple(300).working():
            wrong = len(calls) * gmpy2.mpfr(10) ** -30
            unit = gmpy2.mpc(1, 0) if part == "real" else gmpy2.mpc(0, 1)
            return (gmpy2.mpc(1, 2) + unit * wrong,)

    with pytest.raises(PrecisionError):
        certified(evaluate, 40)
    assert certified(evaluate, 20)


def test_two_digits_are_two_digits():
    (value,) = certified(lambda _: (gmpy2.mpfr(1) / 7,), 2)
    assert abs(value - mp.mpf(1) / 7) < 1e-3


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["weight", "node"])
def test_a_faulty_contour_is_refused(fault, monkeypatch):
    """One weight or one node wrong by 1e-25: thirty digits are refused, fifteen are not."""
    module = import_module("analytic.exact.contour")
    faithful = module.contour

    def faulty(arithmetic, nodes):
        made = faithful(arithmetic, nodes)
        weight, z = made.weight.copy(), made.z.copy()
        if fault == "weight":
            weight[0] = weight[0] * (1 + arithmetic.number(10) ** -25)
        else:
            z[0] = z[0] * (1 + arithmetic.number(10) ** -25)
        return module.Contour(z, weight, made.cauchy)

    monkeypatch.setattr(module, "contour", faulty)
    with pytest.raises(PrecisionError):
        exact.losses(MODEL, 10, 30)
    assert exact.losses(MODEL, 10, 15)


def test_too_short_a_contour_is_tried_again(monkeypatch):
    """With half the nodes the first evaluations disagree, and longer contours are taken."""
    module = import_module("analytic.exact.frequencies")
    faithful = module.nodes_for
    monkeypatch.setattr(module, "nodes_for", lambda digits: 2 * (faithful(digits) // 4))
    found = exact.losses(MODEL, 10, 30)
    monkeypatch.undo()
    with mp.workdps(40):
        for x, y in zip(found, exact.losses(MODEL, 10, 30), strict=True):
            assert abs(x / y - 1) < mp.mpf(10) ** -30


@pytest.mark.parametrize("digits", [0, -1, True, False, 2.5, "30", None, np.float64(3), 10.0])
def test_digits_are_a_count(digits):
    if digits is None:
        return
    for question in (exact.losses, exact.responses, exact.mean_error):
        with pytest.raises(InvalidProblemError, match="is not a count"):
            question(MODEL, 1, digits=digits)
    with pytest.raises(InvalidProblemError, match="is not a count"):
        exact.two_point(MODEL, 1, 2, digits=digits)


@pytest.mark.parametrize("digits", [1, np.int64(7), 20])
def test_counts_of_any_kind(digits):
    precise = exact.test_loss(MODEL, 10, 40)
    found = exact.test_loss(MODEL, 10, digits)
    with mp.workdps(50):
        assert abs(found / precise - 1) < mp.mpf(10) ** -int(digits)


def test_contexts_survive_failure():
    """What fails inside a working precision leaves the callers' contexts as they were."""
    gmpy2_before, mpmath_before = gmpy2.get_context().precision, mp.mp.prec
    with pytest.raises(BranchError):
        exact.responses(MODEL, -1, digits=50)
    with pytest.raises(PrecisionError):
        certified(restless(30), 50)
    with pytest.raises(RuntimeError), Multiple(500).working():
        raise RuntimeError
    assert (gmpy2.get_context().precision, mp.mp.prec) == (gmpy2_before, mpmath_before)


def test_callers_precision_does_not_matter():
    """A caller's own contexts, rounded or narrow, change no digit of the answer."""
    expected = exact.losses(MODEL, 10, 30)
    with mp.workdps(5):
        assert exact.losses(MODEL, 10, 30) == expected
    with gmpy2.context(gmpy2.get_context(), precision=20, round=gmpy2.RoundDown):
        found = exact.losses(MODEL, 10, 30)
    with mp.workdps(40):
        for x, y in zip(found, expected, strict=True):
            assert abs(x / y - 1) < mp.mpf(10) ** -30


def test_digits_of_the_answer_outlive_the_callers_precision():
    with mp.workdps(60):
        loss = exact.test_loss(MODEL, 10, 50)
        assert len(mp.nstr(loss, 50).lstrip("0.")) >= 49
