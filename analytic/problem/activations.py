r"""Activations of nonlinear features \phi(u \cdot x): functions of one preactivation, no results.

The preactivation z_u = u . x is normal with variance one. A smooth activation has a derivative of
some order that is a constant or a Gaussian, or, with a kink, a delta function: from there its
kernel is known in closed form, [maloney2022solvable].
"""

from dataclasses import dataclass
from math import erf as error_function
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Integer, Max, erf, tanh

from analytic.errors import InvalidProblemError, require
from analytic.notation import z_u
from analytic.real_numbers import exact_number

_MOST = 12  # the largest power of a monomial

_ERF = np.frompyfunc(error_function, 1, 1)


@runtime_checkable
class Activation(Protocol):
    r"""An activation, a function of the preactivation of a neuron.

        \phi(z_u),   k_\phi(\rho) = E \phi(z) \phi(z')

    z, z' are normal, of variance one and covariance \rho.
    """

    def __hash__(self) -> int:
        """Equal activations share their Hermite series."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def formula(self) -> Expr:
        r"""\phi(z_u)."""

    @property
    def order(self) -> int | None:
        """The derivative whose kernel is elementary; None where there is none."""

    def on(self, preactivations: NDArray[np.float64]) -> NDArray[np.float64]:
        """Its values in doubles."""


@dataclass(frozen=True)
class ReLU:
    r"""The rectifier.

        \phi(z) = \max(z, 0)

    >>> ReLU().formula
    Max(0, z_u)
    """

    name = "ReLU"

    @property
    def formula(self) -> Expr:
        """The larger of zero and the preactivation."""
        return Max(z_u, 0)

    @property
    def order(self) -> int:
        """Two: the second derivative is a delta function."""
        return 2

    def on(self, preactivations: NDArray[np.float64]) -> NDArray[np.float64]:
        """Its values in doubles."""
        return np.maximum(preactivations, 0.0)


@dataclass(frozen=True)
class Erf:
    r"""The error function, odd.

        \phi(z) = \frac{2}{\sqrt\pi} \int_0^z e^{-x^2} dx

    >>> Erf().formula
    erf(z_u)
    """

    name = "erf"

    @property
    def formula(self) -> Expr:
        """The error function of the preactivation."""
        return erf(z_u)

    @property
    def order(self) -> int:
        """One: the derivative is a Gaussian."""
        return 1

    def on(self, preactivations: NDArray[np.float64]) -> NDArray[np.float64]:
        """Its values in doubles."""
        return np.asarray(_ERF(preactivations), dtype=float)


@dataclass(frozen=True)
class Tanh:
    r"""The hyperbolic tangent, odd; its kernel has no closed form.

        \phi(z) = \tanh z

    >>> Tanh().formula
    tanh(z_u)
    """

    name = "tanh"

    @property
    def formula(self) -> Expr:
        """The hyperbolic tangent of the preactivation."""
        return tanh(z_u)

    @property
    def order(self) -> None:
        """None: no derivative has an elementary kernel."""

    def on(self, preactivations: NDArray[np.float64]) -> NDArray[np.float64]:
        """Its values in doubles."""
        return np.tanh(preactivations)


@dataclass(frozen=True, init=False)
class Monomial:
    r"""A power of the preactivation, of degree one (linear features) or more.

        \phi(z) = z^{power}

    Raises    InvalidProblemError for a power that is no integer from 1 to 12.

    >>> Monomial(3).formula
    z_u**3
    """

    power: int

    def __init__(self, power: Any) -> None:
        number = exact_number(power, "power")
        require(
            isinstance(number, Integer) and 1 <= number <= _MOST,
            f"power = {str(power)[:80]} is no degree of a monomial. Give an integer from 1 to "
            f"{_MOST}.",
        )
        object.__setattr__(self, "power", int(number))

    @property
    def name(self) -> str:
        """As in z^3."""
        return f"z^{self.power}"

    @property
    def formula(self) -> Expr:
        """The power of the preactivation."""
        return z_u**self.power

    @property
    def order(self) -> int:
        """Its power: that derivative is a constant."""
        return self.power

    def on(self, preactivations: NDArray[np.float64]) -> NDArray[np.float64]:
        """Its values in doubles."""
        return np.asarray(preactivations**self.power)


def require_activation(activation: Any) -> None:
    """Raise InvalidProblemError for what is no activation."""
    if isinstance(activation, type) or not isinstance(activation, Activation):
        raise InvalidProblemError(
            f"{str(activation)[:80]!r} is no activation. Give ReLU(), Erf(), Tanh() or Monomial(3)."
        )
