"""Heavy calls take any executor, and the numbers do not depend on who worked, or on who died."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from titir import geometry, scan


def world():
    rng = np.random.default_rng(4)
    counts, people = rng.poisson(0.5, (40, 12)), rng.integers(2, 60, 40)
    near = geometry.great_circle_neighbours(
        rng.uniform(-9, 5, 40), rng.uniform(95, 140, 40), size=people, most_share=0.5
    )
    return counts, people, near


def test_an_executor_that_is_handed_in_does_the_work() -> None:
    with ThreadPoolExecutor(3) as executor:
        given = scan.poisson_scan(*world(), replicates=300, seed=7, executor=executor)

    assert (given.maxima == scan.poisson_scan(*world(), replicates=300, seed=7, threads=1).maxima).all()


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_numbers_even_when_a_worker_is_killed_midway() -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    alone = scan.poisson_scan(*world(), replicates=640, seed=7, threads=1)
    killed = threading.Event()

    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        executor = client.get_executor()
        submit = executor.submit

        def submit_and_kill(*words, **more):
            future = submit(*words, **more)
            if not killed.is_set():
                killed.set()
                cluster.workers[0].process.process._process.kill()
            return future

        executor.submit = submit_and_kill
        spread = scan.poisson_scan(*world(), replicates=640, seed=7, executor=executor)

    assert killed.is_set()
    assert (spread.maxima == alone.maxima).all()
    assert spread.clusters == alone.clusters
