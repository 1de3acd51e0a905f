r"""Powers of powers of positive quantities, as powers of each.

    (x^p y^q)^r = x^{pr} y^{qr},    x, y > 0

SymPy's own rule for this, `powdenest` by force, takes only letters as positive; what it makes of a
power of sin(pi/b) depends on the order in which a set of Python lists its elements.
"""

from __future__ import annotations

from functools import cache

from sympy import Expr, Mul, Symbol, powdenest

from analytic.notation import factor_letter

__all__ = ["denested"]


@cache
def denested(product: Expr) -> Expr:
    r"""A product, of which all factors are taken as positive, without powers of powers.

    >>> from sympy import pi, sin
    >>> from analytic.notation import a, b
    >>> denested((sin(pi / b) ** -b) ** ((a - 1) / b))
    sin(pi/b)**(1 - a)
    """
    letters: dict[Expr, Symbol] = {}

    def in_letters(part: Expr) -> Expr:
        if part.is_Pow:
            return in_letters(part.base) ** part.exp
        if part.is_Mul:
            return Mul(*map(in_letters, part.args))
        if part.is_Symbol or part.is_number:
            return part
        return letters.setdefault(part, factor_letter(len(letters)))

    flat = powdenest(in_letters(product), force=True)
    return flat.xreplace({letter: part for part, letter in letters.items()})
