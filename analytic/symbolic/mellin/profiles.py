r"""Profiles of harmonic sums: what is summed, as a function of x, with its Mellin transform.

    G(z) = \int_0^\infty x^{z-1} g(x) dx

A transform is kept as a product of factors whose poles are tabulated. [flajolet1995mellin], fig. 1.
"""

from dataclasses import dataclass, fields

from sympy import (
    Expr,
    Float,
    Integer,
    Mul,
    Rational,
    Symbol,
    besselj,
    binomial,
    exp,
    factorial,
    gamma,
    oo,
    pi,
    sqrt,
    sympify,
    zeta,
)

from analytic.errors import InvalidProblemError
from analytic.notation import z

_SIMPLE = Integer(1)


@dataclass(frozen=True)
class MellinImage:
    r"""The Mellin transform of a harmonic sum, as a product of factors whose poles are known.

        entire(z) \prod \Gamma(\alpha z + \beta) \prod \zeta(\alpha z + \beta)

    `gammas` and `zetas` hold the arguments; every pole of the product is a pole of one of them.
    """

    entire: Expr
    gammas: tuple[Expr, ...] = ()
    zetas: tuple[Expr, ...] = ()

    @property
    def expression(self) -> Expr:
        """The product as one expression in z."""
        return Mul(self.entire, *map(gamma, self.gammas), *map(zeta, self.zetas))


def exactly(value: Expr) -> Expr:
    """An expression with every binary number in it as the fraction that it is.

    >>> exactly(1.5)
    3/2
    """
    expression = sympify(value)
    return expression.xreplace({number: Rational(number) for number in expression.atoms(Float)})


@dataclass(frozen=True)
class Exponential:
    r"""The exponential profile of a harmonic sum.

        g(x) = e^{-rate x},   G(z) = rate^{-z} \Gamma(z)

    [flajolet1995mellin], fig. 1.
    """

    rate: Expr

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", exactly(self.rate))

    def at(self, x: Expr) -> Expr:
        """The profile at x."""
        return exp(-self.rate * x)

    @property
    def transform(self) -> MellinImage:
        r"""rate^{-z} \Gamma(z), for Re z > 0."""
        return MellinImage(self.rate**-z, gammas=(z,))

    @property
    def upper_edge(self) -> Expr:
        """The right edge of the fundamental strip."""
        return oo

    def near_zero(self, n: int) -> Expr:
        """The coefficient of x^n at small x."""
        return (-self.rate) ** n / factorial(n)


@dataclass(frozen=True)
class Resolvent:
    r"""The profile of a harmonic sum that is a power of a resolvent.

        g(x) = (1 + rate x)^{-m},   G(z) = rate^{-z} \Gamma(z) \Gamma(m - z)/\Gamma(m)

    with m the `power`. [flajolet1995mellin], fig. 1.
    """

    rate: Expr
    power: Expr = _SIMPLE

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, exactly(getattr(self, field.name)))

    def at(self, x: Expr) -> Expr:
        """The profile at x."""
        return (1 + self.rate * x) ** -self.power

    @property
    def transform(self) -> MellinImage:
        r"""rate^{-z} \Gamma(z) \Gamma(power - z) / \Gamma(power), for 0 < Re z < power.

        For a negative power the poles of the first Gamma and those of the second are on either side
        of a bent contour. There is no transform where the profile is a polynomial.
        """
        return MellinImage(self.rate**-z / gamma(self.power), gammas=(z, self.power - z))

    @property
    def upper_edge(self) -> Expr:
        """The right edge of the fundamental strip: minus the power of x at large x."""
        return self.power

    @property
    def degree(self) -> int | None:
        """The degree of a profile that is a polynomial, None where it is none."""
        whole = self.power.is_Integer and self.power.is_nonpositive
        return -int(self.power) if whole else None

    def near_zero(self, n: int) -> Expr:
        """The coefficient of x^n at small x."""
        return binomial(-self.power, n) * self.rate**n

    def far_away(self, n: int) -> Expr:
        """The coefficient of (rate x)^-(power + n) at large x."""
        return binomial(-self.power, n)


@dataclass(frozen=True)
class BesselSquare:
    r"""The squared Bessel profile of a harmonic sum.

        g(x) = [ \Gamma(\nu + 1) (2/\sqrt{rate x})^\nu J_\nu(\sqrt{rate x}) ]^2

    [watson1944bessel], section 13.41, eq. (2), for its transform.
    """

    rate: Expr
    order: Expr

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, exactly(getattr(self, field.name)))

    def at(self, x: Expr) -> Expr:
        """The profile at x."""
        argument = sqrt(self.rate * x)
        factor = gamma(self.order + 1) * (2 / argument) ** self.order
        return factor**2 * besselj(self.order, argument) ** 2

    @property
    def transform(self) -> MellinImage:
        r"""A product of Gamma functions, for 0 < Re z < \nu + 1/2.

        rate^{-z} 4^\nu \Gamma(\nu+1)^2 \Gamma(\nu+1/2-z) \Gamma(z)
            / [ \sqrt\pi \Gamma(\nu+1-z) \Gamma(2\nu+1-z) ]
        """
        nu = self.order
        below = sqrt(pi) * gamma(nu + 1 - z) * gamma(2 * nu + 1 - z)
        entire = self.rate**-z * 4**nu * gamma(nu + 1) ** 2 / below
        return MellinImage(entire, gammas=(z, self.upper_edge - z))

    @property
    def upper_edge(self) -> Expr:
        """The right edge of the fundamental strip."""
        return self.order + Rational(1, 2)

    def near_zero(self, n: int) -> Expr:
        """The coefficient of x^n at small x."""
        nu = self.order
        pairs = gamma(2 * nu + 2 * n + 1) / gamma(2 * nu + n + 1) / gamma(nu + n + 1) ** 2
        return gamma(nu + 1) ** 2 * pairs * (-self.rate / 4) ** n / factorial(n)


Profile = BesselSquare | Exponential | Resolvent


def profile_of(expression: Expr, x: Symbol) -> Profile:
    """The profile that an expression in x is.

    Raises    InvalidProblemError for anything but exp(-c x) and (1 + c x)^-m.

    >>> from analytic.notation import x
    >>> profile_of(exp(-2 * x), x)
    Exponential(rate=2)
    """
    base, exponent = expression.as_base_exp()
    slope = (base - 1).diff(x)
    candidates: list[Profile] = []
    if expression.func is exp:
        candidates.append(Exponential(-expression.args[0].diff(x)))
    elif not slope.has(x) and not exponent.has(x):
        candidates.append(Resolvent(slope, -exponent))
    for candidate in candidates:
        if not candidate.rate.has(x) and candidate.at(x) == expression:
            return candidate
    raise InvalidProblemError(
        f"{expression} is neither exp(-c {x}) nor (1 + c {x})^-m, the profiles whose Mellin "
        "transforms are tabulated. Rewrite the summand as a sum of such."
    )
