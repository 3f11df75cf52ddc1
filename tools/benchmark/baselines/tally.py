"""What every side keeps of the lives it lives: see tally.hpp. Here as a dictionary of NumPy arrays, which add up."""
import numpy

BINS, LOWEST, BIN_WIDTH = 512, -100.0, 2.0


def tally(channels, profit, npv, payback, steps, cash, purchases, channel, balance_squares):
    """Of one batch of customers: their profit, NPV, step of first payback (steps + 1: never), repeat purchases and channel, a number each."""
    bins = numpy.clip(numpy.floor((profit - LOWEST) / BIN_WIDTH), 0, BINS - 1).astype(numpy.int64)
    return {
        "customers_by_channel": numpy.bincount(channel, minlength=channels),
        "sums": numpy.array([profit.sum(), profit @ profit, npv.sum(), npv @ npv, purchases.sum(), purchases @ purchases]),
        "histogram": numpy.bincount(bins, minlength=BINS),
        "payback": numpy.bincount(payback, minlength=steps + 2),
        "cash": cash,
        "balance_squares": balance_squares,
    }


def total(tallies):
    """The sum of an iterable of them; holds one at a time."""
    sum_so_far = None
    for one in tallies:
        sum_so_far = one if sum_so_far is None else {name: sum_so_far[name] + one[name] for name in sum_so_far}
    return sum_so_far


def report(tally, seconds):
    """The same object that the C++ baselines print."""
    customers = int(tally["customers_by_channel"].sum())
    sums = tally["sums"]
    moments = {}
    for name, first, second in (("profit", *sums[0:2]), ("npv", *sums[2:4]), ("purchases", *sums[4:6])):
        moments[name] = {"mean": first / customers, "variance": (second - first * first / customers) / (customers - 1)}
    lists = {name: value.tolist() for name, value in tally.items() if name != "sums"}
    return {"seconds": seconds, "customers": customers, **moments, **lists}
