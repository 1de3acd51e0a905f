"""Every public function, given what has no meaning, says so in this package's own words.

One argument of a good call at a time is replaced by nonsense; an answer is fine, another exception
than ScalingLawsError is not. A public function that has no good call here fails the test too.
"""

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sympy import Eq, Function, I, Integer, Symbol, nan, zeta

import analytic as an
from analytic import exact, sampling, symbolic
from analytic.errors import ScalingLawsError
from analytic.notation import a, b, t
from analytic.problem import GradientFlow, MeasuredSpectrum, Model, OnePassSGD, PowerLaw
from derivations import RESULTS

SPECTRUM = Path(__file__).parent / "data" / "digits_linear.txt"
DERIVATION = SPECTRUM.with_name("width_limited.txt")
LOSSES = an.LossTable({"N": [1, 2, 4, 8, 16]}, [5, 4, 3, 2.5, 2.2])
MODEL = Model(PowerLaw(2, 2, 6), 3, 9)
ONE = Integer(1)
WIDE = Model(PowerLaw(2, 2), width="inf", samples="inf")
SUM = symbolic.HarmonicSum(ONE, -a, -b, symbolic.Exponential(ONE), t)
TAIL = symbolic.HarmonicSum(ONE, -a, b, symbolic.Resolvent(ONE), t)
FEW = sampling.test_loss(MODEL, [1, 2, 4, 8], draws=3)

NONSENSE = (
    None,
    "",
    "nonsense",
    -1,
    float("nan"),
    nan,
    I,
    1j,
    True,
    object(),
    [],
    {},
    Symbol("a"),
    Eq(a, b),
    PowerLaw(2, 2),
    PowerLaw,
    b"2",
    ...,
)

DRAWN = {"time": 1, "draws": 3, "seed": 0, "training": GradientFlow(), "chunk_bytes": 2**20}
IN_PARALLEL = {"executor": None, "progress": None}

CALLS: Mapping[ModuleType, Mapping[str, Mapping[str, Any]]] = {
    an: {
        "check": {"law": "time-limited", "expression": "a", "as_": "auto", "draws": 0, "seed": 0}
        | {"domain": a > 2, "digits": 12, "executor": None},
        "fit_losses": {"losses": LOSSES, "resources": None},
        "LossTable": {"resources": {"N": [1, 2]}, "loss": [2, 1], "error": None},
        "read_losses": {"source": str(SPECTRUM.with_name("losses.csv"))},
        "fit_spectrum": {"spectrum": MeasuredSpectrum([1 / k for k in range(1, 9)], [1] * 8)},
        "lambdify": {"letters": "a", "expression": a, "modules": "numpy"},
        "parse": {"text": "a", "notation": "dynamical", "beside": ()},
        "read_page": {"file": str(DERIVATION), "result": "width-limited", "notation": "dynamical"},
        "read_spectrum": {"source": str(SPECTRUM), "null_threshold": None},
        "spectrum_of_features": {"features": [[1], [2]], "targets": [1, 3]}
        | {"null_threshold": None},
        "spectrum_of_kernel": {"kernel": [[2, 0], [0, 1]], "targets": [1, 3]}
        | {"null_threshold": None},
        "substitute": {"expression": a, "values": {"a": 2}},
        "verify": {"result": "time-limited", "digits": 5, "draws": 0, "seed": 0}
        | {"executor": None, "progress": None},
        "Model": {"spectrum": PowerLaw(2, 2), "width": 3, "samples": 4, "noise": 0}
        | {"projection": an.GaussianProjection()},
        "AlignedProjection": {},
        "CosineProjection": {},
        "DeepProjection": {"widths": [3, 4]},
        "GaussianData": {},
        "GaussianProjection": {},
        "HashingProjection": {},
        "OneHotData": {"power": 1},
        "OrthogonalProjection": {},
        "ResidualProjection": {"depth": 3, "tau": 1},
        "ArcCosine": {"order": 1},
        "Laplace": {"scale": "1/2"},
        "Matern": {"nu": "3/2", "scale": 1},
        "NeuralTangent": {"depth": 2},
        "RingTorus": {"thickness": "1/2"},
        "Sphere": {"dimension": 2},
        "Torus": {"dimension": 2},
        "SkipConnection": {"epsilon": "1/2"},
        "SparseProjection": {"density": "1/10"},
        "StructuredProjection": {"spectrum": "3/2"},
        "PowerLaw": {"a": 2, "b": 2, "modes": 5, "scale": 1, "amplitude": 1}
        | {"further_powers": (), "multiplicity": 1, "multiplicity_growth": 0},
        "ExponentialDecay": {"ratio": "1/2", "target_ratio": "1/3", "modes": 5, "scale": 1}
        | {"amplitude": 1, "multiplicity": 1},
        "Erf": {},
        "Monomial": {"power": 2},
        "ReLU": {},
        "Tanh": {},
        "Page": {"title": "A page", "about": "time-limited", "where": a > 2},
        "MeasuredSpectrum": {"eigenvalues": [1, "1/2"], "target_power": [1, 1]}
        | {"null_threshold": 0},
        "AveragedDescent": {"step": "1/10"},
        "GradientFlow": {},
        "GradientDescent": {"step": "1/10"},
        "GrowingMomentum": {"step": "1/10", "growth": 2},
        "HeavyBall": {"step": "1/10", "momentum": "1/2"},
        "HeavyBallFlow": {"inertia": 1},
        "Nesterov": {"step": "1/10", "momentum": "1/2"},
        "OnePassSGD": {"step": "1/10", "batch": 2},
        "Ridge": {"penalty": "1/10"},
        "sweep": {"models": [MODEL], "time": 1, "draws": 3, "seed": 0, "training": GradientFlow()}
        | {**IN_PARALLEL, "file": "sweep.parquet"},
    },
    exact: {
        "decomposition": {"model": MODEL, "time": 1, "digits": 5},
        "ensemble_loss": {"model": MODEL, "time": 1, "projections": 1, "data_sets": 1, "digits": 5},
        "feature_eigenvalue": {"activation": an.ReLU(), "spectrum": PowerLaw(2, 2, 3)}
        | {"modes": [1, 2], "digits": 5},
        "feature_learning_loss": {"spectrum": PowerLaw(2, 2, 6), "time": 1, "richness": 1}
        | {"width": 3},
        "feature_spectrum": {"activation": an.ReLU(), "spectrum": PowerLaw(2, 2, 3), "count": 3}
        | {"digits": 5, "constant": True},
        "finite_size_coefficient": {"spectrum": PowerLaw(2, 2, 6), "resource": "width", "time": 1}
        | {"digits": 5},
        "frontier": {"model": WIDE, "compute": 100, "digits": None},
        "gap_coefficient": {"spectrum": PowerLaw(2, 2, 6), "time": 1, "digits": 5},
        "largest_step": {"model": MODEL, "training": an.GradientDescent(1), "digits": 5},
        "least_loss": {"model": WIDE, "compute": 100, "digits": 5},
        "nearest_neighbour_moment": {"manifold": an.Sphere(2), "samples": 5, "order": 2}
        | {"digits": 5},
        "kernel_eigenvalue": {"kernel": an.Laplace(), "manifold": an.Sphere(2), "mode": 1}
        | {"digits": 5},
        "kernel_spectrum": {"kernel": an.Laplace(), "manifold": an.Torus(2), "count": 3}
        | {"digits": 5},
        "mixed_data_loss": {"spectrum": PowerLaw(2, 2), "one_hot": 5, "gaussian": 5},
        "regression_loss": {"kernel": an.Laplace(), "manifold": an.Torus(1), "samples": 5}
        | {"digits": 5},
        "linear_fields": {"model": MODEL, "first": 1, "second": 2, "digits": 5}
        | {"statement": symbolic.FIELD_EQUATIONS, "shared": ("A", "data")},
        "losses": {"model": MODEL, "time": 1, "digits": 5, "training": GradientFlow()},
        "mean_error": {"model": MODEL, "time": 1, "mode": 1, "digits": 5},
        "mode_response": {"model": MODEL, "s": 1, "mode": 1, "digits": 5},
        "one_pass_largest_step": {"model": Model(PowerLaw(2, 2, 6), 3), "batch": 1, "digits": 5}
        | {"mean_field": False},
        "one_pass_loss": {"model": Model(PowerLaw(2, 2, 6), 3), "time": 1, "digits": 5}
        | {"training": OnePassSGD("1/10", 2), "mean_field": False, "accuracy": 1e-6},
        "optimal_stopping": {"model": Model(PowerLaw(2, 2, 6), 3, 9, 1), "digits": 5},
        "regression_excess": {"modes": 2, "samples": 9, "order": 1, "offset": 0, "digits": 5},
        "replica_loss": {"model": MODEL, "time": 1, "shared": ("width",), "digits": 5},
        "resolvents": {"spectrum": PowerLaw(2, 2, 6), "kappa": 1, "digits": 5},
        "responses": {"model": MODEL, "s": 1, "digits": 5},
        "spectral_atom": {"model": MODEL, "mode": 1, "digits": 5},
        "spectral_density": {"model": MODEL, "x": 1, "mode": 1, "digits": 5},
        "spectral_edge": {"model": MODEL},
        "test_loss": {"model": MODEL, "time": 1, "digits": 5, "training": GradientFlow()},
        "top_rate": {"model": MODEL, "digits": 5},
        "train_loss": {"model": MODEL, "time": 1, "digits": 5, "training": GradientFlow()},
        "optimal_ridge": {"model": MODEL, "digits": 5},
        "two_point": {"model": MODEL, "s": 1, "s2": 2, "digits": 5, "shared": ("width", "samples")},
    },
    sampling: {
        "decomposition": DRAWN
        | IN_PARALLEL
        | {"model": MODEL, "projections": 2, "data_sets": 2, "resume": None},
        "eigenvalues": IN_PARALLEL | {"model": MODEL, "draws": 2, "seed": 0, "chunk_bytes": 2**20},
        "ensemble_loss": DRAWN
        | IN_PARALLEL
        | {"model": MODEL, "projections": 1, "data_sets": 1, "resume": None},
        "expected_cost": {"model": MODEL, "time": 1, "draws": 2},
        "feature_eigenvalues": {"activation": an.ReLU(), "spectrum": PowerLaw(2, 2, 3)}
        | {"width": 4, "samples": 5, "draws": 2, "seed": 0, "rows": "signs", "constant": True},
        "feature_loss": {"activation": an.ReLU(), "spectrum": PowerLaw(2, 2, 3), "width": 4}
        | {"samples": 5, "penalty": "1/10", "draws": 2, "seed": 0, "rows": "signs"}
        | {"targets": 2},
        "feature_predictions": {"activation": an.ReLU(), "spectrum": PowerLaw(2, 2, 3)}
        | {"width": 4, "samples": 5, "penalty": "1/10", "draws": 2, "seed": 0},
        "finished_draws": {"path": "draws.npz"},
        "local_exponent": {"estimate": FEW, "time": [1, 2, 4, 8]},
        "losses": DRAWN | IN_PARALLEL | {"model": MODEL, "resume": None},
        "mean_error": DRAWN | IN_PARALLEL | {"model": MODEL, "modes": 1},
        "linear_interpolation_loss": {"manifold": an.Torus(1), "samples": 5, "draws": 3, "seed": 0},
        "gram_eigenvalues": {"kernel": an.Laplace(), "manifold": an.Sphere(2), "samples": 5}
        | {"draws": 3, "seed": 0},
        "nearest_neighbour_moment": {"manifold": an.Sphere(2), "samples": 5, "order": 2}
        | {"draws": 3, "seed": 0},
        "regression_loss": {"kernel": an.Laplace(), "teacher": an.Laplace(), "samples": 5}
        | {"manifold": an.Sphere(2), "draws": 3, "seed": 0},
        "test_loss": DRAWN | IN_PARALLEL | {"model": MODEL, "resume": None},
        "train_loss": DRAWN | IN_PARALLEL | {"model": MODEL, "resume": None},
        "two_layer_loss": {"spectrum": PowerLaw(2, 2, 3), "width": 4, "time": 1, "richness": 1}
        | {"draws": 2, "seed": 0, "within_span": True},
        "two_layer_modes": {"spectrum": PowerLaw(2, 2, 3), "width": 4, "draws": 2, "seed": 0},
        "window_exponent": {"estimate": FEW, "time": [1, 2, 4, 8]},
    },
    symbolic: {
        "as_function": {"harmonic": SUM},
        "coalescing": {"harmonic": TAIL, "towards": "zero", "near": 0, "terms": 1},
        "expand": {"harmonic": SUM, "towards": "infinity", "terms": 1},
        "numeric": {"harmonic": SUM, "point": {a: 2, b: 2, t: 1}, "digits": 5},
        "spectral_function": {"summed": zeta(a)},
    },
}
"""Classes of algebra that a derivation makes and a person does not are left out."""
MADE_BY_ALGEBRA = {"FieldEquations", "FIELD_EQUATIONS", "HarmonicSum", "LogPowers", "Exponential"}
MADE_BY_ALGEBRA |= {"Resolvent", "Coalescence", "Expansion"}
"""SymPy's functions take what SymPy takes, and refuse the rest as it does."""
OF_SYMPY = {
    name
    for name in symbolic.__all__
    if inspect.isclass(getattr(symbolic, name)) and issubclass(getattr(symbolic, name), Function)
}


def public_functions(module: ModuleType) -> set[str]:
    callables = {name for name in module.__all__ if callable(getattr(module, name))}
    answers = {
        name
        for name in callables
        if module in (exact, sampling) and inspect.isclass(getattr(module, name))
    }
    return callables - answers - MADE_BY_ALGEBRA - OF_SYMPY - {"ScalingLawsError"} - set("BCMNPabt")


def called(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    """A call by name, but for what can be given by position only."""
    kinds = inspect.signature(function).parameters
    by_name = {
        name
        for name, kind in kinds.items()
        if kind.kind in (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    }
    first = [value for name, value in arguments.items() if name not in by_name]
    rest = {name: value for name, value in arguments.items() if name in by_name}
    return function(*first, **rest)


@pytest.mark.parametrize("module", CALLS, ids=lambda module: module.__name__)
def test_every_public_function_is_asked(module: ModuleType) -> None:
    letters = {"eta", "kappa", "mu", "sigma2", "tau"}
    assert public_functions(module) - letters == CALLS[module].keys()


EVERY = [(module, name) for module, functions in CALLS.items() for name in functions]


@pytest.mark.parametrize(("module", "name"), EVERY)
def test_nonsense_is_named(module: ModuleType, name: str, tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    function, good = getattr(module, name), CALLS[module][name]
    called(function, good)
    bad = []
    for argument in good:
        for nonsense in NONSENSE:
            if argument == "progress" and callable(nonsense):  # what it raises is its own
                continue
            try:
                called(function, {**good, argument: nonsense})
            except ScalingLawsError as error:
                if "\n" in str(error) or not str(error).rstrip().endswith((".", ")")):
                    bad.append((argument, nonsense, str(error)))
            except Exception as error:
                bad.append((argument, nonsense, f"{type(error).__name__}: {error}"))
    assert bad == []


@pytest.mark.parametrize("name", ["time-limited", "width-limited", "gradient-descent"])
@pytest.mark.parametrize("method", ["at", "given", "__call__"])
def test_nonsense_given_to_a_law_is_named(name: str, method: str) -> None:
    law = RESULTS[name].law
    for nonsense in NONSENSE:
        for values in (nonsense, {"a": nonsense}, {"b": nonsense}):
            try:
                getattr(law, method)(values)
            except ScalingLawsError:
                continue
            assert nonsense in (None, {}) or isinstance(nonsense, Symbol), (values, nonsense)


SHOWN = {"left": "d", "right": "1/kappa + O(1)", "reason": "a pole", "where": "a > 2"}
BOUNDED = {"left": "d", "right": "1/kappa", "reason": "a pole", "remainder": 1, "relation": "="}
LET = {"name": "A", "value": "pi/b", "reason": "a letter"}


@pytest.mark.parametrize("good", [SHOWN, BOUNDED, LET])
def test_nonsense_on_a_page_is_named(good: Mapping[str, Any]) -> None:
    method = "let" if "name" in good else "show"
    getattr(an.Page("A page"), method)(**good)
    for argument in good:
        for nonsense in NONSENSE:
            page = an.Page("A page")
            try:
                getattr(page, method)(**{**good, argument: nonsense})
                if method == "show":
                    an.verify(page, digits=5)
            except ScalingLawsError:
                continue


def test_what_was_measured_by_strangers() -> None:
    assert not an.check("width-limited", "a", draws=0)
    assert an.verify("time-limited", digits=5, draws=0).ok
    with pytest.raises(ScalingLawsError, match=r"is no model.*Model\(PowerLaw"):
        exact.test_loss(PowerLaw(2, 2))
    with pytest.raises(ScalingLawsError, match="outside"):
        RESULTS["time-limited"].law.at({a: "1/2", b: 2})
    with pytest.raises(ScalingLawsError, match="is no model"):
        sampling.test_loss(MeasuredSpectrum([1], [1]), 1)
