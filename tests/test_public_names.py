"""The public surface, pinned: a name appears or disappears here on purpose only."""

import inspect
import subprocess
import sys
from types import ModuleType

import pytest

import analytic
import derivations
from analytic import exact, problem, sampling, symbolic
from analytic.checking import Comparison
from analytic.verification import Verification
from tests.test_house_rules import DISPLAYED

NAMES = [
    "AlignedProjection",
    "ArcCosine",
    "AveragedDescent",
    "B",
    "C",
    "CosineProjection",
    "DeepProjection",
    "Erf",
    "ExponentialDecay",
    "GaussianData",
    "GaussianProjection",
    "GradientDescent",
    "GradientFlow",
    "GrowingMomentum",
    "HashingProjection",
    "HeavyBall",
    "HeavyBallFlow",
    "Laplace",
    "LossTable",
    "M",
    "Matern",
    "MeasuredSpectrum",
    "Model",
    "Monomial",
    "N",
    "Nesterov",
    "NeuralTangent",
    "OneHotData",
    "OnePassSGD",
    "OrthogonalProjection",
    "P",
    "Page",
    "PowerLaw",
    "ReLU",
    "ResidualProjection",
    "Ridge",
    "RingTorus",
    "ScalingLawsError",
    "SkipConnection",
    "SparseProjection",
    "Sphere",
    "StructuredProjection",
    "Tanh",
    "Torus",
    "a",
    "b",
    "check",
    "eta",
    "exact",
    "fit_losses",
    "fit_spectrum",
    "kappa",
    "lambdify",
    "mu",
    "parse",
    "read_losses",
    "read_page",
    "read_spectrum",
    "sampling",
    "sigma2",
    "spectrum_of_features",
    "spectrum_of_kernel",
    "substitute",
    "sweep",
    "symbolic",
    "t",
    "tau",
    "verify",
]


def test_public_names_are_pinned() -> None:
    assert dir(analytic) == NAMES
    assert sorted(analytic.__all__) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_exists_and_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(analytic, name))


@pytest.mark.parametrize("module", [analytic, exact, sampling, symbolic], ids=lambda m: m.__name__)
def test_every_public_function_shows_how_it_is_called(module: ModuleType) -> None:
    functions = {name: getattr(module, name) for name in module.__all__}
    silent = [
        name
        for name, function in functions.items()
        if inspect.isfunction(function) and ">>>" not in (inspect.getdoc(function) or "")
    ]
    assert silent == []


NO_QUANTITIES = {
    "Cov",  # a letter of the field equations, made by SymPy
    "LossTable",
    "Page",
    "ScalingLawsError",
    "check",
    "finished_draws",
    "lambdify",
    "parse",
    "read_losses",
    "read_page",
    "read_spectrum",
    "replace_model",
    "substitute",
    "sweep",
    "verify",
}
"""Doors, files and errors: nothing of the theory that an equation would define."""


def shows_an_equation(documented: object) -> bool:
    """Whether a line of its own, set off by spaces, is mathematics."""
    return DISPLAYED.search(inspect.getdoc(documented) or "") is not None


@pytest.mark.parametrize(
    "module", [analytic, exact, problem, sampling, symbolic], ids=lambda module: module.__name__
)
def test_every_public_quantity_shows_its_equation(module: ModuleType) -> None:
    stated = {
        name: getattr(module, name)
        for name in module.__all__
        if name not in NO_QUANTITIES and not name.startswith("require_")
    }
    silent = [
        name
        for name, one in stated.items()
        if (inspect.isfunction(one) or inspect.isclass(one)) and not shows_an_equation(one)
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("The loss.", False),
        ("The loss L = 1.", False),
        ("The loss.\n\n>>> L = 1\n>>> L\n1", False),
        ("The loss.\n\nL = v^T v", False),
        ("The loss.\n\n    L = v^T v\n\nShape     a number.", True),
    ],
)
def test_an_equation_is_a_line_of_its_own(text: str, shows: bool) -> None:
    def documented() -> None:
        """To be replaced."""

    documented.__doc__ = text
    assert shows_an_equation(documented) is shows


def test_verify_and_check_are_the_functions_however_their_modules_are_imported() -> None:
    assert inspect.isfunction(analytic.verify)
    assert inspect.isfunction(analytic.check)
    assert inspect.getmodule(Verification) is sys.modules["analytic.verification"]
    assert inspect.getmodule(Comparison) is sys.modules["analytic.checking"]
    assert inspect.isfunction(analytic.verify)
    assert inspect.isfunction(analytic.check)


def test_importing_calls_no_witness() -> None:
    program = (
        "import sys, analytic; "
        "print(*[n for n in ('exact', 'sampling', 'symbolic') if f'analytic.{n}' in sys.modules])"
    )
    assert _printed(program) == []


def test_no_page_of_algebra_loads_what_evaluates_or_draws() -> None:
    program = """
import sys
from importlib import import_module
from derivations.headings import HEADINGS

for heading in HEADINGS.values():
    import_module(f"derivations.{heading.module}")
witnesses = ("analytic.exact.", "analytic.sampling.", "analytic.fits")
print(*(name for name in sys.modules if name.startswith(witnesses)))
"""
    assert _printed(program) == []


def _printed(program: str) -> list[str]:
    """The words that a program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_table_of_contents_lists_results_in_the_order_of_the_argument() -> None:
    assert list(derivations.RESULTS) == [
        "field-equations",
        "spectral-density",
        "white-spectrum",
        "early-time",
        "time-limited",
        "width-limited",
        "data-limited",
        "width-data-duality",
        "finite-width-correction",
        "finite-data-correction",
        "variance-limited",
        "width-crossover",
        "data-crossover",
        "four-regimes",
        "compute-optimal",
        "compute-limited-data",
        "ensembling",
        "train-test-gap",
        "label-noise",
        "ridge",
        "ridge-map",
        "double-descent",
        "optimal-ridge",
        "equiparameterization",
        "noise-and-regularisation",
        "early-stopping",
        "plateau",
        "nonlinear-features",
        "gradient-descent",
        "averaged-descent",
        "momentum",
        "one-pass-sgd",
        "free-projection",
        "orthogonal-projection",
        "depth",
        "structured-features",
        "residual-depth",
        "aligned-projection",
        "one-hot-data",
        "mixed-data",
        "resolution-limited",
        "kernel-smoothness",
        "feature-learning",
    ]


def test_importing_brings_in_nothing_that_only_the_terminal_or_a_plot_needs() -> None:
    program = (
        "import sys, analytic, derivations; "
        "print(*{'matplotlib', 'rich', 'typer', 'IPython', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_importing_derives_nothing() -> None:
    program = (
        "from derivations import RESULTS; len(RESULTS), list(RESULTS); print(RESULTS._derived)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "{}"
