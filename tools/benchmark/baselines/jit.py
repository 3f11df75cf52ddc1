"""Lives customers in Numba: the same event by event code as the C++ baselines, compiled, blocks of customers in parallel."""
import math

import numpy
from numba import njit, prange, set_num_threads

from parameters import Music
from tally import BIN_WIDTH, BINS, LOWEST

# More than any number of threads, so that they finish together; each block seeds NumPy's generator of the thread that lives it.
BLOCKS = 64
PROFIT, NPV, LAST, PURCHASES = 0, 1, 2, 3


@njit(cache=True)
def receive(p, time, amount, balance, cash, account):
    step = min(int(math.ceil(time * (1 / p.step))), p.steps)
    balance[step] += amount
    cash[step] += amount
    account[PROFIT] += amount
    account[NPV] += amount if p.discount == 0 or time == 0 else amount * math.exp(-p.discount * time)
    account[LAST] = max(account[LAST], step)


@njit(cache=True)
def close(p, balance, account, sums, histogram, payback, squares):
    profit, npv, last, purchases = account[PROFIT], account[NPV], int(account[LAST]), account[PURCHASES]
    sums[0] += profit
    sums[1] += profit * profit
    sums[2] += npv
    sums[3] += npv * npv
    sums[4] += purchases
    sums[5] += purchases * purchases
    histogram[int(min(max(math.floor((profit - LOWEST) / BIN_WIDTH), 0), BINS - 1))] += 1
    total, first = 0.0, p.steps + 1
    for step in range(last + 1):
        total += balance[step]
        if total >= 0:
            first = step
            break
    payback[first] += 1
    if squares.size > 0:
        total = 0.0
        for step in range(p.steps + 1):
            total += balance[step]
            squares[step] += total * total
    balance[: last + 1] = 0
    account[:] = 0


@njit(cache=True)
def pick(share):
    left = numpy.random.random()
    i = 0
    while i + 1 < len(share) and left >= share[i]:
        left -= share[i]
        i += 1
    return i


@njit(cache=True)
def mu(mean, sigma):
    return math.log(mean) - sigma * sigma / 2


@njit(cache=True)
def shop_block(parameters, seed, count, customers, sums, histogram, payback, cash, squares):
    p = parameters[0]
    numpy.random.seed(seed)
    horizon = p.steps * p.step
    balance, account = numpy.zeros(p.steps + 1), numpy.zeros(4)
    cost_mu = numpy.array([mu(mean, p.cost_sigma) for mean in p.cost_mean])
    spend_mu = mu(p.spend_mean, p.spend_sigma)
    for _ in range(count):
        channel, segment = pick(p.channel_share), pick(p.segment_share)
        customers[channel] += 1
        received = cash[channel]
        cost = math.exp(cost_mu[channel] + p.cost_sigma * numpy.random.standard_normal())
        receive(p, 0.0, p.first_sale - cost, balance, received, account)

        if numpy.random.random() < p.upsell_take:
            receive(p, 0.0, p.upsell_worth, balance, received, account)
            if numpy.random.random() < p.rung_take:
                time = p.rung_delay_mean * numpy.random.standard_exponential()
                if time <= horizon:
                    receive(p, time, p.rung_worth, balance, received, account)
        elif numpy.random.random() < p.downsell_take:
            receive(p, 0.0, p.downsell_worth, balance, received, account)

        for _ in range(numpy.random.poisson(p.referrals_mean)):
            if numpy.random.random() < p.referral_take:
                receive(p, p.referral_delay, p.referral_worth, balance, received, account)

        gap = 1 / (numpy.random.gamma(p.r, 1 / p.alpha) * p.segment_rate[segment])
        leaving = numpy.random.beta(p.a, p.b)
        margin, unit_cost = p.margin * p.segment_margin[segment], p.unit_cost * p.segment_cost[segment]
        time = gap * numpy.random.standard_exponential()
        while time <= horizon:
            spend = math.exp(spend_mu + p.spend_sigma * numpy.random.standard_normal())
            receive(p, time, spend * margin - unit_cost, balance, received, account)
            account[PURCHASES] += 1
            if numpy.random.random() < leaving:
                break
            time += gap * numpy.random.standard_exponential()
        close(p, balance, account, sums, histogram, payback, squares[channel])


@njit(cache=True)
def music_block(parameters, seed, count, customers, sums, histogram, payback, cash, squares):
    p = parameters[0]
    numpy.random.seed(seed)
    horizon = p.steps * p.step
    balance, account = numpy.zeros(p.steps + 1), numpy.zeros(4)
    for _ in range(count):
        customers[0] += 1
        gap = 1 / numpy.random.gamma(p.r, 1 / p.alpha)
        end = min(numpy.random.standard_exponential() / numpy.random.gamma(p.s, 1 / p.beta), horizon)
        kept = p.margin / numpy.random.gamma(p.q, 1 / p.gamma)
        receive(p, 0.0, kept * numpy.random.standard_gamma(p.p) - p.cost, balance, cash[0], account)
        time = gap * numpy.random.standard_exponential()
        while time <= end:
            receive(p, time, kept * numpy.random.standard_gamma(p.p), balance, cash[0], account)
            account[PURCHASES] += 1
            time += gap * numpy.random.standard_exponential()
        close(p, balance, account, sums, histogram, payback, squares[0])


def in_parallel(live_block):
    @njit(parallel=True, cache=True)
    def live(parameters, seed, count, customers, sums, histogram, payback, cash, squares):
        for block in prange(BLOCKS):
            share = count // BLOCKS + (1 if block < count % BLOCKS else 0)
            live_block(parameters, seed * BLOCKS + block, share, customers[block], sums[block], histogram[block], payback[block], cash[block],
                       squares[block])

    return live


def as_record(parameters):
    """Of one row, because parallel loops take arrays but no tuples."""
    fields = [(name, float, numpy.shape(value)) if isinstance(value, tuple) else (name, type(value)) for name, value in parameters._asdict().items()]
    return numpy.array([tuple(parameters)], dtype=fields)


LIVE = {"shop": in_parallel(shop_block), "music": in_parallel(music_block)}


def live(parameters, count, threads, seed, with_squares):
    set_num_threads(threads)
    channels, steps = len(parameters.channel_share), parameters.steps
    tally = {
        "customers_by_channel": numpy.zeros((BLOCKS, channels), dtype=numpy.int64),
        "sums": numpy.zeros((BLOCKS, 6)),
        "histogram": numpy.zeros((BLOCKS, BINS), dtype=numpy.int64),
        "payback": numpy.zeros((BLOCKS, steps + 2), dtype=numpy.int64),
        "cash": numpy.zeros((BLOCKS, channels, steps + 1)),
        "balance_squares": numpy.zeros((BLOCKS, channels, steps + 1 if with_squares else 0)),
    }
    LIVE["music" if isinstance(parameters, Music) else "shop"](as_record(parameters), seed, count, *tally.values())
    return {name: column.sum(axis=0) for name, column in tally.items()}
