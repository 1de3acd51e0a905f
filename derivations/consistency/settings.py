"""What a measured exponent may belong to: settings, and the results that state their exponents."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from sympy import Expr, Symbol

from analytic.errors import InvalidProblemError
from analytic.notation import c
from analytic.result import Result
from derivations.contents import RESULTS


class Stated(NamedTuple):
    """Where an exponent stands: in the law of a result, on its page, or in what claims speak of.

    `quantity` is how the reason on the page, or the quantity of the claims, begins; without one it
    is the exponent of the law.
    """

    result: str
    quantity: str = ""

    def exponent(self) -> Expr:
        """The exponent, from the derived result."""
        result = RESULTS[self.result]
        if not self.quantity:
            return _of_law(result)
        on_page = [
            one.right
            for one in result.page.equations
            if str(one.left).startswith("r_") and str(one.reason).startswith(self.quantity)
        ]
        claimed = [
            one.value for name, one in result.statements.items() if name.startswith(self.quantity)
        ]
        found: list[Expr] = [one for one in (*on_page, *claimed) if one is not None]
        return found[0]


def _of_law(result: Result) -> Expr:
    assert result.law is not None
    exponent: Expr = result.law.exponent
    return exponent


@dataclass(frozen=True)
class Setting:
    """What is trained on what, and where its exponents stand, by the letter of the resource.

    `free` is a letter beside a and b, with the values it may have.
    """

    name: str
    stated: Mapping[str, Stated]
    free: Symbol | None = None
    values: tuple[float, float] = (0.0, 0.0)


_TIME, _WIDTH = Stated("time-limited"), Stated("width-limited")
_DATA, _COMPUTE = Stated("data-limited"), Stated("compute-optimal")


def _setting(name: str, **stated: Stated) -> Setting:
    return Setting(name, MappingProxyType(stated))


SETTINGS = (
    _setting("fixed random features", t=_TIME, N=_WIDTH, P=_DATA, C=_COMPUTE),
    _setting("fixed random features, label noise, stopped best", P=Stated("label-noise")),
    _setting(
        "fixed random features, label noise, best ridge",
        P=Stated("noise-and-regularisation", "the exponent of $L^*$ with the best penalty"),
    ),
    _setting(
        "infinitely many projections averaged",
        t=_TIME,
        N=Stated("ensembling", "exponent of infinitely many projections"),
        P=_DATA,
    ),
    _setting(
        "one-pass SGD",
        t=Stated("one-pass-sgd"),
        N=Stated("one-pass-sgd", "exponent in $N$ of $L(oo)$"),
        C=Stated("one-pass-sgd", "exponent in $C$ of the least $L(t, N)$"),
    ),
    _setting("mean of all iterates", t=Stated("averaged-descent"), N=_WIDTH, P=_DATA),
    _setting(
        "leading modes as features",
        t=_TIME,
        N=Stated("aligned-projection", "no saturation"),
        P=Stated("aligned-projection", "no saturation in $P$"),
        C=Stated("aligned-projection", "time law and floor"),
    ),
    _setting(
        "one-hot data",
        t=Stated("one-hot-data", "$P = oo$: at time"),
        N=Stated("one-hot-data", "in their number"),
        P=Stated("one-hot-data"),
        C=Stated("one-hot-data", "$C = N t$"),
    ),
    _setting("one-hot and Gaussian data mixed", t=_TIME, P=Stated("mixed-data", "the slower")),
    _setting("residual layers", C=Stated("residual-depth", "for every $a$ and $b$")),
    _setting(
        "feature learning",
        t=Stated("feature-learning", "exponent of $L(t)$ with feature learning"),
        N=Stated("feature-learning", "a limited width"),
        C=Stated("feature-learning", "$C = N t$ at"),
    ),
    Setting(
        "features with a covariance i^-c",
        MappingProxyType(
            {
                "t": Stated("structured-features", "time saturates"),
                "N": Stated("structured-features", "that of any $N$ features"),
                "C": Stated("structured-features", "one function of"),
            }
        ),
        c,
        (1.0, 10.0),
    ),
)


def settings_named(names: tuple[str, ...] | None) -> tuple[Setting, ...]:
    """The settings of these names, or all.

    Raises    InvalidProblemError for a name that is none.
    """
    if names is None:
        return SETTINGS
    known = {one.name: one for one in SETTINGS}
    for name in names:
        if name not in known:
            raise InvalidProblemError(f"{name!r} is no setting. Choose from: {'; '.join(known)}.")
    return tuple(known[name] for name in names)
