r"""Kernels: functions of the distance of two points, or of the angle between them; no results.

A kernel is stated once, in functions that are handed to it: those of SymPy, of gmpy2, of NumPy.
On a torus of side one the kernel of a distance is summed over all images; on a sphere a distance
is that of the space around it, 2 \sin(\theta/2).
"""

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from sympy import Expr, Integer, Rational, sqrt

from analytic.errors import InvalidProblemError, require
from analytic.problem.manifold import Manifold, Sphere, Torus, positive_size
from analytic.real_numbers import exact_number, shown

_MOST = 12  # layers, and the order of an arc-cosine kernel


class Functions(Protocol):
    """The arithmetic in which a kernel is evaluated; its functions act elementwise."""

    @property
    def pi(self) -> Any:
        """The number pi."""

    def number(self, value: Expr) -> Any:
        """An exact number."""

    def exp(self, x: Any) -> Any:
        """The exponential function."""

    def cos(self, x: Any) -> Any:
        """The cosine."""

    def sin(self, x: Any) -> Any:
        """The sine."""

    def arccos(self, x: Any) -> Any:
        """The angle of a cosine."""

    def matern(self, nu: Expr, z: Any) -> Any:
        r"""2^{1-\nu} z^\nu K_\nu(z)/\Gamma(\nu), which is one at z = 0."""


@runtime_checkable
class Kernel(Protocol):
    """A kernel of a distance x, or of an angle x where it is `angular`."""

    def __hash__(self) -> int:
        """Equal kernels share their eigenvalues."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def angular(self) -> bool:
        """Whether it depends on the angle, as those of networks do."""

    def at(self, x: Any, functions: Functions) -> Any:
        """Its values."""

    def vanishes(self, degree: int) -> bool:
        """Whether its eigenvalue on spheres is exactly zero at a degree."""


@dataclass(frozen=True, init=False)
class Laplace:
    r"""The Laplace kernel, a Matern kernel with \nu = 1/2.

        K(x) = e^{-x/\ell}

    Raises    InvalidProblemError for a scale that is not positive.

    >>> Laplace("1/2").scale
    1/2
    """

    scale: Expr
    angular = False
    name = "Laplace"

    def __init__(self, scale: Any = 1) -> None:
        object.__setattr__(self, "scale", positive_size(scale, "scale"))

    @property
    def nu(self) -> Expr:
        """One half."""
        return Rational(1, 2)

    def at(self, x: Any, functions: Functions) -> Any:
        """Its values at distances."""
        return functions.exp(-x / functions.number(self.scale))

    def vanishes(self, degree: int) -> bool:
        """Nowhere."""
        return degree < 0


@dataclass(frozen=True, init=False)
class Matern:
    r"""The Matern kernel of a smoothness \nu.

        K(x) = \frac{2^{1-\nu}}{\Gamma(\nu)} z^\nu K_\nu(z),   z = \sqrt{2 \nu} x/\ell

    Raises    InvalidProblemError for a smoothness or a scale that is not positive.

    >>> Matern("3/2").nu
    3/2
    """

    nu: Expr
    scale: Expr
    angular = False

    def __init__(self, nu: Any, scale: Any = 1) -> None:
        object.__setattr__(self, "nu", positive_size(nu, "nu"))
        object.__setattr__(self, "scale", positive_size(scale, "scale"))

    @property
    def name(self) -> str:
        """As in Matern 3/2."""
        return f"Matern {shown(self.nu)}"

    def at(self, x: Any, functions: Functions) -> Any:
        """Its values at distances."""
        z = functions.number(sqrt(2 * self.nu) / self.scale) * x
        half = Rational(1, 2)
        if not (self.nu - half).is_Integer:
            return functions.matern(self.nu, z)
        nu, now, before = half, functions.exp(-z), functions.exp(-z)
        while nu < self.nu:  # z^2 K_{\nu-1} + 2 \nu z K_\nu = z^2 K_{\nu+1}
            step = z * now if nu == half else z**2 * before / functions.number(4 * nu * (nu - 1))
            nu, now, before = nu + 1, now + step, now
        return now

    def vanishes(self, degree: int) -> bool:
        """Nowhere."""
        return degree < 0


@dataclass(frozen=True, init=False)
class ArcCosine:
    r"""The arc-cosine kernel, of infinitely many features \max(u \cdot x, 0)^n: steps, ReLU, ...

        K_n(\theta) = J_n(\theta)/\pi,   J_0 = \pi - \theta,   J_1 = \sin\theta + J_0 \cos\theta,
        J_{n+1} = (2 n + 1) \cos\theta J_n + n^2 \sin^2\theta J_{n-1}

    [cho2009kernel], eq. (4), as a recursion.
    Raises    InvalidProblemError for an order that is no integer from 0 to 12.

    >>> ArcCosine(1).name
    'arc-cosine 1'
    """

    order: int
    angular = True

    def __init__(self, order: Any) -> None:
        number = exact_number(order, "order")
        require(
            isinstance(number, Integer) and 0 <= number <= _MOST,
            f"order = {str(order)[:80]} is no power of features. Give an integer from 0 to "
            f"{_MOST}.",
        )
        object.__setattr__(self, "order", int(number))

    @property
    def name(self) -> str:
        """As in arc-cosine 1."""
        return f"arc-cosine {self.order}"

    def at(self, x: Any, functions: Functions) -> Any:
        """Its values at angles."""
        sine, cosine = functions.sin(x), functions.cos(x)
        before, now = sine, functions.pi - x  # J_1 = \cos\theta J_0 + \sin\theta
        for n in range(self.order):
            earlier = n**2 * sine**2 * before if n else sine
            before, now = now, (2 * n + 1) * cosine * now + earlier
        return now / functions.pi

    def vanishes(self, degree: int) -> bool:
        """At every second degree above the order, where K_n(x) and K_n(-x) make a polynomial."""
        return degree > self.order and (degree - self.order) % 2 == 0


@dataclass(frozen=True, init=False)
class NeuralTangent:
    r"""The neural tangent kernel of a ReLU network of so many hidden layers, without biases.

        \Theta_{l+1} = \Theta_l K_0(\theta_l) + K_1(\theta_l),   \cos\theta_{l+1} = K_1(\theta_l)

    with \Theta_0 = \cos\theta, \theta_0 = \theta and arc-cosine kernels K_0, K_1.
    [bietti2021deep], section 2.
    Raises    InvalidProblemError for a depth that is no integer from 1 to 12.

    >>> NeuralTangent(2).depth
    2
    """

    depth: int
    angular = True

    def __init__(self, depth: Any = 1) -> None:
        number = exact_number(depth, "depth")
        require(
            isinstance(number, Integer) and 1 <= number <= _MOST,
            f"depth = {str(depth)[:80]} is no number of hidden layers. Give an integer from 1 to "
            f"{_MOST}.",
        )
        object.__setattr__(self, "depth", int(number))

    @property
    def name(self) -> str:
        """As in neural tangent 2."""
        return f"neural tangent {self.depth}"

    def at(self, x: Any, functions: Functions) -> Any:
        """Its values at angles."""
        step, rectifier = ArcCosine(0), ArcCosine(1)
        angle, cosine = x, rectifier.at(x, functions)
        found = functions.cos(x) * step.at(x, functions) + cosine
        for _ in range(self.depth - 1):
            angle = functions.arccos(cosine)
            cosine = rectifier.at(angle, functions)
            found = found * step.at(angle, functions) + cosine
        return found

    def vanishes(self, degree: int) -> bool:
        """Without a second hidden layer at every odd degree above one."""
        return self.depth == 1 and degree > 1 and degree % 2 == 1


def require_kernel(kernel: Any, manifold: Manifold) -> None:
    """Raise InvalidProblemError for what is no kernel, or none on this manifold."""
    if isinstance(kernel, type) or not isinstance(kernel, Kernel):
        raise InvalidProblemError(
            f"{str(kernel)[:80]!r} is no kernel. Give Laplace(), Matern('3/2'), ArcCosine(1) or "
            "NeuralTangent(2)."
        )
    if not isinstance(manifold, Sphere | Torus):
        raise InvalidProblemError(
            f"{str(manifold)[:80]!r} is no manifold on which the eigenfunctions are known. Give "
            "Sphere(2) or Torus(2)."
        )
    require(
        isinstance(manifold, Sphere) or not kernel.angular,
        f"{kernel} depends on an angle, which two points of a torus do not make. Give a sphere.",
    )
