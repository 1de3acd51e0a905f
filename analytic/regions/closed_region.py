"""A region of the plane of a and b together with its boundaries."""

from sympy import GreaterThan, LessThan, StrictGreaterThan, StrictLessThan
from sympy.logic.boolalg import Boolean

_WEAK = {StrictLessThan: LessThan, StrictGreaterThan: GreaterThan}


def closure(region: Boolean) -> Boolean:
    """A region with its boundaries, each of its relations with equality.

    >>> from analytic.notation import a, b
    >>> closure((a > b + 1) & (a < 2 * b + 1))
    (a >= b + 1) & (a <= 2*b + 1)
    """
    return region.subs({one: _WEAK[one.func](*one.args) for one in region.atoms(*_WEAK)})
