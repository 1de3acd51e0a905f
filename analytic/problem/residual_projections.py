r"""Square layers beside the identity: one skip connection, or many residual layers."""

from dataclasses import dataclass
from typing import Any

from sympy import Expr, Mul, Pow, S, exp, oo

from analytic.errors import require
from analytic.notation import d
from analytic.problem.projection import Layer, Projection, Ranks
from analytic.real_numbers import exact_number, positive_number, require_positive, shown


@dataclass(frozen=True, init=False)
class ResidualProjection(Projection):
    r"""L square layers I + \sqrt{\tau/L} W, W of independent normal entries of variance 1/M.

        D_N = [(1 + R)^2 - \epsilon^4]^L/(4 + 4 \epsilon^2)^L,
        R = \sqrt{(1 + \epsilon^2)^2 - 4 \epsilon^2 d/M},   \epsilon^2 = \tau/L

    At infinite depth D_N = e^{-2 \tau d/M}, and with infinitely many modes it is one.
    """

    depth: Expr
    tau: Expr

    def __init__(self, depth: Any, tau: Any) -> None:
        number = positive_number(depth, "depth")
        require(
            number == oo or number.is_integer is not False,
            f"depth = {shown(number)} is no number of layers. Give a positive integer, or inf.",
        )
        object.__setattr__(self, "depth", number)
        object.__setattr__(self, "tau", positive_number(tau, "tau", infinite=False))

    @property
    def strength(self) -> Expr:
        r"""\epsilon^2 of one layer."""
        return self.tau / self.depth

    def width(self, given: Expr, modes: Expr) -> Expr:
        """None: as many neurons as modes in every layer."""
        require(
            given == oo,
            f"width = {shown(given)} was given to layers that keep the number of modes. Leave it "
            "out.",
        )
        return oo

    def response(self, width: Expr, modes: Expr) -> Expr:
        """The power of what one layer does."""
        if modes == oo:
            return S.One
        if self.depth == oo:
            return exp((-2 * self.tau / modes) * d)
        e = self.strength
        square = (1 + e) * (1 + e) - (4 * e / modes) * d
        root = Pow(square, S.Half, evaluate=False)  # SymPy would ask about its sign at length
        layer = Mul(1 / (4 * (1 + e)), 1 - e + root, 1 + e + root)
        return layer if self.depth == 1 else Pow(layer, self.depth, evaluate=False)

    def ranks(self, width: Expr, modes: Expr) -> Ranks:
        """None where the identity outweighs the noise, else M in every layer."""
        strength = self.strength
        below_one = strength < 1 if strength.is_Rational else (strength - 1).is_negative
        return () if below_one or modes == oo else (modes,) * min(int(self.depth), 2)

    def layers(self, width: Expr, modes: Expr) -> tuple[Layer, ...]:
        """Layers of M rows."""
        require(self.depth != oo, "Infinitely many layers cannot be drawn. Choose a finite depth.")
        count = 0 if modes == oo else int(self.depth)
        return (Layer("residual", modes, self.strength),) * count


@dataclass(frozen=True, init=False)
class SkipConnection(ResidualProjection):
    r"""One square layer I + \epsilon W, W of independent normal entries of variance 1/M.

        D_N = [(1 + R)^2 - \epsilon^4]/(4 + 4 \epsilon^2),
        R = \sqrt{(1 + \epsilon^2)^2 - 4 \epsilon^2 d/M}

    From the resolvent of information plus noise, [dozier2007].
    """

    epsilon: Expr

    def __init__(self, epsilon: Any) -> None:
        number = exact_number(epsilon, "epsilon")
        require_positive(number, "epsilon", infinite=False)
        super().__init__(1, number**2)
        object.__setattr__(self, "epsilon", number)
