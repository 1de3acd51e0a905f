r"""What cannot be simulated is refused with fact, cause and way out."""

import numpy as np
import pytest
from sympy import Symbol

from analytic import sampling
from analytic.errors import InvalidProblemError, SimulationError
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.sampling.finite_model import finite_model

MODEL = Model(PowerLaw(2, "3/2", modes=6), 3, 4)
LEVELS = PowerLaw(4, 3, modes=3)


def test_infinitely_many_modes_are_refused():
    with pytest.raises(SimulationError) as caught:
        sampling.test_loss(Model(PowerLaw(2, "3/2"), 3, 4), 1)
    assert str(caught.value) == (
        "A simulation needs a finite number of modes: the spectrum has infinitely many. "
        "Use model.with_modes(4000), on the command line --modes 4000."
    )


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (Model(LEVELS, width="5/2"), r"cannot draw width = 5/2: .* Choose an integer, or inf"),
        (Model(LEVELS, samples="2.5"), r"cannot draw samples = 5/2"),
        (Model(LEVELS, width=Symbol("N", positive=True)), "width = N has a free symbol"),
        (
            Model(PowerLaw(Symbol("a", positive=True), 3, modes=3)),
            "a = a has a free symbol. Substitute a value",
        ),
        (
            Model(PowerLaw(4, 3, modes=3, multiplicity="1/2")),
            r"level 1 stands for 0\.5 of them\. Choose an integer multiplicity",
        ),
        (
            Model(PowerLaw(4, 3, modes=3, multiplicity_growth="1/2")),
            r"level 2 stands for 1\.41421 of them",
        ),
    ],
)
def test_models_that_cannot_be_drawn_are_refused(model, message):
    for question in (
        lambda: sampling.losses(model, 1, draws=2),
        lambda: sampling.mean_error(model, 1, 1, draws=2),
        lambda: sampling.eigenvalues(model, draws=2),
    ):
        with pytest.raises(SimulationError, match=message):
            question()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"draws": 1}, r"draws = 1 is not usable: a standard error needs at least two draws"),
        ({"draws": 2.5}, r"draws = 2\.5 .* Give an integer from 2 upwards"),
        ({"draws": True}, r"draws = True"),
        ({"seed": -1}, r"seed = -1 is not usable: .* Give an integer from 0 upwards"),
        ({"seed": "x"}, r"seed = 'x'"),
        ({"chunk_bytes": 0}, r"chunk_bytes = 0"),
        ({"time": []}, r"There are no times: .* Give at least one"),
        ({"time": [1, -1]}, r"is not a training time: .* Give real numbers that are not negative"),
        ({"time": float("nan")}, r"is not a training time"),
        ({"time": 1j}, r"is not a training time"),
        ({"time": "soon"}, r"is not a training time"),
        ({"time": [1, [2, 3]]}, r"is not a training time"),
        ({"time": Symbol("t")}, r"is not a training time"),
    ],
)
def test_questions_without_meaning_are_refused(arguments, message):
    for question in (sampling.test_loss, sampling.train_loss, sampling.losses):
        with pytest.raises(InvalidProblemError, match=message):
            question(MODEL, **{"time": 1, "draws": 2, **arguments})
    with pytest.raises(InvalidProblemError, match=message):
        sampling.mean_error(MODEL, **{"time": 1, "modes": 1, "draws": 2, **arguments})


@pytest.mark.parametrize("modes", [0, 7, [1, 7], 1.0, [], "1"])
def test_modes_that_are_not_there_are_refused(modes):
    with pytest.raises(InvalidProblemError, match=r"it has 6, counted from 1\. Give integers"):
        sampling.mean_error(MODEL, 1, modes, draws=2)


def test_other_training_is_refused():
    for question in (sampling.test_loss, sampling.train_loss, sampling.losses):
        with pytest.raises(SimulationError, match="has no spectral filter"):
            question(MODEL, 1, draws=2, training="sgd")


def test_a_spectrum_is_not_a_model():
    with pytest.raises(InvalidProblemError, match=r"is no model\. Give Model"):
        sampling.test_loss(MODEL.spectrum, 1)


def test_levels_are_expanded_into_their_modes():
    spectrum = PowerLaw(
        4, 3, modes=3, scale=2, amplitude=5, further_powers=[(1, 6)], multiplicity=2,
        multiplicity_growth=1,
    )  # fmt: skip
    finite = finite_model(Model(spectrum, 7, "inf", "1/4"))
    k = np.repeat([1.0, 2.0, 3.0], [2, 4, 6])
    assert finite.eigenvalues.tolist() == (2 * k**-3.0).tolist()
    assert finite.target_power.tolist() == (5 * k**-4.0 + k**-6.0).tolist()
    assert (finite.width, finite.samples, finite.noise, finite.modes) == (7, None, 0.25, 12)


def test_measured_spectra_are_taken_as_they_are():
    finite = finite_model(Model(MeasuredSpectrum(["1/4", 3.5], [0, "1/3"])))
    assert finite.eigenvalues.tolist() == [0.25, 3.5]
    assert finite.target_power.tolist() == [0, 1 / 3]
    assert finite.is_deterministic


def test_replicated_modes_share_rate_and_power():
    finite = finite_model(MODEL.replicated(3))
    assert (finite.modes, finite.width, finite.samples) == (18, 9, 12)
    single = finite_model(MODEL)
    np.testing.assert_array_equal(finite.eigenvalues[:3], [1 / 3] * 3)
    assert abs(finite.target_power.sum() - single.target_power.sum()) < 1e-15 * 18
