"""Interpolation of samples whose inputs are noisy, drawn."""

import numpy as np
from numpy.typing import NDArray

from analytic.sampling.draws import stream_of

_SAMPLES = 1  # of the streams of a draw


def noisy_input_losses(
    eigenvalues: NDArray[np.float64],
    target_power: NDArray[np.float64],
    noise: NDArray[np.float64],
    samples: int,
    copies: int,
    draws: int,
    seed: int,
) -> NDArray[np.float64]:
    r"""Squared errors on new noisy inputs of the least-norm fit to exact labels.

        \sum_k \lambda_k (w*_k - w_k)^2 + \epsilon_k w_k^2

    `noise` are the variances \epsilon_k; every mode and sample is there `copies` times.

    Shape     spectrum and noise (modes,), result (draws,).
    """
    rates, powers, variances = (
        np.repeat(one, copies) / copies for one in (eigenvalues, target_power, noise)
    )
    target = np.sqrt(powers / rates)
    found = []
    for number in range(draws):
        stream = stream_of(seed, number, _SAMPLES)
        shape = samples * copies, len(rates)
        true = stream.standard_normal(shape) * np.sqrt(rates)
        wanted = target * stream.choice((-1.0, 1.0), size=len(rates))
        inputs = true + stream.standard_normal(shape) * np.sqrt(variances)
        known = np.linalg.lstsq(inputs, true @ wanted, rcond=None)[0]
        found.append(np.sum(rates * (wanted - known) ** 2 + variances * known**2))
    return np.array(found)
