"""Projections that are not Gaussian, by every witness; a wrong D_N is noticed."""

from dataclasses import dataclass

import mpmath as mp
import numpy as np
import pytest
from sympy import I, Rational, Symbol, oo

import analytic as an
from analytic import exact, sampling
from analytic.comparison.comparators import LARGEST_SCORE, intercept
from analytic.errors import InvalidProblemError
from analytic.exact import linear_fields
from analytic.notation import D_N, D_P
from analytic.problem import FIELD_EQUATIONS, FieldEquations, Projection, replace_model
from analytic.problem.field_equations import projected
from analytic.sampling.draws import draw_projection, stream_of
from analytic.sampling.finite_model import finite_model
from derivations.command_line.statement import named_projection
from tests.conftest import Command

SPECTRUM = an.PowerLaw(2, "3/2", modes=12)
WIDTH, SAMPLES, NOISE = 6, 5, "1/20"
FREE = [
    "gaussian",
    "orthogonal",
    "cosine",
    "sparse:1/2",
    "deep:8,6",
    "deep:6,6",
    "structured:3/2",
    "skip:1/2",
    "skip:2",
    "residual:4,1",
]
SQUARE = ("skip", "residual")


def model_of(text: str, samples: object = SAMPLES, noise: object = NOISE) -> an.Model:
    """The model of a projection, of width 6 where it has one."""
    width = "inf" if text.startswith(SQUARE) else WIDTH
    return an.Model(SPECTRUM, width, samples, noise, named_projection(text))


def statement_of(model: an.Model) -> FieldEquations:
    return projected(model.response)


FIRST, SECOND = Rational(3, 10) + I, Rational(1, 5) - I / 3


STATED = [one for one in FREE if not one.startswith(("gaussian", "cosine", "structured"))]
PAIRS = [
    *((text, ("A", "data")) for text in STATED),
    *((text, (one,)) for text in ("orthogonal", "skip:1/2") for one in ("A", "data")),
]


def gap(one: object, other: object) -> object:
    """The relative difference of two numbers of many digits; none between two zeros."""
    with mp.workdps(40):
        return mp.mpf(0) if one == other == 0 else abs(one / other - 1)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("text", "shared"), PAIRS, ids=str)
def test_the_field_equations_are_solved(text: str, shared: tuple[str, ...]) -> None:
    """The fast path against the statement, solved mode by mode as it stands."""
    model = model_of(text)
    names = {"A": "width", "data": "samples"}
    stated = linear_fields(model, FIRST, SECOND, 20, statement_of(model), shared)
    found = exact.two_point(model, FIRST, SECOND, 20, [names[one] for one in shared])
    response = exact.responses(model, FIRST, 20)
    for one, other in zip(found, stated.correlations.values(), strict=True):
        assert gap(one, other) < 1e-19
    assert gap(response.R_1, stated.responses[D_P]) < 1e-19
    assert gap(response.R_3, stated.responses[D_N]) < 1e-19


def test_the_gaussian_statement_is_the_general_one() -> None:
    model = model_of("gaussian")
    by_heart = linear_fields(model, FIRST, SECOND, 20, FIELD_EQUATIONS).correlations
    general = linear_fields(model, FIRST, SECOND, 20, statement_of(model)).correlations
    assert max(gap(one, general[name]) for name, one in by_heart.items()) < 1e-19


@pytest.mark.parametrize("text", FREE)
@pytest.mark.parametrize("samples", [SAMPLES, "inf"])
def test_ridge_is_the_two_point_function_on_the_diagonal(text: str, samples: object) -> None:
    model, penalty = model_of(text, samples), Rational(1, 50)
    loss = exact.test_loss(model, digits=25, training=an.Ridge(penalty))
    with mp.workdps(40):
        assert gap(exact.two_point(model, penalty, penalty, 25).C_0.real / 2500, loss) < 1e-24


@pytest.mark.one_in(4)
@pytest.mark.parametrize("samples", [4, 15, "inf"])
@pytest.mark.parametrize("text", FREE)
def test_doubles_are_the_first_digits(text: str, samples: object) -> None:
    model, times = model_of(text, samples), np.array([0, 3, 1000, np.inf])
    for training in (an.GradientFlow(), an.HeavyBall("1/8", "1/2")):
        fast = exact.losses(model, times, training=training)
        for row, time in enumerate(["0", "3", "1000", "inf"]):
            digits = exact.losses(model, time, 16, training)
            for one, other in zip(fast, digits, strict=True):
                assert one[row] == pytest.approx(float(other), rel=1e-11, abs=1e-300)


def scores(drawn: an.Model, expected: an.Model, copies: tuple[int, ...] = (4, 8, 16)) -> np.ndarray:
    """What is left at infinitely many copies, over its standard error: test and train, 3 times."""
    times = np.array([3.0, 30.0, 300.0])
    theory = np.concatenate(exact.losses(expected, times))
    gaps, errors = [], []
    for r in copies:
        found = sampling.losses(drawn.replicated(r), r * times, draws=1200 // r, seed=r)
        gaps.append(np.concatenate([found.test.mean, found.train.mean]) - theory)
        errors.append(np.concatenate([found.test.standard_error, found.train.standard_error]))
    end = intercept(copies, np.array(gaps), np.array(errors))
    return np.asarray(end.value / end.standard_error)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("text", FREE)
def test_replicas_that_are_drawn_come_to_the_exact_loss(text: str) -> None:
    model = model_of(text, 18)
    assert np.max(np.abs(scores(model, model))) < LARGEST_SCORE


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("orthogonal", "gaussian"),
        ("cosine", "gaussian"),
        ("deep:8,6", "gaussian"),
        ("structured:3/2", "gaussian"),
        ("skip:1/2", "skip:3/5"),
        ("residual:4,1", "residual:inf,1"),
        ("hashing", "gaussian"),
    ],
)
def test_a_wrong_response_is_noticed(text: str, wrong: str) -> None:
    assert np.max(np.abs(scores(model_of(text, 18), model_of(wrong, 18)))) > LARGEST_SCORE


@pytest.mark.parametrize("text", ["orthogonal", "deep:8,6", "structured:3/2", "skip:1/2"])
def test_ensembles_are_those_that_are_drawn(text: str) -> None:
    model, copies, found = model_of(text, 10), 8, []
    parts = exact.decomposition(model, 30.0)
    drawn = sampling.decomposition(
        model.replicated(copies), 30 * copies, draws=60, projections=2, data_sets=2
    )
    for part, value in zip(("bias", "features", "data"), parts, strict=False):
        one = getattr(drawn, part)
        found.append((one.mean - value) / np.hypot(one.standard_error, 0.02 * value))
    assert np.max(np.abs(found)) < LARGEST_SCORE
    digits = exact.decomposition(model, 30, 12)
    assert [float(one) for one in digits] == pytest.approx(list(parts), rel=1e-7)


def test_one_pass_training_knows_the_response() -> None:
    training = an.OnePassSGD("1/8", 4)
    for text in ("orthogonal", "skip:1/2"):
        model = model_of(text, "inf").replicated(4)
        slow = training.replicated(4)
        loss = exact.test_loss(model, 20, training=slow)
        drawn = sampling.test_loss(model, 20, draws=150, training=slow)
        assert abs(drawn.mean - loss) < 4 * np.hypot(drawn.standard_error, 0.01 * loss)


def test_infinitely_many_modes() -> None:
    law = an.PowerLaw(2, "3/2")
    gaussian, orthogonal = (
        exact.test_loss(an.Model(law, 12, 9, NOISE, one), 30, 20)
        for one in (an.GaussianProjection(), an.OrthogonalProjection())
    )
    assert gaussian == orthogonal
    assert an.Model(law, samples=9, projection=an.SkipConnection(1)).response == 1
    many = an.Model(an.PowerLaw(2, "3/2", modes=10**9), 12, 9, NOISE, an.OrthogonalProjection())
    assert float(exact.test_loss(many, 30)) == pytest.approx(float(gaussian), rel=1e-4)


def test_infinitely_many_structured_features_are_the_limit_of_many() -> None:
    """What a finite width cuts off falls as N^-1 for c = 2, and times 1/D_N."""
    spectrum = an.PowerLaw(2, "3/2")
    few, many, all_of_them = (
        exact.test_loss(an.Model(spectrum, width, 9, NOISE, an.StructuredProjection(2)), 30, 15)
        for width in (10**4, 10**6, "inf")
    )
    assert 50 < (few / all_of_them - 1) / (many / all_of_them - 1) < 200


@pytest.mark.parametrize("power", ["9/2", 6])
def test_features_that_hardly_vary_are_not_seen(power: object) -> None:
    """At early times; up to 1024 of them are added one by one, more are not."""
    few, many = (
        exact.test_loss(
            an.Model(an.PowerLaw(2, "3/2"), width, 40, NOISE, an.StructuredProjection(power)), 30.0
        )
        for width in (1000, 1100)
    )
    assert few == pytest.approx(many, rel=1e-10)


def test_null_modes_are_projected_too() -> None:
    """As many null modes as others, against their limit of small eigenvalues."""
    values = [1, "1/2", "1/4", "1/8"]
    losses = [
        exact.test_loss(
            an.Model(
                an.MeasuredSpectrum([*values, *[small] * 4], [1] * 8, null_threshold=0),
                3,
                6,
                NOISE,
                an.OrthogonalProjection(),
            ),
            10,
            12,
        )
        for small in (0, "1e-12")
    ]
    assert gap(*losses) < 1e-9
    null = an.Model(
        an.MeasuredSpectrum([*values, 0], [1] * 5), 3, projection=an.OrthogonalProjection()
    )
    projection = np.empty((3, 4))
    draw_projection(stream_of(0, 0, 0), projection, finite_model(null))
    assert np.all(np.sum(projection**2, axis=1) < 5)


@pytest.mark.parametrize("text", [*FREE, "hashing"])
def test_the_mean_eigenvalue_of_a_projection_is_one(text: str) -> None:
    model = finite_model(model_of(text).with_modes(60))
    traces = []
    for number in range(200):
        projection = np.empty((model.width or 0, model.modes))
        draw_projection(stream_of(0, number, 0), projection, model)
        traces.append(np.sum(projection**2) / len(projection) / model.modes)
    error = np.std(traces) / np.sqrt(len(traces))
    assert abs(np.mean(traces) - 1) < LARGEST_SCORE * error + 1e-12


SPECTRA = [
    SPECTRUM,
    an.PowerLaw(3, 2),
    an.ExponentialDecay("1/2", "1/3", modes=8),
    an.MeasuredSpectrum([1, "1/10", "1/2", "1/5", 0], [1, 2, 3, 4, 1]),
]


@pytest.mark.parametrize("spectrum", SPECTRA, ids=lambda one: type(one).__name__)
def test_aligned_modes_are_the_only_ones_that_are_learned(spectrum: an.PowerLaw) -> None:
    model = an.Model(spectrum, 3, "inf", NOISE, an.AlignedProjection())
    levels = spectrum.with_modes(3000) if spectrum.modes == oo else spectrum
    eigenvalues, powers, _ = levels.levels()
    order = np.argsort(-eigenvalues)
    first, rest = order[:3], order[3:]
    learned = np.sum(powers[first] * np.exp(-2 * 30 * eigenvalues[first]))
    expected = learned + powers[rest].sum()
    assert exact.test_loss(model, 30.0) == pytest.approx(expected, rel=1e-3)
    if spectrum.modes != oo:
        assert exact.test_loss(model, 30.0) == pytest.approx(expected, rel=1e-13)
        assert sampling.test_loss(model, 30, draws=2).mean == pytest.approx(expected, rel=1e-13)
    assert gap(exact.test_loss(model, "inf", 30), exact.test_loss(model, "inf", 40)) < 1e-29


def test_no_target_beyond_the_aligned_modes_is_lost_in_digits() -> None:
    """sum over k > 10^6 of k^-2, to digits known from Euler and Maclaurin's formula."""
    model = an.Model(an.PowerLaw(2, 2), 10**6, projection=an.AlignedProjection())
    n = Rational(10) ** 6
    expected = 1 / n - 1 / (2 * n**2) + 1 / (6 * n**3) - 1 / (30 * n**5) + 1 / (42 * n**7)
    found = exact.test_loss(model, "inf", 40)
    with mp.workdps(60):
        assert gap(found, mp.mpf(expected.p) / expected.q) < 1e-39


def test_what_is_hashed_is_drawn_and_not_exact() -> None:
    model = model_of("hashing")
    assert sampling.test_loss(model, 3, draws=20).mean > 0
    with pytest.raises(InvalidProblemError, match=r"no D_N.*Simulate it"):
        exact.test_loss(model, 3)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("sparse:0", "density = 0 is no share"),
        ("sparse:2", "density = 2 is no share"),
        ("deep:40,0", "width of a layer = 0"),
        ("deep:", "states no widths of layers. Write it as deep:40,80"),
        ("skip:0", "epsilon = 0 has no meaning"),
        ("skip", "skip takes epsilon. Write it as skip:epsilon"),
        ("residual:1/2,1", "depth = 1/2 is no number of layers"),
        ("structured:-1", "cannot fall with the power -1"),
        ("structured:inf", "cannot fall with the power oo"),
        ("foo", "'foo' names no projection. Choose among gaussian, orthogonal"),
    ],
)
def test_what_is_no_projection_is_refused(text: str, fact: str) -> None:
    with pytest.raises(InvalidProblemError, match=fact):
        named_projection(text)


@pytest.mark.parametrize(
    ("width", "projection", "fact"),
    [
        (13, an.OrthogonalProjection(), "13 orthogonal rows do not fit into 12 modes"),
        (13, an.CosineProjection(), "13 orthogonal rows do not fit into 12 modes"),
        (13, an.DeepProjection([13, 12]), "width = 13 is not that of the last layer, 12"),
        (13, an.SkipConnection(1), "width = 13 was given to layers that keep"),
        (13, an.StructuredProjection(SPECTRUM), "13 is not the number of the features, 12"),
        ("inf", an.StructuredProjection("1/2"), r"as i\^-1/2 have no finite trace"),
        ("7/2", an.StructuredProjection(2), "width = 7/2 is no number of features"),
        ("5/2", an.AlignedProjection(), "width = 5/2 is no number of modes that are kept"),
        (3, an.OrthogonalProjection, "is no projection. Give one such as"),
    ],
)
def test_what_does_not_fit_is_refused(width: object, projection: Projection, fact: str) -> None:
    with pytest.raises(InvalidProblemError, match=fact):
        an.Model(SPECTRUM, width, projection=projection)


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="Infinitely many layers cannot be drawn"):
        sampling.test_loss(model_of("residual:inf,1"), 3, draws=2)
    with pytest.raises(InvalidProblemError, match="Infinitely many features cannot be drawn"):
        sampling.test_loss(an.Model(SPECTRUM, projection=an.StructuredProjection(2)), 3, draws=2)
    with pytest.raises(InvalidProblemError, match="The best width was asked for"):
        exact.frontier(an.Model(an.PowerLaw(2, 2), projection=an.DeepProjection([3, 4])), 100)
    with pytest.raises(InvalidProblemError, match="q is a symbol"):
        exact.test_loss(an.Model(SPECTRUM, projection=an.SkipConnection(Symbol("q"))), 3)


def test_what_a_projection_costs() -> None:
    assert an.DeepProjection([40, 80]).parameters(80, 300) == 40 * 300 + 40 * 80
    assert an.GaussianProjection().parameters(40, 300) == 40 * 300


@dataclass(frozen=True)
class Halved(Projection):
    """A projection of one's own: D_N = 1 - d/(2 N) + ..., none of the package's classes."""

    def response(self, width, modes):
        return an.DeepProjection([2 * width, 2 * width]).response(width, modes)

    def ranks(self, width, modes):  # noqa: ARG002
        return (2 * width, 2 * width)


class Doubled(an.GaussianProjection):
    """Features that are larger by the square root of two: D_N = 2 (1 - d/N)."""

    def response(self, width, modes):
        return 2 * super().response(width, modes)


@pytest.mark.parametrize("digits", [None, 20])
@pytest.mark.parametrize(("width", "samples"), [(10, 25), (25, 10), ("inf", 20), (20, "inf")])
def test_features_that_are_larger_are_learned_sooner(
    width: object, samples: object, digits: int | None
) -> None:
    model = an.Model(an.PowerLaw(2, "3/2"), width, samples, NOISE)
    larger = replace_model(model, projection=Doubled())
    close = 1e-12 if digits is None else 1e-19
    for loss in (exact.test_loss, exact.train_loss):
        assert mp.almosteq(loss(larger, 9, digits), loss(model, 18, digits), close)
        penalised = [
            loss(one, "inf", digits, an.Ridge(penalty))
            for one, penalty in ((larger, "1/5"), (model, "1/10"))
        ]
        assert mp.almosteq(*penalised, close)


def test_another_projection_is_one_class() -> None:
    own = an.Model(SPECTRUM, 3, SAMPLES, NOISE, Halved())
    same = an.Model(SPECTRUM, "inf", SAMPLES, NOISE, an.DeepProjection([6, 6]))
    assert exact.test_loss(own, 30, 20) == exact.test_loss(same, 30, 20)


def test_the_command_line_states_it(command: Command) -> None:
    asked = ("--a", "2", "--b", "3/2", "--modes", "12", "--samples", "18", "--time", "30")
    code, out, _ = command("loss", *asked, "--projection", "deep:8,6")
    assert (code, float(out.split()[1])) == (
        0,
        pytest.approx(exact.test_loss(model_of("deep:8,6", 18, 0), 30.0), rel=1e-14),
    )
    code, out, _ = command("simulate", *asked, "--projection", "skip:1/2", "--draws", "4", "--json")
    assert (code, '"projection": "SkipConnection(' in out) == (0, True)
    code, _, err = command("loss", *asked, "--width", "6", "--projection", "hashing")
    assert (code, "has no D_N" in err) == (2, True)


@pytest.mark.parametrize(
    ("projection", "width"),
    [
        (an.StructuredProjection(0), 40),
        (an.StructuredProjection(an.MeasuredSpectrum(["2"] * 40, ["1"] * 40)), oo),
    ],
    ids=["power 0", "equal eigenvalues"],
)
def test_equal_features_are_gaussian_ones(projection, width) -> None:
    times = np.geomspace(1, 1e6, 20)
    models = an.Model(SPECTRUM, width, 120, "1/20", projection), an.Model(SPECTRUM, 40, 120, "1/20")
    found, expected = (an.exact.losses(model, times).test for model in models)
    assert found.tolist() == expected.tolist()


@pytest.mark.parametrize("time", [100, "316.2277660168379", 1000])
def test_a_covariance_that_falls_fast_keeps_its_branch(time: object) -> None:
    """The regulariser of the features has branches: on a ray from d = 0 another one is met."""
    model = an.Model(an.PowerLaw(2, "3/2"), projection=an.StructuredProjection(3))
    in_digits = an.exact.test_loss(model, time, digits=12)
    in_doubles = an.exact.test_loss(model, np.array([float(time)]))
    assert float(in_digits) == pytest.approx(float(in_doubles[0]), rel=1e-11)


@pytest.mark.parametrize(
    ("spectrum", "resources", "power", "time"),
    [
        (an.PowerLaw(5, 2, modes=1000), (300, "inf"), 6, "123.0953499580698"),
        (an.PowerLaw("3/2", 2, modes=50), (20, 30), 6, "530.4808728956507"),
        (an.PowerLaw(5, "6/5"), (300, 10**7), 6, "7910.791862954312"),
    ],
)
def test_a_trial_that_failed_leaves_no_branch_behind(
    spectrum: an.PowerLaw, resources: tuple[object, object], power: int, time: str
) -> None:
    """Points at which continuation once ended on another branch, and said so."""
    model = an.Model(spectrum, *resources, projection=an.StructuredProjection(power))
    in_doubles = an.exact.test_loss(model, np.array([float(time)]))
    assert float(an.exact.test_loss(model, time, digits=12)) == pytest.approx(
        float(in_doubles[0]), rel=1e-10
    )
