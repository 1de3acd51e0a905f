r"""The integral of a product of two functions, from their Mellin transforms, as series.

    \int_0^\infty x^{q - 1} f(x) g(x) dx = \frac{1}{2\pi i} \int F(z) G(q - z) dz

Parseval's theorem. Closed to the right the contour leaves minus the residues there; along the poles
of one Gamma these are a hypergeometric series, as what follows one of them is a rational function
of its number. [flajolet1995mellin].
"""

from itertools import repeat

from sympy import Add, Expr, Integer, Mul, Poly, gamma, hyper

from analytic.errors import InvalidProblemError, require
from analytic.notation import n, z
from analytic.quotient import cancel
from analytic.symbolic.mellin.poles import residue, rising, side, string_of_gamma
from analytic.symbolic.mellin.profiles import MellinImage


def integral_of_product(one: MellinImage, other: MellinImage, power: Expr) -> Expr:
    r"""The integral of a product of two functions, from Mellin transforms off all resonances.

        \int_0^\infty x^{q - 1} f(x) g(x) dx = (1/2 \pi i) \int F(z) G(q - z) dz

    Parseval's theorem, closed to the right. [flajolet1995mellin].

    Valid     Gammas of slope one whose poles right of the contour are simple, no zeta functions;
              residues that fall, or sums of them in the sense of Abel.
    Raises    InvalidProblemError for others.

    >>> from sympy import Rational, gamma
    >>> decay = MellinImage(Integer(1), (z,))
    >>> float(integral_of_product(decay, decay, Rational(1, 2)) * 2**0.5 / gamma(Rational(1, 2)))
    1.0
    """
    turned = power - z
    image = MellinImage(
        one.entire * other.entire.subs(z, turned),
        (*one.gammas, *(u.subs(z, turned) for u in other.gammas)),
        (*one.zetas, *other.zetas),
    )
    require(not image.zetas, "A product with a zeta function is no hypergeometric series.")
    right = [u for u in image.gammas if side(u) > 0]
    return Add(*(-residues_along(image, u) for u in right))


def residues_along(image: MellinImage, argument: Expr) -> Expr:
    r"""The residues at the poles of \Gamma(argument), added: a hypergeometric series."""
    step = -1 / argument.diff(z)
    if step not in (-1, 1):
        raise InvalidProblemError(
            f"The poles of Gamma({argument}) are not one apart. Give an argument of slope one."
        )
    (first,) = string_of_gamma(argument, 1)
    factors = map(_following, Mul.make_args(image.expression), repeat(step))
    following = Mul(*factors).subs(z, first + n * step)
    above, below = (Poly(part, n) for part in cancel(following).as_numer_denom())
    top, bottom = ([-root for root in _roots(part)] for part in (above, below))
    if 1 in bottom:
        bottom.remove(Integer(1))
    else:
        top.append(Integer(1))
    return residue(image, Integer(1), first) * hyper(top, bottom, cancel(above.LC() / below.LC()))


def _following(factor: Expr, step: Expr) -> Expr:
    """What a factor is multiplied by from one pole to the next."""
    base, exponent = factor.as_base_exp()
    if isinstance(base, gamma):
        argument = base.args[0]
        return rising(argument, argument.diff(z) * step) ** exponent
    return factor.subs(z, z + step) / factor


def _roots(polynomial: Poly) -> list[Expr]:
    """The roots of a product of linear factors, each as often as it occurs."""
    factors = [(factor, count) for factor, count in polynomial.factor_list()[1] if factor.has(n)]
    require(
        all(Poly(factor, n).degree() == 1 for factor, _ in factors),
        f"{polynomial.as_expr()} is no product of linear factors.",
    )
    return [
        cancel(-Poly(factor, n).nth(0) / Poly(factor, n).nth(1))
        for factor, count in factors
        for _ in range(count)
    ]
