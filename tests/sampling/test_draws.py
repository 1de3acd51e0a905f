r"""Draws depend on the seed and their number only: not on chunks, workers or how many there are."""

import pickle
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import numpy as np
import pytest
import threadpoolctl

from analytic import sampling
from analytic.problem import Model, PowerLaw
from analytic.sampling import cores
from analytic.sampling.draws import drawn
from analytic.sampling.finite_model import finite_model

MODEL = Model(PowerLaw(2, "3/2", modes=40), 15, 20, noise="1/4")
TIMES = [0, 1, 30]
# Blocked and threaded linear algebra sums in another order: rounding of 60 terms, amplified by no
# more than t lambda_1 = 30.
ROUNDING = 60 * 30 * np.finfo(float).eps


class Elsewhere(Executor):
    """An executor that sends its work through pickle, as another process would."""

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        function, arguments = pickle.loads(pickle.dumps((fn, args)))
        future.set_result(function(*arguments, **kwargs))
        return future


class Stalled(Executor):
    """An executor that finishes its first task and never another."""

    def __init__(self):
        self.futures = []

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        if not self.futures:
            future.set_result(fn(*args, **kwargs))
        self.futures.append(future)
        return future


def loss(**options):
    return sampling.test_loss(MODEL, TIMES, draws=21, **options).samples


def test_a_seed_reproduces_its_draws():
    np.testing.assert_array_equal(loss(seed=7), loss(seed=7))
    assert not np.any(loss(seed=7)[:, 1] == loss(seed=8)[:, 1])


def test_draws_differ():
    assert np.unique(loss()[:, 2]).size == 21


@pytest.mark.parametrize("chunk_bytes", [1, 10**5, 10**9])
def test_chunks_change_nothing(chunk_bytes):
    assert np.abs(loss(chunk_bytes=chunk_bytes) - loss()).max() < ROUNDING


def test_executors_change_nothing():
    with ThreadPoolExecutor(2) as pool:
        for executor in (pool, Elsewhere()):
            assert np.abs(loss(executor=executor, chunk_bytes=10**5) - loss()).max() < ROUNDING


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("serial", [False, True])
def test_default_schedule_changes_nothing(monkeypatch, number, serial):
    expected = loss()
    monkeypatch.setattr(cores, "count", lambda: number)
    monkeypatch.setattr(cores, "linear_algebra_is_serial", lambda: serial)
    assert np.abs(loss(chunk_bytes=10**5) - expected).max() < ROUNDING


def test_more_draws_leave_the_first_ones_alone():
    more = sampling.test_loss(MODEL, TIMES, draws=30).samples
    assert np.abs(more[:21] - loss()).max() < ROUNDING


def test_draws_are_bit_for_bit_those_of_their_number():
    finite = finite_model(MODEL)
    together, alone = drawn(finite, 4, range(3)), drawn(finite, 4, range(2, 3))
    np.testing.assert_array_equal(together.projection[2], alone.projection[0])
    np.testing.assert_array_equal(together.white_features[2], alone.white_features[0])
    np.testing.assert_array_equal(together.noise[2], alone.noise[0])


def test_models_of_different_width_share_their_data():
    narrow = drawn(finite_model(Model(MODEL.spectrum, 3, 20, noise=1)), 0, range(2))
    wide = drawn(finite_model(Model(MODEL.spectrum, "inf", 20, noise=1)), 0, range(2))
    np.testing.assert_array_equal(narrow.white_features, wide.white_features)
    np.testing.assert_array_equal(narrow.noise, wide.noise)
    assert wide.projection is None


def test_mean_error_and_eigenvalues_take_the_same_draws():
    with ThreadPoolExecutor(2) as pool:
        options = {"draws": 9, "chunk_bytes": 1, "executor": pool}
        apart = sampling.eigenvalues(MODEL, **options)
        assert np.abs(apart - sampling.eigenvalues(MODEL, draws=9)).max() < ROUNDING
        apart = sampling.mean_error(MODEL, 3, [1, 2], **options).samples
    together = sampling.mean_error(MODEL, 3, [1, 2], draws=9).samples
    assert np.abs(apart - together).max() < ROUNDING


def test_long_work_is_shared_out(monkeypatch):
    monkeypatch.setattr(cores, "count", lambda: 3)
    seen = []
    options = {"draws": 600, "chunk_bytes": 10**9}
    sampling.test_loss(MODEL, 1, **options, progress=lambda done, _: seen.append(done))
    assert seen == [100, 200, 300, 400, 500, 600]


def test_progress_counts_draws_to_the_end():
    seen = []
    loss(progress=lambda done, total: seen.append((done, total)), chunk_bytes=1)
    assert seen == [(done, 21) for done in range(1, 22)]


def test_an_interrupt_cancels_what_is_waiting():
    executor = Stalled()

    def interrupt(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loss(executor=executor, chunk_bytes=1, progress=interrupt)
    assert len(executor.futures) == 21
    assert all(future.cancelled() for future in executor.futures[1:])


def blas_threads():
    """The thread counts of every linear algebra library that is loaded."""
    pools = threadpoolctl.threadpool_info()
    return [pool["num_threads"] for pool in pools if pool["user_api"] == "blas"]


def test_linear_algebra_gets_its_threads_back():
    before = blas_threads()
    assert before
    with cores.one_matrix_each():
        with cores.one_matrix_each():
            assert set(blas_threads()) == {1}
        assert set(blas_threads()) == {1}
    loss()
    assert blas_threads() == before


def test_libraries_that_are_loaded_later_are_told_as_well(monkeypatch):
    told, limits = [], threadpoolctl.threadpool_limits
    monkeypatch.setattr(
        threadpoolctl, "threadpool_limits", lambda **asked: (told.append(1), limits(**asked))[1]
    )
    for _ in range(2):
        with cores.one_matrix_each():
            pass
    assert len(told) == 2  # each time it looks at what is loaded by then


def test_simulations_run_without_the_extra(monkeypatch):
    monkeypatch.setattr(cores, "threadpoolctl", None)
    for name in cores._SERIAL:
        monkeypatch.delenv(name, raising=False)
    cores._one_thread.cache_clear()
    assert not cores.linear_algebra_is_serial()
    loss()
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert cores.linear_algebra_is_serial()
    cores._one_thread.cache_clear()
