"""Mean errors of modes and spectral densities: normalisation, transforms, Marchenko-Pastur."""

import mpmath as mp
import pytest
from sympy import Rational, oo

from analytic import MeasuredSpectrum, Model, PowerLaw, exact
from analytic.errors import InvalidProblemError

from .reference import harmonic, newton

FLAT = MeasuredSpectrum([1] * 4, [1] * 4)
GAPPED = [
    Model(PowerLaw(2, "3/2", modes=6), 4, 9),
    Model(PowerLaw(2, "3/2"), oo, 3),
    Model(PowerLaw(2, "3/2", modes=6), 30, 9),
]


def own_density(q, x):
    """Marchenko-Pastur at M/P = q, without its atom."""
    low, high = (1 - mp.sqrt(q)) ** 2, (1 + mp.sqrt(q)) ** 2
    return mp.sqrt((high - x) * (x - low)) / (2 * mp.pi * q * x) if low < x < high else mp.mpf(0)


@pytest.mark.parametrize("samples", [16, 5, 1, "7/2"])
@pytest.mark.parametrize("x", ["1/10", "1/2", "1", "2", "3", "5", "40"])
@pytest.mark.parametrize("side", ["width", "samples"])
def test_equal_eigenvalues_have_the_density_of_marchenko_and_pastur(samples, x, side):
    model = Model(FLAT, **{side: samples})
    found = exact.spectral_density(model, x, digits=30)
    with mp.workdps(40):
        q = mp.mpf(4) / (mp.mpf(Rational(samples).p) / Rational(samples).q)
        expected = own_density(q, mp.mpf(Rational(x).p) / Rational(x).q)
        assert abs(found - expected) <= mp.mpf(10) ** -30 * expected


@pytest.mark.parametrize("samples", [16, 1])
def test_next_to_the_edge_the_density_is_a_square_root(samples):
    """1e-30 inside and outside the edges of Marchenko-Pastur at q = 1/4 and 4."""
    model, tiny = Model(FLAT, samples=samples), Rational(1, 10**30)
    scale = 1 if samples == 16 else 4
    for edge, inward in ((Rational(1, 4) * scale, 1), (Rational(9, 4) * scale, -1)):
        if samples == 1:
            edge = {1: Rational(1), 9: Rational(9)}[int(edge / scale * 4)]
        assert exact.spectral_density(model, edge - inward * tiny, digits=20) == 0
        found = exact.spectral_density(model, edge + inward * tiny, digits=20)
        with mp.workdps(60):
            q = mp.mpf(4) / samples
            x = mp.mpf(edge.p) / edge.q + inward * mp.mpf(10) ** -30
            assert abs(found / own_density(q, x) - 1) < mp.mpf(10) ** -20


def support(model):
    """Lower and upper edge: the given one, and the last critical value of s(kappa) left of zero."""
    low = exact.spectral_edge(model)
    high = low
    while exact.spectral_density(model, high * 1.1, 1, 8) > 0 or high == low:
        high *= 1.1
    inside, outside = high, high * 1.1
    for _ in range(50):
        middle = (inside + outside) / 2
        if exact.spectral_density(model, middle, 1, 8) > 0:
            inside = middle
        else:
            outside = middle
    return low, inside


@pytest.mark.one_in(4)
@pytest.mark.parametrize("model", GAPPED[:2])
@pytest.mark.parametrize("mode", [1, 3])
def test_density_and_atom_add_up_and_transform_to_the_mean_error(model, mode):
    """One quadrature with square roots removed at both edges; eight digits on 96 points."""
    low, high = support(model)
    middle, radius, count = (low + high) / 2, (high - low) / 2, 96
    # Midpoints in the angle of x = low (high/low)^{(1 - cos)/2}: logarithms spread a wide support.
    span = mp.log(high / low)
    angles = [mp.pi * (i + mp.mpf("0.5")) / count for i in range(count)]
    xs = [low * mp.exp(span * (1 - mp.cos(y)) / 2) for y in angles]
    weights = [x * span * mp.sin(y) / 2 * mp.pi / count for x, y in zip(xs, angles, strict=True)]
    rho = [exact.spectral_density(model, x, mode) for x in xs]
    atom = exact.spectral_atom(model, mode)
    assert middle > radius > 0
    total = mp.fsum(r * w for r, w in zip(rho, weights, strict=True))
    assert abs(total + atom - 1) < 1e-8
    for time in (1, 7):
        decay = mp.fsum(r * w * mp.exp(-x * time) for r, w, x in zip(rho, weights, xs, strict=True))
        assert abs(decay + atom - exact.mean_error(model, time, mode)) < 1e-8


def test_the_atom_is_what_is_never_learnt():
    """kappa_0/(kappa_0 + lambda_k) with d(kappa_0) = min(N, P)."""
    model = Model(PowerLaw(2, "6/5"), 7, 3)
    with mp.workdps(40):
        kappa = newton(lambda k: harmonic("0", "6/5", k) - 3, mp.mpf(2))
        for mode in (1, 5):
            eigenvalue = mp.mpf(mode) ** (-mp.mpf(6) / 5)
            atom = exact.spectral_atom(model, mode, digits=30)
            assert abs(atom / (kappa / (kappa + eigenvalue)) - 1) < mp.mpf(10) ** -30
    assert exact.spectral_atom(Model(FLAT, 8, 16)) == 0
    assert exact.spectral_atom(Model(FLAT, 1, 2)) == 0.75


@pytest.mark.parametrize("model", GAPPED)
def test_mean_errors_at_both_ends_of_training(model):
    assert exact.mean_error(model, 0, 2) == 1
    late = exact.mean_error(model, 10**30, 2, digits=30)
    atom = exact.spectral_atom(model, 2, digits=30)
    if atom:
        assert abs(late - atom) <= 1e-30 * atom
    else:
        assert 0 < late < mp.mpf(10) ** -(10**20)


@pytest.mark.parametrize("time", ["1/3", "5", "300", "20000"])
def test_unlimited_resources_let_every_mode_decay_alone(time):
    found = exact.mean_error(Model(PowerLaw(2, "3/2")), time, 4, digits=40)
    with mp.workdps(50):
        t = mp.mpf(Rational(time).p) / Rational(time).q
        assert abs(found / mp.exp(-t / 8) - 1) < mp.mpf(10) ** -40


def test_early_mean_errors_follow_the_average_operator():
    r"""H_k = 1 - \lambda t + t^2 \lambda (\lambda + T (1/N + 1/P))/2 + ..., T the trace."""
    model = Model(PowerLaw(2, "3/2", modes=6), 4, 9)
    found = exact.mean_error(model, Rational(1, 10**20), 2, digits=70)
    with mp.workdps(90):
        values = [mp.mpf(k) ** mp.mpf("-1.5") for k in range(1, 7)]
        x, trace, t = values[1], mp.fsum(values), mp.mpf(10) ** -20
        order_two = x * (x + trace * (mp.mpf(1) / 4 + mp.mpf(1) / 9)) / 2
        assert abs((found - 1 + x * t) / t**2 - order_two) < mp.mpf(10) ** -18


def test_two_digits_and_doubles_agree():
    model = Model(PowerLaw("9/5", "6/5"), 5, 8)
    for time in (1, 1000, 10**9, oo):
        precise = exact.mean_error(model, time, 3, digits=30)
        assert abs(exact.mean_error(model, time, 3) / precise - 1) < 4e-16
        assert abs(exact.mean_error(model, time, 3, digits=2) / precise - 1) < 1e-2


@pytest.mark.parametrize("mode", [0, -1, 7, 1.5, "1/2", oo])
def test_modes_that_are_not_there(mode):
    model = Model(PowerLaw(2, "3/2", modes=6), 4, 9)
    for question in (exact.mean_error, exact.spectral_density):
        with pytest.raises(InvalidProblemError, match="modes count from 1 to 6"):
            question(model, 1, mode)


@pytest.mark.parametrize("x", [0, -1, oo, "nan", "-inf"])
def test_rates_that_are_none(x):
    with pytest.raises(InvalidProblemError):
        exact.spectral_density(Model(PowerLaw(2, "3/2"), 4, 9), x)


def test_unlimited_resources_have_no_density():
    with pytest.raises(InvalidProblemError, match="Choose a finite width"):
        exact.spectral_density(Model(PowerLaw(2, "3/2")), 1)


@pytest.mark.parametrize("x", ["1/100", "3", "50"])
def test_two_separate_bands(x):
    """Eigenvalues 1 and 100 at P = 400 N = infinity: zero between the bands and beyond them."""
    model = Model(MeasuredSpectrum([1, 100], [1, 1]), samples=100)
    assert exact.spectral_density(model, x, 1) == 0
    assert exact.spectral_density(model, 1, 1) > 0
    assert exact.spectral_density(model, 100, 2) > 0
