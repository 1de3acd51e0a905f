r"""How far a sum of power laws is from the exact frontier, over twenty decades of compute.

    distance = max over C of |L_ansatz/L^* - 1|

Its limits are known: while the data are as good as unlimited the ratio is the one that was derived,
and in the end it is what training to its end leaves over what is left at the best time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from sympy import Expr, Float, Integer, oo

from analytic import exact
from analytic.comparison.comparators import ROOM, Off, Reals, compared
from analytic.comparison.compute.frontier_checks import values
from analytic.comparison.law_points import Point, law_at, points, points_for
from analytic.law import Law
from analytic.notation import C, P
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Result
from analytic.stated import Formula

ANSATZ, OVER_FRONTIER = map(Formula, ("ansatz", "ansatz/frontier"))
_LARGEST = Integer(10) ** 22
COMPUTES = np.geomspace(1e2, float(_LARGEST), 41)
SAMPLES = Integer(10) ** 4
_POINTS = points("2 3/2", "7/2 3/2", "3/2 2")
_TWICE = 2  # the next term of the law in data may count for so much
_DIGITS = 15


def ansatz_check(
    spectrum: PowerLaw,
    losses: Callable[[Expr, Point], Mapping[str, Expr]],
    data_law: Callable[[Point], Law],
    points: Sequence[Point] = _POINTS,
) -> Check:
    """The ratio of an ansatz to the frontier at both ends, and how large it is between them.

    `losses` gives each ansatz at its optimum in C and P, the one that is put to the test first.
    """

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        for point in points_for(spectrum, points):
            each, law = losses(result.formulas[ANSATZ], point), spectrum.at(point)
            best = best_losses(law)
            found = {name: over_frontier(loss, best) for name, loss in each.items()}
            name, first = next(iter(each.items()))
            said = _said(point, found)
            yield Off(Float(_before_the_data(result, spectrum, point, first)), said)
            ratio = float(found[name][-1])
            yield Off(Float(_after_them(law, data_law(point), first, ratio)), said)

    name = "the ansatz over the frontier on 10^4 samples, 20 decades"
    bound = f"{ROOM} times the remainders, and {_TWICE} times the next term of the law in P"
    return compared("exact", name, bound, offs)


def best_losses(spectrum: PowerLaw) -> Reals:
    """The exact frontier on so many samples."""
    return np.asarray(exact.frontier(Model(spectrum, samples=SAMPLES), COMPUTES).loss)


def over_frontier(loss: Expr, best: Reals) -> Reals:
    """The least value of an ansatz over the losses of the frontier."""
    return values(loss.subs(P, SAMPLES), {}, COMPUTES) / best


def _before_the_data(result: Result, spectrum: PowerLaw, point: Point, loss: Expr) -> float:
    """The ratio at unlimited data over the derived one, in units of what the law leaves out."""
    law = law_at(result, spectrum, point)
    if law is None:
        return np.inf
    compute = COMPUTES[-1:]
    derived = values(result.formulas[OVER_FRONTIER], point, compute)
    left_out = values(law.remainder / law.leading, point, compute)
    best = exact.frontier(Model(spectrum.at(point)), compute).loss
    unlimited = values(loss.subs(P, oo), {}, compute)
    return float(np.abs(unlimited / best / derived - 1)[0] / (ROOM * left_out[0]))


def _after_them(spectrum: PowerLaw, law: Law, loss: Expr, ratio: float) -> float:
    """The ratio far beyond the data, in units of what the law in data leaves out.

    What the ansatz has still to fall there is divided out.
    """
    model = Model(spectrum, samples=SAMPLES)
    over_end = float(exact.test_loss(model, np.inf)) / float(exact.optimal_stopping(model).loss)
    at = {P: SAMPLES, C: _LARGEST}
    still, correction, remainder = (
        float(one.subs(at).evalf(_DIGITS))
        for one in (
            loss / loss.subs(C, oo),
            law.correction / law.leading,
            law.remainder / law.leading,
        )
    )
    left_out = _TWICE * abs(correction) + ROOM * remainder
    return abs(ratio / still / over_end - 1) / left_out


def _said(point: Point, found: Mapping[str, Reals]) -> str:
    where = "".join(f"{symbol} = {value}, " for symbol, value in point.items())
    off: list[str] = []
    for name, ratio in found.items():
        furthest = int(np.argmax(np.abs(np.log(ratio))))
        size = np.log10(COMPUTES[furthest])
        off.append(f"{name}: {ratio[furthest]:.3g} of L* at C = 10^{size:.3g}")
    return where + ", ".join(off)
