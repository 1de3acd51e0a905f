r"""The measured quantity: which loss, of which model, trained how, as a function of what.

    L(t) = L(t, \infty, \infty),   L(N) = L(\infty, N, \infty),   c_N(t) = \lim N [L(t, N) - L(t)]

A quantity holds no formula and no answer: every witness evaluates the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sympy import Expr, S, Symbol, oo

from analytic.errors import require
from analytic.notation import C, N, P, a, b, n, t, tau
from analytic.problem.data import Data, GaussianData
from analytic.problem.model import Model
from analytic.problem.power_law import PowerLaw
from analytic.problem.projection import GaussianProjection, Projection
from analytic.problem.training import GradientFlow, OnePassSGD, Training

Part = Literal["test", "train", "bias", "features", "data", "interaction", "gap", "kernel"]
_FLOW = GradientFlow()
_GAUSSIAN, _GAUSSIAN_DATA = GaussianProjection(), GaussianData()


@dataclass(frozen=True)
class Setting:
    """All that the witnesses share: a model, how it is trained, for how long, how many of them."""

    model: Model
    time: Expr = oo
    training: Training = _FLOW
    members: Expr = S.One


@dataclass(frozen=True)
class Value:
    """The quantity itself."""


@dataclass(frozen=True)
class Excess:
    r"""What a limited resource adds to a loss, or label noise.

        L(n) - L(\infty),   L(\sigma^2) - L(0)

    at everything else the same.
    """

    resource: Symbol


@dataclass(frozen=True)
class Coefficient:
    r"""The coefficient of 1/n in a loss, where a resource is large.

        \lim_{n \to \infty} n [L(n) - L(\infty)]

    n is N or P.
    """

    resource: Symbol


@dataclass(frozen=True)
class Quotient:
    """The quantity over another one at the same size.

        L_1(n)/L_2(n)

    `below` is L_2.
    """

    below: Quantity


@dataclass(frozen=True)
class Least:
    r"""The least value over time, or over N on a budget; or a `place`, what of N and t is there.

        L^* = \min_t L(t)   or   L^*(C) = \min_N L(C/N, N)

    `over` is the variable of which it is the least.
    """

    place: Expr | None = None
    over: Symbol = t


@dataclass(frozen=True)
class Sign:
    """Whether what `of` makes of the quantity is larger than another quantity: 1, or -1.

        sign[F(L) - L_2],   L_2 = than

    A simulation compares with `drawn`, if it is given: where the difference is large enough to see.
    """

    than: Quantity
    of: Functional = Value()
    drawn: Quantity | None = None


Functional = Value | Excess | Coefficient | Quotient | Least | Sign


Letters = tuple[tuple[Symbol, Expr], ...]


@dataclass(frozen=True)
class Quantity:
    """What is measured at a size of its variable: a part of the loss in a setting, or what of it.

    Width, samples and time may hold the variable, and the exponents a and b of the spectrum; time
    may be in units of 1/x_-, the longest time of the model. The gap is test less training loss; of
    one-pass SGD the bias is what is left of the target, the kernel that of noise.
    `letters` are those of its law that have a number where it is measured; `fixed` is what stays
    the same, or follows the variable, while this one changes.
    """

    variable: Symbol
    width: Expr = oo
    samples: Expr = oo
    time: Expr = oo
    training: Training = _FLOW
    part: Part = "test"
    of: Functional = Value()
    noise: Expr = S.Zero
    data: Data = _GAUSSIAN_DATA
    projection: Projection = _GAUSSIAN
    members: Expr = S.One
    letters: Letters | Callable[[PowerLaw], Mapping[Symbol, Expr]] = ()
    fixed: Letters = ()

    def __post_init__(self) -> None:
        """Refuse a coefficient that has no meaning: it is that of a test loss under flow."""
        if isinstance(self.of, Coefficient):
            plain = self.part != "train" and isinstance(self.training, GradientFlow | OnePassSGD)
            require(
                plain and self.width == self.samples == oo,
                "A coefficient of 1/N or 1/P is stated for the test loss, a part of it or the gap, "
                "under gradient flow or one-pass SGD, both resources unlimited. Leave training, "
                "width and samples as they are.",
            )

    def at(self, spectrum: PowerLaw, size: Any) -> Setting:
        """The setting in which it is measured at a size."""
        values = {self.variable: size, a: spectrum.a, b: spectrum.b}
        width, samples, time = (one.subs(values) for one in (self.width, self.samples, self.time))
        model = Model(spectrum, width, samples, self.noise, self.projection, self.data)
        return Setting(model, time, self.training, self.members)

    def numbers(self, spectrum: PowerLaw) -> Mapping[Symbol, Expr]:
        """What the letters of its law, other than a and b, are where it is measured."""
        return self.letters(spectrum) if callable(self.letters) else dict(self.letters)


def limited(resource: Symbol, spectrum: PowerLaw, size: Any) -> Model:
    """The model in which one resource alone, N or P, is limited.

    >>> limited(P, PowerLaw(2, 2), 10).samples
    10
    """
    return Model(spectrum, width=size) if resource == N else Model(spectrum, samples=size)


def time_limited(training: Training = _FLOW) -> Quantity:
    r"""The loss at unlimited width and data, under a way of training, as a function of time.

        L(t) = \sum_k c_k f_t(\lambda_k)^2

    f_t(x) is what is left of an error at rate x.
    """
    return Quantity(t, time=t, training=training)


def resource_limited(resource: Symbol, part: Part = "test", training: Training = _FLOW) -> Quantity:
    r"""The loss at the end of training, one resource limited; or a part of it.

        L(N) = \lim_{t \to \infty} L(t, N, \infty),   L(P) = \lim_{t \to \infty} L(t, \infty, P)

    [bordelon2024dynamical], eq. (12).
    """
    amounts = {N: oo, P: oo, resource: resource}
    return Quantity(resource, amounts[N], amounts[P], training=training, part=part)


def on_budget(place: Expr | None = None, training: Training = _FLOW) -> Quantity:
    r"""The least loss at a compute C = N t; or what of N and t is there.

        L^*(C) = \min_N L(C/N, N)

    [bordelon2024dynamical], eq. (17).
    """
    return Quantity(C, width=N, time=C / N, training=training, of=Least(place, over=N))


def at_fixed_tau(resource: Symbol, time: Expr, value: Expr = S.One) -> Quantity:
    r"""The loss where a limited resource ends, at a time that follows it.

        L(t(n), n),   t(n) = \tau/(2 \kappa_n) ~ n^b

    `time` is t as a function of tau and n.
    """
    at_value = time.subs(tau, value)
    fixed = ((tau, value), (t, at_value))
    return replace(resource_limited(resource), time=at_value, letters=fixed[:1], fixed=fixed)


def excess(resource: Symbol, time: Expr, other: Any = oo) -> Quantity:
    r"""What a limited resource adds to the loss at a fixed time and amount of the other one.

        L(t, n) - L(t, \infty),   n = N or P

    [bordelon2024dynamical], Fig. 2b, e.
    """
    amounts = {N: other, P: other, resource: resource}
    return Quantity(resource, amounts[N], amounts[P], time, of=Excess(resource))


def correction(resource: Symbol, part: Part = "test") -> Quantity:
    r"""The coefficient of 1/n as a function of time, n = N or P; or that of a part of the loss.

        \lim_{n \to \infty} n [L(t, n) - L(t)]

    "Variance-limited" in [bahri2024explaining].
    """
    return Quantity(t, time=t, part=part, of=Coefficient(resource))


def quotient(above: Quantity, below: Quantity) -> Quantity:
    """One quantity over another at the same size n of the resource that each depends on."""
    width, samples = (one.subs(above.variable, n) for one in (above.width, above.samples))
    return replace(above, variable=n, width=width, samples=samples, of=Quotient(below))
