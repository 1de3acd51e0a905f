r"""Data: how a sample shows the modes, all of them at once or one alone.

    Gaussian:  x = \sum_k \sqrt{\lambda_k} z_k e_k,   z_k ~ N(0, 1)
    one-hot:   x = \sqrt{\mu_k} e_k with probability p_k,   \lambda_k = p_k \mu_k

Both have the covariance diag(\lambda_k). Skills, quanta and tokens are one-hot: what no sample has
shown is not known. [michaud2023quantization]
"""

from dataclasses import dataclass
from typing import Any

from sympy import Expr, zeta

from analytic.errors import InvalidProblemError, require
from analytic.problem.spectrum import Spectrum
from analytic.real_numbers import exact_number, shown


@dataclass(frozen=True)
class Data:
    r"""How samples are drawn; their covariance is that of the spectrum.

        <x x^T> = diag(\lambda_k)

    A sample x holds the M features psi of one point.
    """


@dataclass(frozen=True)
class GaussianData(Data):
    r"""Every sample shows every mode, each with a normal coefficient of its own.

        x = \sum_k \sqrt{\lambda_k} z_k e_k,   z_k ~ N(0, 1)

    >>> GaussianData()
    GaussianData()
    """


@dataclass(frozen=True, init=False)
class OneHotData(Data):
    r"""Every sample shows one mode, with a probability that is a power of its eigenvalue.

        p_k = \lambda_k^{power}/\sum_j \lambda_j^{power},   \mu_k = \lambda_k/p_k

    At power 1 all samples have the same size \mu = \sum_k \lambda_k.

    >>> OneHotData("2/3").power
    2/3
    """

    power: Expr

    def __init__(self, power: Any = 1) -> None:
        object.__setattr__(self, "power", exact_number(power, "power"))
        require(
            self.power.is_finite is not False,
            f"power = {shown(self.power)} leaves one mode alone. Choose a finite power.",
        )
        require(
            self.power.is_positive is not False,
            f"power = {shown(self.power)} shows rare modes most often. Choose a power above 0, so "
            "that p_k falls with the eigenvalue.",
        )

    def total(self, spectrum: Spectrum) -> Expr:
        r"""\sum_k \lambda_k^{power} of a power law with infinitely many modes.

        Raises    InvalidProblemError for other spectra, and where it is infinite.
        """
        law = spectrum.unlimited_power_law
        if law is None:
            raise InvalidProblemError(
                f"The probabilities of infinitely many modes of {type(spectrum).__name__} have no "
                "known sum. Give it a number of modes."
            )
        exponent = self.power * law.b - law.multiplicity_growth
        require(
            exponent.is_number is False or bool(exponent > 1),
            f"Probabilities that fall as k^-({shown(exponent)}) do not add to one over infinitely "
            "many modes. Choose a larger power, or a number of modes.",
        )
        return law.multiplicity * law.scale**self.power * zeta(exponent)


def require_data(data: Any) -> Data:
    """The data, refused where they are something else.

    Raises    InvalidProblemError.
    """
    require(
        isinstance(data, Data),
        f"{str(data)[:80]!r} are no data. Give GaussianData() or OneHotData().",
    )
    return data  # type: ignore[no-any-return]
