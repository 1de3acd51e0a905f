r"""The modes of a network whose features are learned: those of its spectrum, or of its width.

Of unlimited width modes far out are summed in blocks by Gauss's rule for sums over consecutive
integers, the rest by zeta. At a limited width the modes are the eigenvectors of the kernel K, and
the target power \rho in those of eigenvalue x is that of the mean field, G(s) = \kappa w/s,

    \int \rho f dx = L(N) f(0) + p f(x_1) + \frac{1}{\pi} Im \int H(z) f(z) dz,
    H(z) = G(-z) + L(N)/z - p/(x_1 - z)

along z = r e^{i \phi}, where H and f are not singular. At zero is what K does not see; a mode at
x_1 with power and first moment of the others makes H f fall as z^{-3} at large z. By the
trapezoidal rule in log r.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from sympy import oo

from analytic.errors import require
from analytic.exact.arguments import SAME
from analytic.exact.frequencies import log2_slowest
from analytic.exact.limits import final_loss
from analytic.exact.precision import Array, Double
from analytic.exact.response import fixed_point
from analytic.problem import GradientFlow, Model, PowerLaw
from analytic.real_numbers import shown

_SINGLE, _RULE = 64, 14  # modes by themselves; nodes in a block of them, each twice the last
_SLOW = 1e-8  # lambda_k tau of modes that are summed by zeta: the square is below rounding
_TURN, _STEP = np.pi / 4, 0.16  # the rule's error is e^(-2 pi _TURN/_STEP)
_BELOW, _ABOVE = 1e-15, 1e7  # the slowest mode and the fastest one, where G has settled


class Modes(NamedTuple):
    """Eigenvalues, initial errors w*_k, how many modes each stands for, and the first one left.

    On a ray eigenvalues and numbers are complex, and sums over them are their real parts. `floor`
    is the loss of what is never learned.
    """

    rates: Array
    errors: Array
    copies: Array
    fastest: float
    rest: int | None = None
    floor: float = 0.0


def modes_of(model: Model, law: PowerLaw, tau: float) -> Modes:
    r"""The modes of a model's power law, or of its width, for times \tau up to this one."""
    return _listed(law, tau) if model.width == oo else _on_ray(model, law, tau)


def _on_ray(model: Model, law: PowerLaw, tau: float) -> Modes:
    """Nodes along a ray through the eigenvalues of the mean field."""
    slowest = 2.0 ** log2_slowest(model, GradientFlow())
    require(
        slowest > 0,
        f"At width = {shown(model.width)}, as many as there are modes, eigenvalues come down to "
        "zero. Choose another width.",
    )
    equations = fixed_point(Double(), model)
    whole, slope = _moments(law)
    floor = float(final_loss(equations, SAME))
    mean = slope / (whole - floor)
    low, high = np.log([_BELOW * min(slowest, 1 / tau), _ABOVE * float(law.scale)])
    z = np.exp(np.arange(low, high, _STEP) + 1j * _TURN)
    found = equations.solve(-z)
    power = floor - found.kappa * found.sums.w - (whole - floor) * z / (mean - z)
    rates = np.append(z, mean)
    copies = np.append(power * _STEP / (1j * np.pi), whole - floor) / rates
    return Modes(rates, np.ones(len(rates)), copies, mean, None, floor)


def _moments(spectrum: PowerLaw) -> tuple[float, float]:
    """The power of the target, and its mean eigenvalue times that power."""
    first = replace(spectrum, a=spectrum.a + spectrum.b)
    one, other = (
        float(fixed_point(Double(), Model(law)).sums.power()) for law in (spectrum, first)
    )
    return one, other * float(spectrum.scale)


def _listed(spectrum: PowerLaw, tau: float) -> Modes:
    """Modes by themselves, blocks of them up to the slow ones, and where the rest begins."""
    a, b, scale = (float(one) for one in (spectrum.a, spectrum.b, spectrum.scale))
    count = None if spectrum.modes == oo else int(spectrum.modes)
    last = (scale * tau / _SLOW) ** (1 / b)
    numbers, copies, first = [], [], 1
    while first <= (last if count is None else count):
        size = _SINGLE if first == 1 else first
        size = size if count is None else min(size, count + 1 - first)
        places, weights = _block(first, size)
        numbers.append(places)
        copies.append(weights)
        first += size
    k = np.concatenate(numbers)
    rates = scale * k**-b
    errors = np.sqrt(float(spectrum.amplitude) * k**-a / rates)
    rest = first if count is None else None
    return Modes(rates, errors, np.concatenate(copies), float(rates[0]), rest)


def _block(first: int, size: int) -> tuple[Array, Array]:
    """Nodes and weights of Gauss's rule for a sum over so many integers from the first on.

    The polynomials are Gram's, orthogonal on points of equal distance.
    """
    if size <= _SINGLE:
        return np.arange(first, first + size, dtype=float), np.ones(size)
    i = np.arange(1, _RULE, dtype=float)
    beside = i * np.sqrt((1 - (i / size) ** 2) / (4 * (4 * i**2 - 1)))
    places, vectors = np.linalg.eigh(np.diag(beside, 1) + np.diag(beside, -1))
    return first + (size - 1) / 2 + size * places, size * vectors[0] ** 2
