#!/usr/bin/python3
"""Lives customers in NumPy or Numba and prints what it found, and how long it took, as one JSON object: the same as benchmark_baselines."""
import argparse
import json
import multiprocessing
import time

import numpy

from parameters import WORKLOADS, Music, changed
from tally import report, total

WARM_UP = 1000


def live_batch(batch):
    import columns
    parameters, count, seed, number, squares = batch
    live = columns.live_music if isinstance(parameters, Music) else columns.live_shop
    return live(numpy.random.Generator(numpy.random.PCG64([seed, number])), parameters, count, squares)


def live_in_numpy(parameters, count, threads, seed, squares):
    """Two processes gain more than two threads, most of NumPy's small operations holding the interpreter's lock."""
    from columns import BATCH, SMALL_BATCH
    size = min(SMALL_BATCH if squares else BATCH, -(-count // threads))
    batches = [(parameters, min(size, count - first), seed, number, squares) for number, first in enumerate(range(0, count, size))]
    warm_up = [(parameters, WARM_UP, seed, number, squares) for number in range(threads)]
    if threads == 1:
        total(map(live_batch, warm_up))
        begin = time.perf_counter()
        return total(map(live_batch, batches)), time.perf_counter() - begin
    with multiprocessing.get_context("fork").Pool(threads) as pool:
        total(pool.imap_unordered(live_batch, warm_up))
        begin = time.perf_counter()
        # In order, so that the sums don't depend on who finishes first.
        return total(pool.imap(live_batch, batches)), time.perf_counter() - begin


def live_in_numba(parameters, count, threads, seed, squares):
    import jit
    jit.live(parameters, WARM_UP, threads, seed, squares)  # compiles
    begin = time.perf_counter()
    return jit.live(parameters, count, threads, seed, squares), time.perf_counter() - begin


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--side", choices=["numpy", "numba"], required=True)
    options.add_argument("--workload", choices=list(WORKLOADS), required=True)
    options.add_argument("--customers", type=int, required=True)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--change", help="NAME=VALUE: a figure of the model, to see that a wrong one is noticed")
    options.add_argument("--squares", choices=["yes", "no"], default="no", help="also sums of squares of balances by channel and step")
    given = options.parse_args()
    live = live_in_numpy if given.side == "numpy" else live_in_numba
    tally, seconds = live(changed(WORKLOADS[given.workload], given.change), given.customers, given.threads, given.seed, given.squares == "yes")
    print(json.dumps(report(tally, seconds)))


if __name__ == "__main__":
    main()
