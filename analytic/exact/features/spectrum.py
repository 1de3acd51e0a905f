r"""The spectrum of nonlinear features with rows of random signs, set by set of modes.

    \mu_S = E_\epsilon[ k_\phi(\sum_k p_k \epsilon_k) \prod_{k \in S} \epsilon_k ],
    p_k = \lambda_k/\sum_j \lambda_j

Features \phi(u . x) of Gaussian x with covariance \Lambda and u_k = \epsilon_k/\sqrt{\sum \lambda},
so that u^T \Lambda u = 1 for every row. Their kernel E \phi(u . x) \phi(u' . x) depends on the
products \epsilon_k \epsilon'_k only, so its eigenfunctions are the products of signs over sets S of
modes: 2^M eigenvalues, of random features without number [maloney2022solvable].
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from heapq import heappop, heappush
from typing import Any, NamedTuple

import gmpy2
import numpy as np
from sympy import oo

from analytic.errors import InvalidProblemError, require
from analytic.exact.certificate import certified_numbers, require_digits
from analytic.exact.features.weights import weights_of
from analytic.exact.precision import Array
from analytic.exact.sums.spectral_sums import refuse_symbols, spectral_sums
from analytic.problem import Spectrum, require_spectrum
from analytic.problem.activations import Activation, require_activation

_MOST_MODES, _MOST = 10**4, 10**5
_ORDER = 12  # digits that decide which eigenvalue is the larger

Set = tuple[int, ...]


class FeatureMode(NamedTuple):
    r"""An eigenvalue of the features' covariance, and the modes of the data it is made of.

        \mu_S = E_\epsilon[ k_\phi(\sum_k p_k \epsilon_k) \prod_{k \in S} \epsilon_k ]

    S is the set of `modes`, p_k the share of mode k in the trace. [maloney2022solvable], section 2.
    """

    eigenvalue: Any
    modes: Set


def feature_spectrum(
    activation: Activation,
    spectrum: Spectrum,
    count: int,
    digits: int = 17,
    *,
    constant: bool = True,
) -> tuple[FeatureMode, ...]:
    r"""The largest eigenvalues of the covariance of nonlinear features, of rows of random signs.

        \mu_S = \sum_q h_q^2 q! [y^q] \prod_{k \in S} \sinh(p_k y) \prod_{k \notin S} \cosh(p_k y)

    with p_k = \lambda_k/\sum \lambda and h_q the Hermite coefficients of the activation. With
    `constant` false the mean of each feature is taken off: \mu_\emptyset loses h_0^2, and no other
    eigenvalue changes. Section 2 of [maloney2022solvable]; the spectrum itself is new here.

    Shape     at most `count` modes, largest first; fewer where the others vanish.
    Valid     finitely many modes in the data, none of them null.
    Accuracy  all digits; two evaluations with different nodes agree on them.
    Raises    InvalidProblemError.

    >>> from analytic.problem import PowerLaw
    >>> from analytic.problem.activations import Monomial
    >>> found = feature_spectrum(Monomial(2), PowerLaw(2, 1, modes=3), 4, 10)
    >>> [(round(float(121 * one.eigenvalue), 8), one.modes) for one in found]
    [(219.0, ()), (72.0, (1, 2)), (48.0, (1, 3)), (24.0, (2, 3))]
    """
    require_activation(activation)
    require_spectrum(spectrum)
    require_digits(digits)
    _refuse(spectrum, count, constant)
    sets = _largest(activation, spectrum, int(count), constant)

    def evaluate(working: int) -> tuple[Any, ...]:
        generating = _generating(activation, spectrum, working)
        with generating.arithmetic.working():
            return tuple(generating.eigenvalue(one, constant) for one in sets)

    values = certified_numbers(evaluate, digits)
    return tuple(map(FeatureMode, values, sets))


def feature_eigenvalue(
    activation: Activation, spectrum: Spectrum, modes: Sequence[int], digits: int = 17
) -> Any:
    r"""The eigenvalue of one set of modes, by their places in the falling spectrum of the data.

        \mu_S = \sum_q h_q^2 q! [y^q] \prod_{k \in S} \sinh(p_k y) \prod_{k \notin S} \cosh(p_k y)

    Zero where the activation has no such order. Accuracy and range as for `feature_spectrum`.

    Raises    InvalidProblemError.

    >>> from analytic.problem import PowerLaw
    >>> from analytic.problem.activations import ReLU
    >>> round(float(22 * feature_eigenvalue(ReLU(), PowerLaw(2, 1, modes=3), [1], 10)), 8)
    3.0
    """
    require_activation(activation)
    require_spectrum(spectrum)
    require_digits(digits)
    _refuse(spectrum, 1, True)
    size = int(spectrum.levels().copies.sum())
    listed = list(modes) if isinstance(modes, list | tuple | range) else []
    whole = all(isinstance(k, int | np.integer) and not isinstance(k, bool) for k in listed)
    require(
        isinstance(modes, list | tuple | range)
        and whole
        and len(set(listed)) == len(listed)
        and all(1 <= k <= size for k in listed),
        f"modes = {str(modes)[:80]} are no set of modes. Give different integers from 1 to {size}.",
    )
    one = tuple(sorted(map(int, listed)))

    def evaluate(working: int) -> Any:
        generating = _generating(activation, spectrum, working)
        with generating.arithmetic.working():
            return generating.eigenvalue(one)

    return certified_numbers(lambda working: (evaluate(working),), digits)[0]


def _refuse(spectrum: Spectrum, count: Any, constant: Any) -> None:
    refuse_symbols(spectrum)
    whole = isinstance(count, int | np.integer) and not isinstance(count, bool)
    require(
        whole and 1 <= count <= _MOST,
        f"count = {str(count)[:80]} is no number of eigenvalues. Choose an integer up to {_MOST}.",
    )
    require(
        isinstance(constant, bool),
        f"constant = {str(constant)[:80]} is neither True nor False. Say whether the constant mode "
        "is kept.",
    )
    require(
        spectrum.modes != oo and spectrum.modes <= _MOST_MODES,
        f"The data have {spectrum.modes} modes, and each is taken by itself. Choose at most "
        f"{_MOST_MODES}, as in spectrum.with_modes(100).",
    )
    require(
        spectrum.null_modes == 0,
        "A null mode has no part in any feature. Ask for spectrum.visible.",
    )
    copies = spectrum.levels().copies
    require(
        bool((copies == np.rint(copies)).all()) and float(copies.sum()) <= _MOST_MODES,
        f"Levels of {float(copies[0]):.6g} to {float(copies[-1]):.6g} modes are no whole modes, or "
        f"more than {_MOST_MODES} in all. Choose integers, multiplicity and multiplicity_growth.",
    )


class _Generating:
    """The generating functions of all sets of modes at the nodes of an activation."""

    def __init__(self, activation: Activation, spectrum: Spectrum, digits: int) -> None:
        self.arithmetic, self.weights = weights_of(activation, digits)
        ar, nodes = self.arithmetic, self.weights.nodes
        with ar.working():
            self.shares = _shares(ar, spectrum)
            empty = 1 + 0 * nodes
            self.ratios = []
            for share in self.shares:
                falling = ar.exp(-2 * share * nodes)
                self.ratios.append((1 - falling) / (1 + falling))
                empty = empty * (1 + falling) / 2
            self.empty = empty * ar.exp(nodes) if self.weights.circle else empty

    def eigenvalue(self, modes: Set, constant: bool = True) -> Any:
        """The eigenvalue of a set of modes, numbered from 1."""
        zeroth, first = self.weights.squares
        is_odd = len(modes) % 2 == 1
        values = self.weights.odd if is_odd else self.weights.even
        if len(modes) > self.weights.last:
            return gmpy2.mpfr(0)
        off = gmpy2.mpfr(0) if constant or modes else -zeroth
        if self.weights.circle:
            of_set = self._ratio(modes) * self.empty
            return (values * of_set).sum().real + off
        if is_odd:
            return first * self.shares[modes[0] - 1] if len(modes) == 1 else gmpy2.mpfr(0)
        if modes:
            return (values * self._ratio(modes) * self.empty).sum()
        decay = self.arithmetic.exp(-self.weights.nodes)
        return zeroth + off + (values * (self.empty - decay)).sum()

    def _ratio(self, modes: Set) -> Array:
        ratio = self.ratios[modes[0] - 1] if modes else 1 + 0 * self.weights.nodes
        for k in modes[1:]:
            ratio = ratio * self.ratios[k - 1]
        return ratio


@lru_cache(maxsize=8)
def _generating(activation: Activation, spectrum: Spectrum, digits: int) -> _Generating:
    return _Generating(activation, spectrum, digits)


def _shares(arithmetic: Any, spectrum: Spectrum) -> Sequence[Any]:
    r"""p_k = \lambda_k/\sum \lambda of every mode, the largest first."""
    eigenvalues, _, copies = spectral_sums(arithmetic, spectrum).levels()
    each = [x for x, n in zip(eigenvalues, copies, strict=True) for _ in range(int(n))]
    total = sum(each)
    return sorted((x / total for x in each), reverse=True)


def _largest(activation: Activation, spectrum: Spectrum, count: int, constant: bool) -> list[Set]:
    """The sets of the largest eigenvalues, each found from one that is larger.

    An eigenvalue falls when a mode is exchanged for a smaller one, and when two are added.
    """
    generating = _generating(activation, spectrum, _ORDER)
    modes = len(generating.shares)
    heap: list[tuple[Any, Set]] = []
    seen: set[Set] = set()
    found: list[Set] = []

    def reach(one: Set) -> None:
        if one not in seen:
            seen.add(one)
            value = generating.eigenvalue(one, constant or one != ())
            if value > 0:
                heappush(heap, (-value, one))

    with generating.arithmetic.working():
        reach(())
        reach((1,))
        while heap and len(found) < count:
            one = heappop(heap)[1]
            found.append(one)
            for further in _next(one, modes):
                reach(further)
    if not found:
        raise InvalidProblemError("All eigenvalues vanish. Give another activation.")
    return found


def _next(one: Set, modes: int) -> Iterator[Set]:
    """The sets with one mode exchanged for the next, and the first set of two modes more."""
    for place, k in enumerate(one):
        if k < modes and k + 1 not in one:
            yield (*one[:place], k + 1, *one[place + 1 :])
    if one == tuple(range(1, len(one) + 1)) and len(one) + 2 <= modes:
        yield tuple(range(1, len(one) + 3))
