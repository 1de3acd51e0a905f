r"""Generating functions of the loss, of its bias and of its kernel, at z = e^{-p}.

    L_n = F_n + \sum_{m<n} K_{n-1-m} (L_m + \sigma^2),
    G_L = G_F + G_K [G_L + \sigma^2/(1 - z)],   G_K = \sum_n K_n z^{n+1}

F_n and K_n are averages of q(x)^n and push(x) q(x)^n over the spectrum of K. 1 - z q(x) is
quadratic in x: by partial fractions both are resolvents at -x = s_- and s_+, its two roots.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sympy import Expr, Poly, cancel, exp, expand, factor, simplify, solve
from sympy.polys.polyroots import roots_quadratic

from analytic.notation import G_F, G_K, G_L, p, s, sigma2, x
from analytic.symbolic.one_pass.batch_moments import BatchStep

__all__ = ["Root", "far_root", "near_root", "push_over_rate", "renewal", "roots"]


class Root(NamedTuple):
    """A root: s = -x at p, and the residue of 1/(1 - z q(x)) there, each as functions of p."""

    place: Expr
    residue: Expr


def renewal() -> Expr:
    """G_L(p) from G_F(p) and G_K(p), by the convolution theorem; G_K here includes its z."""
    rest = G_F(p) + G_K(p) * (G_L(p) + sigma2 / (1 - exp(-p))) - G_L(p)
    return -rest.subs(G_L(p), 0) / rest.diff(G_L(p))  # it is linear in G_L


@cache
def roots(step: BatchStep) -> tuple[Root, Root]:
    """The root that vanishes with p, and the other one."""
    quadratic = Poly(expand(exp(p) * _vanishing(step)), x)
    one, other = roots_quadratic(quadratic)
    apart = factor(quadratic.LC() * (one - other))
    found = [Root(-one, exp(p) / apart), Root(-other, -exp(p) / apart)]
    near, far = sorted(found, key=lambda root: simplify(root.place.subs(p, 0)) != 0)
    return near, far


@cache
def near_root(step: BatchStep) -> Root:
    """Slope of s_- at p = 0, and the residue there: s_- = slope p + ..., by implicit functions."""
    function = _vanishing(step)
    in_x, in_p = (function.diff(symbol).subs({x: 0, p: 0}) for symbol in (x, p))
    return Root(simplify(in_p / in_x), simplify(1 / in_x))


@cache
def far_root(step: BatchStep) -> Root:
    """s_+ and the residue at p = 0, where the other root is zero."""
    function = _vanishing(step).subs(p, 0)
    (place,) = solve(cancel(function / x), x)
    return Root(-place, simplify(1 / function.diff(x).subs(x, place)))


def _vanishing(step: BatchStep) -> Expr:
    """1 - z q(x)."""
    return 1 - exp(-p) * step.keep


def push_over_rate(step: BatchStep) -> Expr:
    """The push without one of its factors x, which goes into Tr K/(s + K) = d, at x = -s."""
    return cancel(step.push / x).subs(x, -s)
