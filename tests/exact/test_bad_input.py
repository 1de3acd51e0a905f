"""Questions without an answer: each is refused with the fact, the cause and the way out."""

import math
import re

import numpy as np
import pytest
from sympy import I, Symbol, nan, oo

from analytic import GradientFlow, MeasuredSpectrum, Model, PowerLaw, exact
from analytic.errors import InvalidProblemError, ScalingLawsError

GOOD = PowerLaw(2, "3/2")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: PowerLaw(2, 1), r"trace.*diverges for b = 1.*Choose b > 1"),
        (lambda: PowerLaw(2, "1/2"), r"Choose b > 1 or a finite number of modes"),
        (lambda: PowerLaw(1, 2), r"initial loss diverges for a = 1.*Choose a > 1"),
        (lambda: PowerLaw("1/2", 2), r"sum k\^-a needs a > 1"),
        (lambda: PowerLaw(2, 2, further_powers=[(1, 1)]), r"diverges for a = 1"),
        (lambda: PowerLaw(2, 2, multiplicity_growth=1), r"needs b > 2"),
        (lambda: PowerLaw(2, 2, modes=0), r"not a number of modes"),
        (lambda: PowerLaw(2, 2, modes=-3), r"positive integer, or inf"),
        (lambda: PowerLaw(2, 2, modes="5/2"), r"not a number of modes"),
        (lambda: PowerLaw(2, -1, modes=5), r"Choose b >= 0"),
        (lambda: PowerLaw(math.nan, 2), r"a = nan"),
        (lambda: PowerLaw(oo, 2), r"a must be finite"),
        (lambda: PowerLaw(2, "three"), r"b = 'three' is not a number"),
        (lambda: PowerLaw(2, None), r"b = None"),
        (lambda: PowerLaw(True, 2), r"truth value"),
        (lambda: PowerLaw(2, 2 + I), r"not a real number"),
        (lambda: PowerLaw(2, 2, scale=0), r"scale = 0 has no meaning"),
        (lambda: PowerLaw(2, 2, amplitude=-1), r"amplitude = -1 has no meaning"),
        (lambda: PowerLaw(2, 2, amplitude=oo), r"finite positive number"),
        (lambda: Model(GOOD, width=0), r"width = 0 has no meaning. Give a positive number or inf"),
        (lambda: Model(GOOD, samples=-4), r"samples = -4"),
        (lambda: Model(GOOD, width=math.nan), r"width"),
        (lambda: Model(GOOD, width=-oo), r"width"),
        (lambda: Model(GOOD, width=nan), r"width"),
        (lambda: Model(GOOD, width=False), r"truth value"),
        (lambda: Model(GOOD, width=np.bool_(True)), r"truth value"),
        (lambda: Model(GOOD, width="4x"), r"not a number"),
        (lambda: Model(GOOD, width=[4]), r"width"),
        (lambda: Model(GOOD, noise=-1), r"noise = -1 is not a variance"),
        (lambda: Model(GOOD, noise=oo), r"noise = oo is not a variance"),
        (lambda: Model("power law"), r"is no spectrum"),
        (lambda: MeasuredSpectrum([], []), r"empty"),
        (lambda: MeasuredSpectrum([1, 2], [1]), r"2 eigenvalues and 1 target"),
        (lambda: MeasuredSpectrum([0, -1], [1, 1]), r"No eigenvalue is positive"),
        (lambda: MeasuredSpectrum([1, -1], [1, 1]), r"Mode number 2 has the eigenvalue -1"),
        (lambda: MeasuredSpectrum([1, -1e-15], [1, 1]), r"Mode number 2 .* null_threshold"),
        (lambda: MeasuredSpectrum([1, -1e-17], [1, 1], 0), r"Mode number 2"),
        (lambda: MeasuredSpectrum([1, 1], [1, 1], null_threshold=1), r"below one"),
        (lambda: MeasuredSpectrum([1, 1], [1, 1], null_threshold=-1), r"zero or more"),
        (lambda: MeasuredSpectrum([1, 2], [1, -1]), r"Mode number 2 .* negative target power"),
        (lambda: MeasuredSpectrum([1, math.nan], [1, 1]), r"holds nan"),
        (lambda: MeasuredSpectrum([1, math.inf], [1, 1]), r"holds inf"),
        (lambda: MeasuredSpectrum(np.array([1, np.nan]), np.ones(2)), r"holds nan"),
        (lambda: MeasuredSpectrum(np.ones((2, 2)), np.ones((2, 2))), r"2 dimensions"),
        (lambda: MeasuredSpectrum(np.ones(2, complex), np.ones(2)), r"real numbers"),
        (lambda: MeasuredSpectrum(np.array(["a", "b"]), np.ones(2)), r"real numbers"),
        (lambda: MeasuredSpectrum("12", [1, 2]), r"is a string|is no list"),
        (lambda: MeasuredSpectrum([1, "x"], [1, 1]), r"eigenvalues"),
        (lambda: MeasuredSpectrum([1, True], [1, 1]), r"truth value"),
        (lambda: MeasuredSpectrum(5, 5), r"eigenvalues"),
        (lambda: MeasuredSpectrum(None, [1]), r"eigenvalues"),
        (lambda: MeasuredSpectrum(np.float64(1), [1]), r"eigenvalues|dimensions"),
        (lambda: Model(MeasuredSpectrum([1], [1])).with_modes(3), r"Cut its arrays"),
        (lambda: Model(GOOD).replicated(0), r"copies = 0"),
        (lambda: Model(GOOD).replicated("1/2"), r"copies"),
    ],
)
def test_meaningless_statements(make, message):
    with pytest.raises(InvalidProblemError, match=message) as raised:
        make()
    assert "\n" not in str(raised.value)
    assert str(raised.value).rstrip().endswith((".", ")"))


@pytest.mark.parametrize(
    "time",
    [
        *(-1, "-1", -1e-300, math.nan, "nan", "abc", "", 1j, I, None, True),
        *([1, -1], [1, math.nan], ["a"], {}, Symbol("tau"), -oo, nan),
    ],
)
@pytest.mark.parametrize("digits", [None, 10])
def test_times_without_meaning(time, digits):
    for question in (exact.losses, exact.test_loss, exact.train_loss):
        with pytest.raises(InvalidProblemError, match=r"time|Give"):
            question(Model(GOOD, 4, 9), time, digits)


@pytest.mark.parametrize("time", [-1, math.nan, "abc", 1j, None, True, Symbol("tau")])
def test_mean_errors_need_times_too(time):
    with pytest.raises(InvalidProblemError):
        exact.mean_error(Model(GOOD, 4, 9), time)


@pytest.mark.parametrize("digits", [None, 10])
@pytest.mark.parametrize(
    "model",
    [
        Model(GOOD, Symbol("N", positive=True), 9),
        Model(GOOD, 4, Symbol("P", positive=True)),
        Model(GOOD, 4, 9, noise=Symbol("sigma^2", nonnegative=True)),
        Model(PowerLaw(Symbol("a", positive=True), 2), 4, 9),
        Model(PowerLaw(2, Symbol("b", positive=True)), 4, 9),
        Model(PowerLaw(2, 2, modes=Symbol("M", integer=True, positive=True)), 4, 9),
        Model(PowerLaw(2, 2, amplitude=Symbol("A", positive=True)), 4, 9),
        Model(PowerLaw(2, 2, scale=Symbol("A", positive=True)), 4, 9),
        Model(PowerLaw(2, 2, further_powers=[(1, Symbol("a", positive=True))]), 4, 9),
        Model(PowerLaw(2, 2, multiplicity_growth=Symbol("q", positive=True)), 4, 9),
    ],
    ids=lambda model: re.sub(r"\W+", " ", str(model)) if model else "double",
)
def test_symbols_are_for_the_algebra(model, digits):
    for time in (0, 1, oo):
        with pytest.raises(InvalidProblemError, match="is a symbol"):
            exact.losses(model, time, digits)
    with pytest.raises(InvalidProblemError, match="is a symbol"):
        exact.responses(model, 1, digits)


@pytest.mark.parametrize("training", [None, "flow", GradientFlow, 3])
def test_unknown_training(training):
    with pytest.raises(InvalidProblemError, match=r"Use GradientFlow\(\)"):
        exact.losses(Model(GOOD, 4, 9), 1, training=training)


@pytest.mark.parametrize("digits", [None, 10])
def test_slowly_falling_spectra_need_few_modes(digits):
    model = Model(PowerLaw(2, "1/2", modes=10**7), 4, 9)
    with pytest.raises(InvalidProblemError, match="added one by one"):
        exact.losses(model, 1, digits)
    with pytest.raises(InvalidProblemError, match="or inf"):
        exact.losses(Model(PowerLaw(2, 2, modes=10**400), 4, 9), 1, digits)


@pytest.mark.parametrize("spectrum", [PowerLaw(2, 0, 9), PowerLaw(-1, 1, 9), PowerLaw(0, 0, 9)])
def test_finite_spectra_may_be_flat_or_growing(spectrum):
    """c_k = k and lambda_k = 1 are meaningful for nine modes."""
    measured = MeasuredSpectrum(
        [f"1/{k ** int(spectrum.b)}" for k in range(1, 10)],
        [
            k ** int(-spectrum.a) if spectrum.a <= 0 else f"1/{k ** int(spectrum.a)}"
            for k in range(1, 10)
        ],
    )
    first, second = (exact.losses(Model(x, 4, 20, 1), 3, 30) for x in (spectrum, measured))
    assert all(abs(x - y) <= 1e-30 * abs(y) for x, y in zip(first, second, strict=True))


@pytest.mark.parametrize("width", ["5/2", 2.5, np.float64(2.5), np.int64(3), np.float32(2.5)])
def test_real_sizes_are_welcome(width):
    found = exact.test_loss(Model(GOOD, width, 9), 3, 15)
    assert found == exact.test_loss(Model(GOOD, 3 if width == 3 else "5/2", 9), 3, 15)


def test_a_target_of_nothing_is_learnt_at_once():
    model = Model(MeasuredSpectrum([1, "1/2"], [0, 0]), 3, 5)
    for time in (0, 1, 10**9, oo):
        assert exact.losses(model, time, 20) == (0, 0)
        assert exact.losses(model, float(time)) == (0, 0)


def test_every_refusal_is_of_one_family():
    for error in (InvalidProblemError, ScalingLawsError):
        with pytest.raises(error):
            exact.losses(Model(GOOD), -1)
