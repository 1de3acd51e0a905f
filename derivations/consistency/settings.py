"""What a measured exponent may belong to: settings, and the results that state their exponents."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sympy import Expr, Symbol

from analytic.errors import InvalidProblemError
from analytic.notation import C, N, P, c, r_C, r_N, r_P, r_t, t
from analytic.result import Result
from derivations.contents import RESULTS

RESOURCES = {"t": (t, r_t), "N": (N, r_N), "P": (P, r_P), "C": (C, r_C)}


def exponent_in(result: Result, resource: str) -> Expr:
    """The exponent that a result states in a resource: its own, of its law, or the one r_x shown.

    Raises    InvalidProblemError where it states none, or several.
    """
    variable, letter = RESOURCES[resource]
    if variable in result.exponents:
        return result.exponents[variable]
    if result.law is not None and result.law.variable == variable:
        return result.law.exponent
    shown = {one.right for one in result.page.equations if one.left == letter}
    if letter in result.formulas:
        return result.formulas[letter]
    if len(shown) != 1:
        raise InvalidProblemError(
            f"{result.name} shows {len(shown)} exponents {letter}. State the one in its exponents."
        )
    return shown.pop()


@dataclass(frozen=True)
class Setting:
    """What is trained on what, and the results that state its exponents, by resource.

    `free` is a letter beside a and b, with the values it may have.
    """

    name: str
    stated: Mapping[str, str]
    free: Symbol | None = None
    values: tuple[float, float] = (0.0, 0.0)

    @property
    def exponents(self) -> dict[str, Expr]:
        """The exponents by resource, from the derived results."""
        return {x: exponent_in(RESULTS[one], x) for x, one in self.stated.items()}


_TIME, _WIDTH = "time-limited", "width-limited"
_DATA, _COMPUTE = "data-limited", "compute-optimal"


def _setting(name: str, **stated: str) -> Setting:
    return Setting(name, MappingProxyType(stated))


def _by_one(result: str, resources: str) -> Mapping[str, str]:
    return dict.fromkeys(resources, result)


SETTINGS = (
    _setting("fixed random features", t=_TIME, N=_WIDTH, P=_DATA, C=_COMPUTE),
    _setting("fixed random features, label noise, stopped best", P="label-noise"),
    _setting("fixed random features, label noise, best ridge", P="noise-and-regularisation"),
    _setting("infinitely many projections averaged", t=_TIME, N="ensembling", P=_DATA),
    _setting("one-pass SGD", **_by_one("one-pass-sgd", "tNC")),
    _setting("mean of all iterates", t="averaged-descent", N=_WIDTH, P=_DATA),
    _setting("leading modes as features", t=_TIME, **_by_one("aligned-projection", "NPC")),
    _setting("one-hot data", **_by_one("one-hot-data", "tNPC")),
    _setting("one-hot and Gaussian data mixed", t=_TIME, P="mixed-data"),
    _setting("residual layers", C="residual-depth"),
    _setting("feature learning", **_by_one("feature-learning", "tNC")),
    Setting(
        "features with a covariance i^-c", _by_one("structured-features", "tNC"), c, (1.0, 10.0)
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
