r"""The largest step of one-pass SGD.

The loss stays bounded where the steps shrink every mode, \eta \beta x_max < 2, and pass on less
noise than they receive, \hat K(1) = -d(\kappa(s_+))/(\beta B) < 1 at s_+ = -2/(\eta \beta). With
kappa = -x both are bounds on x from below,

    f'(x) > 0,   D(x) = \sum_k \lambda_k/(x - \lambda_k) < \beta B,   f(x) = x [1 + D(x)/N],

and the larger of the two gives \eta = 2/(\beta f(x)). Where f' = 0, f is x_max.
[paquette2024phases], on the critical step, for the second bound.
"""

from functools import lru_cache
from typing import Any

from sympy import Expr, oo

from analytic.errors import DivergenceError
from analytic.exact.certificate import certified_number
from analytic.exact.edges import upper_edge
from analytic.exact.one_pass.equations import require_fresh_data, require_truth_value, spread
from analytic.exact.precision import Multiple, bits_of
from analytic.exact.response import FixedPoint, fixed_point
from analytic.exact.sums.spectral_sums import log2_sizes, refuse_symbolic_model
from analytic.problem import Model, OnePassSGD, require_model
from analytic.real_numbers import shown
from analytic.roots import Bracket, bracketed_root

_DIGITS = 20


def one_pass_largest_step(
    model: Model, batch: Any = 1, digits: int | None = None, mean_field: bool = False
) -> Any:
    r"""The step from which on the loss of one-pass SGD with batches of that size diverges.

        \eta = 2/(\beta f(x)),   \beta = 1 + 1/B,   f(x) = x [1 + D(x)/N],
        D(x) = \sum_k \lambda_k/(x - \lambda_k) = \beta B

    or x where f'(x) = 0, if that is larger. `mean_field` has \beta = 1. [paquette2024phases].

    Shape     a float, an mpmath number with `digits`.
    Raises    InvalidProblemError for finite samples.

    >>> from analytic.problem import MeasuredSpectrum
    >>> one_pass_largest_step(Model(MeasuredSpectrum([1.0], [1.0])), batch=1)
    0.6666666666666666
    """
    require_truth_value(mean_field)
    require_model(model)
    training = require_fresh_data(model, OnePassSGD(1, batch))
    refuse_symbolic_model(model)
    return certified_number(
        lambda working: _largest_step(model, training.batch, mean_field, working), digits
    )


def refuse_divergence(model: Model, training: OnePassSGD, mean_field: bool) -> None:
    """Raise DivergenceError unless the step is below the one from which on the loss may grow."""
    largest = _known_step(model, training.batch, mean_field)
    with Multiple(bits_of(_DIGITS)).working():
        stable = Multiple(bits_of(_DIGITS)).number(training.step) < largest
    if not stable:
        larger = "" if training.batch == oo else ", or a larger batch, which allows larger ones"
        raise DivergenceError(
            f"One-pass SGD is evaluated for stable steps: with batch = {shown(training.batch)} a "
            f"step must be below {float(largest):.6g} here, and it is {shown(training.step)}. "
            f"Choose a smaller step{larger}."
        )


@lru_cache(maxsize=256)
def _known_step(model: Model, batch: Expr, mean_field: bool) -> Any:
    return _largest_step(model, batch, mean_field, _DIGITS)


def _largest_step(model: Model, batch: Expr, mean_field: bool, digits: int) -> Any:
    bits = bits_of(digits)
    ar = Multiple.at_least(bits + _bits_beside_mode(batch))
    beta = spread(batch, mean_field)
    with ar.working():
        rate = ar.number(upper_edge(model, bits))
        if batch != oo:
            rate = _rate_of_noise(fixed_point(ar, model), ar.number(beta * batch), rate)
        return 2 / (ar.number(beta) * rate)


def _rate_of_noise(equations: FixedPoint, passed: Any, edge: Any) -> Any:
    """f(x) where D(x) = beta B, if that is beyond the upper edge; else the edge."""
    ar = equations.arithmetic
    kappa = ar.complex([-_beyond_modes(equations, passed)])
    s, slope = equations.forward(kappa)
    return -ar.real(s)[0] if ar.real(slope)[0] > 0 else edge


def _beyond_modes(equations: FixedPoint, passed: Any) -> Any:
    """The x at which D(x) has a value, from log(x - lambda_1): D falls.

    One mode alone is to the left of it, and the whole trace in one mode to the right.
    """
    ar, largest = equations.arithmetic, equations.sums.largest()

    def short(log_distance: Any) -> Any:
        distance = ar.exp(ar.array([log_distance]))[0]
        d = ar.real(equations.sums.evaluate(ar.complex([-largest - distance])).d)[0]
        return -passed / d - 1

    width = ar.number(2.0 ** (8 - ar.bits))
    alone, whole = ar.log(ar.array([largest / passed, equations.sums.trace() / passed]))
    root = bracketed_root(short, Bracket(alone - 1, whole + 1), width)
    return largest + ar.exp(ar.array([root.low]))[0]


def _bits_beside_mode(batch: Expr) -> int:
    """Bits common to x and lambda_1: with one mode x/lambda_1 = 1 + 1/(beta B)."""
    return 16 if batch == oo else 16 + 3 * max(0, int(log2_sizes([batch])[0]))
