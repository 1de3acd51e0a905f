"""Losses of ridge in extended doubles, against those with many digits."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mpmath
import pytest
from gmpy2 import mpfr
from sympy import Expr, Rational, oo

from analytic import (
    AlignedProjection,
    CosineProjection,
    DeepProjection,
    ExponentialDecay,
    MeasuredSpectrum,
    Model,
    OrthogonalProjection,
    PowerLaw,
    ResidualProjection,
    Ridge,
    SkipConnection,
    StructuredProjection,
    exact,
)
from analytic.exact import penalty
from analytic.exact.arguments import SAME
from analytic.exact.keystone import TRAIN
from analytic.exact.penalised_root import PenalisedProblem
from analytic.exact.penalty import penalised_losses
from analytic.exact.precision import Multiple
from analytic.exact.response import fixed_point
from analytic.exact.sums.extended_levels import extended_levels
from analytic.notation import d
from analytic.problem import GaussianProjection
from analytic.problem.spectrum import dimension

PAIRS = (SAME, TRAIN)
MANY = Model(PowerLaw("3/2", "3/2", modes=1000), 1000, 256, "1/2")
NUMBERS = random.Random(0)


def size(low: float, high: float) -> Rational:
    return Rational(1 + round(1000 * 10 ** NUMBERS.uniform(low, high)), 1000)


def drawn() -> tuple[Model, Ridge]:
    modes = NUMBERS.choice([3, 20, 200, 1000])
    growth = NUMBERS.choice([0, 0, 1])
    spectrum = PowerLaw(
        1 + growth + size(-1, 0.5), 1 + growth + size(-1, 0.5), modes, multiplicity_growth=growth
    )
    width, samples = (NUMBERS.choice([size(0, 3), oo, 100]) for _ in range(2))
    noise, penalty = NUMBERS.choice([0, size(-2, 1)]), 10 ** NUMBERS.randrange(12)
    return Model(spectrum, width, samples, noise), Ridge(Rational(3, penalty))


@dataclass(frozen=True, init=False)
class Narrowed(StructuredProjection):
    """Structured features and a layer of 30 behind them: stated by a user."""

    def response(self, width: Expr, modes: Expr) -> Expr:
        return super().response(width, modes) * (1 - d / 30)

    def ranks(self, width: Expr, modes: Expr) -> tuple[Expr, ...]:
        return (*super().ranks(width, modes), Rational(30))


@dataclass(frozen=True)
class Rising(GaussianProjection):
    """A D_N that no projection has, as it rises."""

    def response(self, width: Expr, modes: Expr) -> Expr:
        return 2 - super().response(width, modes)


def spectrum_of_some() -> Any:
    powers = 1 + size(-1, 0.5), 1 + size(-1, 0.5)
    few = NUMBERS.choice([4, 30])
    eigenvalues = [NUMBERS.choice([0, 1, 1, 1]) * 10 ** NUMBERS.uniform(-6, 0) for _ in range(few)]
    return NUMBERS.choice(
        [
            PowerLaw(*powers, NUMBERS.choice([3, 20, 200, 1000])),
            PowerLaw(2, "7/3", 6, multiplicity_growth=1),
            ExponentialDecay("2/3", "1/2", 12),
            MeasuredSpectrum([1, *eigenvalues], [NUMBERS.uniform(0, 1) for _ in range(few + 1)]),
            GAPS,
        ]
    )


def features_of_some() -> Any:
    measured = [10 ** NUMBERS.uniform(-5, 0) for _ in range(9)]
    return NUMBERS.choice(
        [1, "3/2", 3, MeasuredSpectrum(measured, measured), PowerLaw(2, 2, modes=100)]
    )


def projected(kind: str) -> tuple[Model, Ridge]:
    """A model with a projection of one kind, N and P on either side of M and of each other."""
    spectrum = spectrum_of_some()
    modes = int(dimension(spectrum))
    counts = [1, max(1, modes // 3), max(1, modes // 2), modes]
    features = features_of_some() if kind in ("structured", "narrowed") else 0
    width = NUMBERS.choice([*counts, 2 * modes])
    widths = {
        "orthogonal": NUMBERS.choice(counts),
        "aligned": NUMBERS.choice([n for n in counts if clear(spectrum, n)]),
        "structured": oo if isinstance(features, PowerLaw | MeasuredSpectrum) else width,
    }
    widths |= {"cosine": widths["orthogonal"], "narrowed": widths["structured"]}
    layers = [NUMBERS.choice([width, size(0, 3)]) for _ in range(NUMBERS.choice([2, 3]))]
    projection = {
        "orthogonal": OrthogonalProjection(),
        "cosine": CosineProjection(),
        "aligned": AlignedProjection(),
        "deep": DeepProjection(layers),
        "skip": SkipConnection(size(-1, 1)),
        "residual": ResidualProjection(NUMBERS.choice([3, oo]), size(-1, 1)),
        "structured": StructuredProjection(features),
        "narrowed": Narrowed(features),
    }[kind]
    samples = NUMBERS.choice([*counts, 2 * modes, width, size(0, 3), oo])
    noise, power = NUMBERS.choice([0, size(-2, 1)]), NUMBERS.randrange(-12, 7)
    model = Model(spectrum, widths.get(kind, oo), samples, noise, projection)
    return model, Ridge(3 * Rational(10) ** power)


def clear(spectrum: Any, modes: int) -> bool:
    """Whether so many modes do not end among equal ones."""
    return extended_levels(spectrum).leading(Rational(modes)) is not None


LEVELS = [*["1"] * 4, *["1/1000"] * 4, *["1e-12"] * 6]
GAPS = MeasuredSpectrum(LEVELS, LEVELS, 0)
GAUSSIAN = [drawn() for _ in range(40)]
KINDS = ["orthogonal", "cosine", "aligned", "deep", "skip", "residual", "structured", "narrowed"]
PROJECTED = [
    projected(kind)
    for kind in [
        "orthogonal",
        "cosine",
        "aligned",
        "deep",
        "skip",
        "residual",
        "structured",
        "narrowed",
    ]
    for _ in range(12)
]


@pytest.mark.parametrize(("model", "ridge"), GAUSSIAN + PROJECTED)
def test_fifteen_digits_are_those_of_many(model: Model, ridge: Ridge) -> None:
    found = penalised_losses(model, ridge, PAIRS, 11)
    expected = exact.losses(model, oo, 30, ridge)
    plain = exact.losses(model, oo, None, ridge)
    assert found is not None
    for one, digits, double in zip(found, expected, plain, strict=True):
        with mpmath.workdps(40):
            assert abs(one - digits) <= 1e-12 * digits
            assert abs(double - digits) <= 1e-11 * digits
    certain = penalised_losses(model, ridge, PAIRS, 15)
    for one, digits in zip(certain or expected, expected, strict=True):
        with mpmath.workdps(40):
            assert abs(one - digits) <= 1e-16 * digits


FULL = Model(PowerLaw("8/5", "4/3", modes=3), oo, 3), Ridge("3e-7")  # d feels its rounding
CASES = [*GAUSSIAN[::4], *PROJECTED[::4], FULL]
FEATURED = [case for case in PROJECTED if case[0].projection.features(case[0].width) is not None]


def losses_and_error(model: Model, ridge: Ridge) -> tuple[list[Any], float]:
    """Test and training loss, and how far they may be off."""
    problem = penalty._problem(Multiple(400), model)
    number = Multiple(400).number(ridge.penalty)
    solved = penalty._solved(problem, number)
    test = penalty._test_loss(problem, solved, number)
    return [test, (test + problem.noise) * solved.root.d_p**2], solved.error


def assert_moved_by_less(model: Model, ridge: Ridge, disturb: Callable[[], None]) -> None:
    with Multiple(400).working():
        losses, error = losses_and_error(model, ridge)
        disturb()
        others, _ = losses_and_error(model, ridge)
        assert 0 < error < 1e-9
        for one, other in zip(losses, others, strict=True):
            assert abs(other - one) < error * one


@pytest.mark.parametrize(("model", "ridge"), CASES)
@pytest.mark.parametrize("off", range(5))
def test_a_sum_off_by_its_rounding_moves_a_loss_by_less_than_is_said(
    model: Model, ridge: Ridge, off: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sums = penalty._sums

    def disturbed(levels: Any, kappa: Any) -> Any:
        known = sums(levels, kappa)
        moved = known[off] * (1 + mpfr(levels.rounding()))
        return known._replace(**{known._fields[off]: moved})

    assert_moved_by_less(model, ridge, lambda: monkeypatch.setattr(penalty, "_sums", disturbed))


@pytest.mark.parametrize(("model", "ridge"), FEATURED)
@pytest.mark.parametrize("off", [1, 2, 3])
def test_so_does_a_sum_over_features(
    model: Model, ridge: Ridge, off: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sums = PenalisedProblem.feature_sums

    def disturbed(problem: PenalisedProblem, at: Any, levels: Any) -> Any:
        parts = list(sums(problem, at, levels)[:4])
        parts[off] *= 1 + mpfr(levels.rounding())
        return problem.featured(*parts)

    assert_moved_by_less(
        model, ridge, lambda: monkeypatch.setattr(PenalisedProblem, "feature_sums", disturbed)
    )


def test_a_measured_spectrum_with_null_modes() -> None:
    model = Model(MeasuredSpectrum([1, 1, "1/3", 0], [1, 0, 2, "1/7"]), 2, 3, "1/5")
    few, many = (exact.losses(model, oo, digits, Ridge("1/50")) for digits in (15, 40))
    for one, other in zip(few, many, strict=True):
        with mpmath.workdps(50):
            assert abs(one / other - 1) < 1e-15


@pytest.mark.parametrize(
    ("model", "digits"),
    [
        (MANY, 17),
        (Model(PowerLaw(2, 2), 3, 5), 15),
        (Model(PowerLaw(2, 2, modes=9), oo, 5, projection=StructuredProjection("3/2")), 15),
        (Model(GAPS, 3, 5, projection=AlignedProjection()), 15),
        (Model(GAPS, 3, 5, projection=Rising()), 15),
        (Model(PowerLaw(2, 2, modes=9, scale=Rational(1, 10**320)), 3, 5), 15),
    ],
)
def test_digits_decide_elsewhere(model: Model, digits: int) -> None:
    assert penalised_losses(model, Ridge("1/7"), PAIRS, digits) is None


def test_of_what_is_near_its_divergence_digits_decide() -> None:
    model, ridge = Model(PowerLaw(3, 3, modes=4), oo, 4), Ridge(Rational(1, 10**20))
    assert penalised_losses(model, ridge, PAIRS, 15) is None


@pytest.mark.parametrize("spectrum", [PowerLaw(2, "3/2"), GAPS], ids=["power law", "gaps"])
@pytest.mark.parametrize(("width", "samples"), [(8, 4), (4, 8), (oo, 4), (oo, "17/4"), (8, 11)])
@pytest.mark.parametrize("power", [75, 200])
def test_a_tiny_penalty_is_the_end_of_training(spectrum, width, samples, power) -> None:
    """With noise, and fewer samples than features, both halves of its part grow as 1/penalty."""
    model = Model(spectrum, width, samples, "1/20")
    ridge = Ridge(Rational(1, 10**power))
    end, found = exact.losses(model, oo, 25), exact.losses(model, oo, 25, ridge)
    plain = exact.test_loss(model, oo, training=ridge)
    assert abs(found.test / end.test - 1) < 1e-24
    assert abs(found.train - end.train) < 1e-24
    assert plain == pytest.approx(float(end.test), rel=1e-13)


@pytest.mark.parametrize("features", ["1/2", 3, 0])
def test_layers_behind_features_add_their_loads(features: Any) -> None:
    """D_N = 1 - load d where d is small."""
    model = Model(PowerLaw(2, 2, modes=9), 20, oo, projection=Narrowed(features))
    with Multiple(200).working():
        equations = fixed_point(Multiple(200), model)
        at = equations.solve(Multiple(200).complex([10**20]))
        assert (
            abs((1 - at.D_N[0]) / (equations.load * at.sums.d[0]) - 1) < 2.0**-19
        )  # read at 2^20 traces
