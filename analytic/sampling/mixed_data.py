"""The final loss of mixed samples, drawn: one-hot ones and Gaussian ones of one covariance."""

import numpy as np
from numpy.typing import NDArray

from analytic.problem import PowerLaw
from analytic.sampling.draws import stream_of

_SAMPLES = 1  # of the streams of a draw


def mixed_final_losses(
    spectrum: PowerLaw, shown: int, others: int, copies: int, draws: int, seed: int
) -> NDArray[np.float64]:
    """Losses of interpolation without noise; every mode and sample is there `copies` times.

    Of the modes that one-hot samples show nothing is left; the others are the least-norm solution
    on the Gaussian samples.

    Shape     (draws,).
    """
    ranks = np.repeat(np.arange(1.0, float(spectrum.modes) + 1), copies)
    rates = ranks ** -float(spectrum.b) / copies
    target = np.sqrt(ranks ** -float(spectrum.a) / copies / rates)
    found = []
    for number in range(draws):
        stream = stream_of(seed, number, _SAMPLES)
        unseen = np.ones(len(ranks), dtype=bool)
        drawn = stream.choice(len(ranks), size=shown * copies, p=rates / rates.sum())
        unseen[drawn] = False
        scale = np.sqrt(rates[unseen])
        features = stream.standard_normal((others * copies, len(scale))) * scale
        signs = stream.choice((-1.0, 1.0), size=len(scale))
        wanted = target[unseen] * signs
        known = np.linalg.lstsq(features, features @ wanted, rcond=None)[0]
        found.append(np.sum((scale * (wanted - known)) ** 2))
    return np.array(found)
