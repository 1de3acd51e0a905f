"""The figures: a function for each, which draws it on matplotlib axes and returns them.

    >>> from derivations import figures
    >>> axes = figures.density(draws=0)  # on a sheet of its own; or axes=[left, right]
    >>> [one.get_xlabel() for one in axes]
    ['$x$', '$x$']

What the command `plot` needs to know of each stands beside it: how its numbers are made, for which
powers, with which options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from sympy import Expr

from analytic.export.figures import (
    Figure,
    crossover_figure,
    decomposition_figure,
    density_figure,
    draw,
    four_regimes_figure,
    frontier_figure,
    learning_curves_figure,
    members_figure,
    peak_figure,
    phases_figure,
    plane_figure,
)
from analytic.law import Law
from analytic.notation import a, b
from analytic.problem import FIELD_EQUATIONS, PowerLaw
from analytic.real_numbers import exact_number
from analytic.result import Effort, Result
from analytic.verify import checked_effort
from derivations import (
    compute_optimal,
    data_crossover,
    ensembling,
    four_regimes,
    width_crossover,
)
from derivations.bottleneck import DATA, WIDTH, limited_law
from derivations.compute.ansatz import on_samples
from derivations.double_descent import derive as derive_peak
from derivations.finite_size import correction_law
from derivations.one_pass.phases import phases_on_a_budget

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    Places = Axes | Iterable[Axes] | None

__all__ = [
    "FIGURES",
    "PLANE",
    "Asked",
    "Drawable",
    "Name",
    "crossover",
    "decomposition",
    "density",
    "double_descent",
    "frontier",
    "learning_curves",
    "members",
    "phases",
    "plane",
    "regimes",
]


class Name(StrEnum):
    """What can be plotted."""

    CROSSOVER = "crossover"
    DECOMPOSITION = "decomposition"
    DENSITY = "density"
    DOUBLE_DESCENT = "double-descent"
    FOUR_REGIMES = "four-regimes"
    FRONTIER = "frontier"
    LEARNING_CURVES = "learning-curves"
    MEMBERS = "members"
    PHASES = "phases"


class Asked(NamedTuple):
    """What a figure is asked for: a power law in numbers, a time, and how many draws."""

    spectrum: PowerLaw
    time: Expr
    effort: Effort


@dataclass(frozen=True)
class Drawable:
    """A figure: how it is made, the powers it has by itself, the options that it takes."""

    make: Callable[[Asked], Figure]
    options: frozenset[str]
    powers: tuple[str, str] = ("2", "3/2")


_POWERS = frozenset({"a", "b"})
_DICE = frozenset({"draws", "seed"})


def _laws_with_regimes() -> dict[str, Law]:
    """The laws whose regimes divide the plane, without the rest of their derivations."""
    spectrum = PowerLaw(a, b)
    return {
        title: law(bottleneck, spectrum, FIELD_EQUATIONS)
        for title, law, bottleneck in (
            ("Width-limited loss", limited_law, WIDTH),
            ("Data-limited loss", limited_law, DATA),
            ("Finite-width correction", correction_law, WIDTH),
            ("Finite-data correction", correction_law, DATA),
        )
    }


def _crossovers(spectrum: PowerLaw) -> list[Result]:
    return [crossover.derive(spectrum) for crossover in (width_crossover, data_crossover)]


def _frontier(asked: Asked) -> Figure:
    spectrum, result = asked.spectrum, compute_optimal.derive(asked.spectrum)
    ansatz = result.formulas.get("ansatz")  # none where a logarithm stands in the place of one
    several = {} if ansatz is None else on_samples(ansatz, spectrum, FIELD_EQUATIONS, {})
    return frontier_figure(result, spectrum, asked.effort, several)


FIGURES: Mapping[Name, Drawable] = {
    Name.CROSSOVER: Drawable(
        lambda asked: crossover_figure(_crossovers(asked.spectrum), asked.spectrum, asked.effort),
        _POWERS | _DICE,
    ),
    Name.DECOMPOSITION: Drawable(
        lambda asked: decomposition_figure(asked.spectrum, asked.effort), _POWERS | _DICE
    ),
    Name.DENSITY: Drawable(
        lambda asked: density_figure(asked.spectrum, asked.effort), _DICE | {"b"}
    ),
    Name.DOUBLE_DESCENT: Drawable(
        lambda asked: peak_figure(derive_peak(), asked.spectrum, asked.effort),
        _POWERS | _DICE,
    ),
    Name.FOUR_REGIMES: Drawable(
        lambda asked: four_regimes_figure(_crossovers(asked.spectrum), asked.spectrum, asked.time),
        _POWERS | {"time", "plane"},
        ("3/2", "2"),
    ),
    Name.FRONTIER: Drawable(
        _frontier,
        _POWERS | _DICE,
        ("4", "3/2"),  # where the ansatz is off by a power of compute
    ),
    Name.LEARNING_CURVES: Drawable(
        lambda asked: learning_curves_figure(asked.spectrum, asked.effort), _POWERS | _DICE
    ),
    Name.MEMBERS: Drawable(
        lambda asked: members_figure(ensembling.derive(), asked.spectrum), _POWERS
    ),
    Name.PHASES: Drawable(
        lambda _: phases_figure(_laws_with_regimes(), phases_on_a_budget()), frozenset()
    ),
}

PLANE = Drawable(
    lambda asked: plane_figure(four_regimes.derive(asked.spectrum), asked.spectrum, asked.time),
    FIGURES[Name.FOUR_REGIMES].options,
    ("9/2", "3/2"),  # where all five terms rule somewhere
)


def learning_curves(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """Test and training loss against time: limited width, limited data. Two axes."""
    return _drawn(FIGURES[Name.LEARNING_CURVES], axes, (a, b), draws=draws, seed=seed)


def crossover(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss from the time law to the law in width, and in data. Two axes."""
    return _drawn(FIGURES[Name.CROSSOVER], axes, (a, b), draws=draws, seed=seed)


def decomposition(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss over time and its four parts, on both sides of N = P. Two axes."""
    return _drawn(FIGURES[Name.DECOMPOSITION], axes, (a, b), draws=draws, seed=seed)


def density(b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None) -> list[Axes]:
    """The spectral density of K over simulated eigenvalues: white, and a power law. Two axes."""
    return _drawn(FIGURES[Name.DENSITY], axes, (None, b), draws=draws, seed=seed)


def double_descent(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss over N/P by penalty and by time, with the formula of its peak. Two axes."""
    return _drawn(FIGURES[Name.DOUBLE_DESCENT], axes, (a, b), draws=draws, seed=seed)


def frontier(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The best loss, width and time over compute. Four axes; three where a = b + 1."""
    return _drawn(FIGURES[Name.FRONTIER], axes, (a, b), draws=draws, seed=seed)


def regimes(a: Any = None, b: Any = None, *, time: Any = "1e6", axes: Places = None) -> list[Axes]:
    """Resolution- and variance-limited losses, in width and in data, at one time. Four axes."""
    return _drawn(FIGURES[Name.FOUR_REGIMES], axes, (a, b), time)


def plane(a: Any = None, b: Any = None, *, time: Any = "1e6", axes: Places = None) -> list[Axes]:
    """Which term of the loss is the largest where in the (N, P) plane. Two axes."""
    return _drawn(PLANE, axes, (a, b), time)


def members(a: Any = None, b: Any = None, *, axes: Places = None) -> list[Axes]:
    """How many models are best at the same compute. Four axes."""
    return _drawn(FIGURES[Name.MEMBERS], axes, (a, b))


def phases(*, axes: Places = None) -> list[Axes]:
    """Which exponent is the smallest for which a and b. Six axes."""
    return _drawn(FIGURES[Name.PHASES], axes, (None, None))


def _drawn(
    figure: Drawable,
    axes: Places,
    powers: tuple[Any, Any],
    time: Any = "1e6",
    draws: int = 0,
    seed: int = 0,
) -> list[Axes]:
    """A figure on axes.

    Raises    InvalidProblemError for powers, a time or draws without a meaning, and for another
              number of axes than the figure has panels.
    """
    (a, b) = (given or own for given, own in zip(powers, figure.powers, strict=True))
    asked = Asked(PowerLaw(a, b), exact_number(time, "time"), checked_effort(1, draws, seed))
    return draw(figure.make(asked), axes)
