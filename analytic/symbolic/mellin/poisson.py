r"""What the power laws of a harmonic sum leave out: the first harmonic of Poisson summation.

Its saddle points are complex numbers as modulus and argument, so that their powers stay on the
right branch: SymPy leaves (r e^{i \theta})^p alone when r, theta and p are symbols, for good
reasons; here theta is the argument that was followed from the real axis, and the power r^p e^{i p
\theta}.

    \sum_{k \ge 1} f(k) = \int_0^\infty f(x) dx + 2 Re \int_0^\infty f(x) e^{2 \pi i x} dx + ...

holds for f(x) = C x^p exp(-c T x^{-b}), which vanishes with all its derivatives at x = 0. The first
integral is the residue of zeta; the second is done at its saddle point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sympy import Abs, Expr, I, Integer, Rational, arg, cos, exp, pi, sin

from analytic.errors import InvalidProblemError
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import Exponential


@dataclass(frozen=True)
class Polar:
    r"""The number modulus * e^{i argument}.

    >>> from sympy import I, Rational
    >>> Polar.of(-4 * I).power(Rational(1, 2))
    Polar(modulus=2, argument=-pi/4)
    """

    modulus: Expr
    argument: Expr

    @classmethod
    def of(cls, number: Expr) -> Polar:
        """A number with its principal argument."""
        return cls(Abs(number), arg(number))

    def times(self, other: Polar) -> Polar:
        """The product of two numbers."""
        return Polar(self.modulus * other.modulus, self.argument + other.argument)

    def power(self, exponent: Expr) -> Polar:
        """A real power, on the branch that the argument names."""
        return Polar(self.modulus**exponent, exponent * self.argument)

    @property
    def real(self) -> Expr:
        """The real part."""
        return self.modulus * cos(self.argument)

    @property
    def imaginary(self) -> Expr:
        """The imaginary part."""
        return self.modulus * sin(self.argument)


class Saddle(NamedTuple):
    """A saddle point, the phase there and the second derivative of the phase there."""

    point: Polar
    phase: Polar
    curvature: Polar


class Harmonic(NamedTuple):
    """An oscillating term: envelope, the angle whose cosine multiplies it, distance of the saddle.

    The term is the leading one of a series in 1/distance.
    """

    envelope: Expr
    angle: Expr
    distance: Expr

    @property
    def value(self) -> Expr:
        """The term itself."""
        return self.envelope * cos(self.angle)


def two_power_saddle(u: Expr, m: Expr, v: Expr, n: Expr) -> Saddle:
    r"""The saddle point of \Phi(x) = u x^m + v x^n nearest to the positive axis.

    u m x^m + v n x^n = 0,   \Phi = u x^m (1 - m/n),   \Phi'' = u m (m - n) x^{m-2}
    """
    point = Polar.of(-v * n / (u * m)).power(1 / (m - n))
    phase = Polar.of(u * (1 - m / n)).times(point.power(m))
    curvature = Polar.of(u * m * (m - n)).times(point.power(m - 2))
    return Saddle(point, phase, curvature)


def first_harmonic(harmonic: HarmonicSum) -> Harmonic:
    r"""The leading form of 2 Re \int_0^\infty f(x) e^{2 \pi i x} dx for large T.

        2 |x_0|^p |2 \pi / \Phi''|^{1/2} exp(Re \Phi) cos(...),   relative error O(1/|x_0|)

    Argued: that the contour can be bent over this saddle and no other.
    Raises    InvalidProblemError for a profile that is not exponential in T k^-b.
    """
    if not isinstance(harmonic.profile, Exponential) or not harmonic.growth.is_negative:
        raise InvalidProblemError(
            f"The summand of {harmonic.expression} does not vanish beyond all powers at k = 0. "
            "The saddle point of the first harmonic needs exp(-c T k^-b)."
        )
    rate = harmonic.profile.rate * harmonic.variable
    saddle = two_power_saddle(2 * pi * I, Integer(1), -rate, harmonic.growth)
    width = Polar(2 * pi, pi).times(saddle.curvature.power(-1)).power(Rational(1, 2))
    front = saddle.point.power(harmonic.power).times(width)
    envelope = 2 * harmonic.coefficient * front.modulus * exp(saddle.phase.real)
    return Harmonic(envelope, front.argument + saddle.phase.imaginary, saddle.point.modulus)
