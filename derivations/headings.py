"""The headings of the table of contents: what is known of a result before it is derived.

Name, title and validity are stated here only; pages take theirs from here. Whether there is a law
follows from the derivation, and a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["HEADINGS", "Heading"]


class Heading(NamedTuple):
    """A result before it is derived, and the module of this package that derives it."""

    name: str
    module: str
    title: str
    validity: str
    law: bool


_TABLE = (
    Heading(
        "field-equations",
        "field_equations",
        "Field equations",
        "M, N, P large in proportion; any spectrum; s, s' off the negative real axis",
        law=False,
    ),
    Heading(
        "spectral-density",
        "spectral_density",
        "Spectral density",
        "M, P large in proportion, N infinite; x > 0 away from the edges",
        law=False,
    ),
    Heading(
        "white-spectrum",
        "white_spectrum",
        "White spectrum",
        "M, N, P large in proportion; no noise needed: the mean error has none",
        law=False,
    ),
    Heading(
        "early-time",
        "early_time",
        "Early times of a mode",
        "N, P large at fixed t; any spectrum with a finite sum of eigenvalues",
        law=False,
    ),
    Heading(
        "time-limited",
        "time_limited_loss",
        "Time-limited loss",
        "a power law with infinitely many modes and a finite initial loss; t large",
        law=True,
    ),
    Heading(
        "width-limited",
        "width_limited_loss",
        "Width-limited loss",
        "a power law with infinitely many modes and a finite initial loss; N large",
        law=True,
    ),
    Heading(
        "data-limited",
        "data_limited_loss",
        "Data-limited loss",
        "a power law with infinitely many modes and a finite initial loss; P large",
        law=True,
    ),
    Heading(
        "width-data-duality",
        "width_data_duality",
        "Width-data duality",
        "any spectrum for the curves; a power law, n large, t = infinity for the ratio",
        law=False,
    ),
    Heading(
        "finite-width-correction",
        "finite_width_correction",
        "Finite-width correction",
        "N -> infinity at fixed t; then t large for the law",
        law=True,
    ),
    Heading(
        "finite-data-correction",
        "finite_data_correction",
        "Finite-data correction",
        "P -> infinity at fixed t; then t large for the law",
        law=True,
    ),
    Heading(
        "width-crossover",
        "width_crossover",
        "Width crossover",
        "a power law with infinitely many modes and a finite initial loss; N large, t/N^b fixed",
        law=True,
    ),
    Heading(
        "data-crossover",
        "data_crossover",
        "Data crossover",
        "a power law with infinitely many modes and a finite initial loss; P large, t/P^b fixed",
        law=True,
    ),
    Heading(
        "four-regimes",
        "four_regimes",
        "The four regimes",
        "a power law with infinitely many modes; t, N, P large, no noise",
        law=False,
    ),
    Heading(
        "compute-optimal",
        "compute_optimal",
        "Compute-optimal training",
        "a power law with infinitely many modes; gradient flow; C large, P = infinity",
        law=True,
    ),
    Heading(
        "compute-limited-data",
        "compute_limited_data",
        "Compute-optimal training on limited data",
        "a power law with infinitely many modes; gradient flow, no noise; P large",
        law=True,
    ),
    Heading(
        "ensembling",
        "ensembling",
        "Ensembling",
        "M, N, P large in proportion; laws: a power law, no noise",
        law=False,
    ),
    Heading(
        "train-test-gap",
        "train_test_gap",
        "Train-test gap",
        "P -> infinity at fixed t, N = infinity; then t large for the law",
        law=True,
    ),
    Heading(
        "label-noise",
        "label_noise",
        "Label noise",
        "gradient flow; P -> infinity at fixed noise, N = infinity, unless said otherwise",
        law=True,
    ),
    Heading(
        "early-stopping",
        "early_stopping",
        "Early stopping",
        "gradient flow, min(N, P) below the number of modes; N, P large for the laws",
        law=False,
    ),
    Heading(
        "gradient-descent",
        "gradient_descent",
        "Gradient descent",
        "eta x_max < 2, x_max the upper edge of the spectrum of K; N = P = infinity and t "
        "large for the loss",
        law=True,
    ),
    Heading(
        "averaged-descent",
        "averaged_descent",
        "Averaged gradient descent",
        "eta below the edge of stability; N = P = infinity and t large for the loss",
        claims=0,
        law=True,
    ),
    Heading(
        "momentum",
        "momentum",
        "Momentum",
        "a step below the edge of stability; N = P = infinity and t large for the losses",
        law=True,
    ),
    Heading(
        "one-pass-sgd",
        "one_pass_sgd",
        "One-pass SGD",
        "Gaussian features; a power law with infinitely many modes; a stable step",
        law=True,
    ),
)

HEADINGS: Mapping[str, Heading] = MappingProxyType({entry.name: entry for entry in _TABLE})
