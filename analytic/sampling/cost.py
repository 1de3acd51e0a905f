r"""What a simulation will cost: the time of a smaller one, and the memory of one draw.

    work = 10 M (N + P) + M N P + 4 r c min(r, c)

for one draw: its normal numbers, which take some ten products each, the product of its matrices and
the decomposition of what they make, of r rows and c columns; an unlimited resource has no matrix.
"""

from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

from analytic.problem import Model
from analytic.sampling import cores
from analytic.sampling.draws import drawn
from analytic.sampling.dynamics import solved
from analytic.sampling.finite_model import FiniteLayer, FiniteModel, finite_model
from analytic.sampling.questions import checked_draws, checked_times
from analytic.sampling.schedule import bytes_per_draw, require_memory

_SMALL = 5e8  # products: some tenths of a second, and long enough to be measured
_SOON = 40  # so many small draws are soon done
_NORMAL = 10


@dataclass(frozen=True)
class Cost:
    r"""Seconds on all cores, and bytes of the draws that are there at once.

        seconds = draws seconds_{one}/\min(draws, cores),   bytes = bytes_{one} \min(draws, cores)

    One draw takes one core.
    """

    seconds: float
    bytes: int


def expected_cost(model: Model, time: Any, draws: int) -> Cost | None:
    """The cost of draws of a model trained by a spectral filter; None where it is soon done.

        seconds_{one} = seconds_{small} work/work_{small}

    A draw of a model with the same shape as nearly as can be, but less work, is timed.

    Accuracy  a factor of a few: what takes long in large matrices is memory, in small ones
              products, and other work on the machine counts.
    Raises    InvalidProblemError for draws that are no count; SimulationError where one draw does
              not fit into the memory of the machine.

    >>> from analytic.problem import PowerLaw
    >>> expected_cost(Model(PowerLaw(2, 2, modes=9), width=3), 1, draws=10) is None
    True
    """
    finite, draws = finite_model(model), checked_draws(draws)
    memory = 0 if finite.is_deterministic else bytes_per_draw(finite, checked_times(time).size)
    require_memory(memory)
    whole = _work(finite)
    if whole * draws < _SOON * _SMALL:
        return None
    small = _smaller(finite)
    with cores.one_matrix_each():
        solved(small, drawn(small, 0, range(1)))  # warm: libraries are loaded, memory is there
        start = perf_counter()
        solved(small, drawn(small, 1, range(1)))
        seconds = perf_counter() - start
    one = seconds * whole / _work(small)
    at_once = min(draws, cores.count())
    return Cost(one * draws / at_once, memory * at_once)


def _work(model: FiniteModel) -> float:
    if model.is_deterministic:
        return float(model.modes)
    width, samples = float(model.width or 0), float(model.samples or 0)
    rows, columns = samples or float(model.modes), width or float(model.modes)
    made = _NORMAL * model.modes * (width + samples) + model.modes * width * samples
    return made + 4 * rows * columns * min(rows, columns)


def _smaller(model: FiniteModel) -> FiniteModel:
    """The model with its largest size halved until a draw of it is little work."""
    if len(model.layers) > 1 or any(layer.mixes_modes for layer in model.layers):
        model = replace(model, layers=(FiniteLayer("normal", model.layers[-1].rows),))
    while _work(model) > _SMALL:
        width, samples, modes = model.width or 0, model.samples or 0, model.modes
        if modes >= max(width, samples):
            half = slice(modes // 2)
            of_modes = ("eigenvalues", "target_power", "null")
            model = replace(model, **{name: getattr(model, name)[half] for name in of_modes})
        elif width >= samples:
            model = model.with_width(width // 2)
        else:
            model = replace(model, samples=samples // 2)
    return model
