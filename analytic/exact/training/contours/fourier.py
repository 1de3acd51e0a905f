r"""The discrete Fourier transform of 2^k numbers, in doubles or at any precision.

X_n = \sum_k x_k e^{-2 \pi i k n/m}
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from analytic.exact.precision import Arithmetic, Array, Double

__all__ = ["fourier", "inverse_fourier"]


def fourier(arithmetic: Arithmetic, values: Array) -> Array:
    """The transform of m = 2^k numbers."""
    if isinstance(arithmetic, Double):
        return np.fft.fft(values)
    m = len(values)
    block = arithmetic.complex(values).reshape(1, m)
    while block.shape[0] < m:  # each column holds transforms of the even and of the odd numbers
        even, odd = np.split(block, 2, axis=1)
        turned = odd * _twiddles(arithmetic, block.shape[0])[:, None]
        block = np.concatenate([even + turned, even - turned])
    return block.ravel()


def inverse_fourier(arithmetic: Arithmetic, values: Array) -> Array:
    """The numbers whose transform is given."""
    conjugate = arithmetic.conjugate
    return np.asarray(conjugate(fourier(arithmetic, conjugate(values))) / len(values))


@lru_cache(maxsize=64)
def _twiddles(arithmetic: Arithmetic, size: int) -> Array:
    r"""e^{-i \pi k/size} for k below size."""
    angles = arithmetic.array(list(range(size))) * (-arithmetic.pi / size)
    return np.asarray(arithmetic.exp(angles * arithmetic.complex([1j])[0]))
