"""Lives customers in NumPy: a column a property, a batch of customers at a time, their purchases in rounds (everybody's first, second, ...)
with those who have left taken out of the columns."""
import numpy

from tally import tally

# Large enough that the late rounds with few customers don't matter; smaller and larger batches are no quicker.
BATCH = 1 << 17
SMALL_BATCH = 1 << 14  # where everybody's cash is spread out over all steps


class Flows:
    """Who received what at which step. Collected in rounds, put together at the end."""

    def __init__(self, parameters, channel):
        self.parameters = parameters
        self.channel = channel
        self.columns = []
        self.purchasers = [numpy.empty(0, dtype=numpy.int64)]

    def receive(self, customer, time, amount):
        """Columns of the same length; `time` may be a number."""
        p = self.parameters
        step = numpy.minimum(numpy.ceil(numpy.asarray(time) * (1 / p.step)).astype(numpy.int32), p.steps)
        discounted = amount * numpy.exp(-p.discount * time) if p.discount else amount
        self.columns.append((customer, numpy.broadcast_to(step, customer.shape), amount, discounted))

    def purchase(self, customer, time, amount):
        self.receive(customer, time, amount)
        self.purchasers.append(customer)

    def tally(self, with_squares):
        p, channels, count = self.parameters, len(self.parameters.channel_share), self.channel.size
        customer, step, amount, discounted = (numpy.concatenate(column) for column in zip(*self.columns))
        profit = numpy.bincount(customer, weights=amount, minlength=count)
        npv = numpy.bincount(customer, weights=discounted, minlength=count) if p.discount else profit
        cell = self.channel[customer] * (p.steps + 1) + step
        cash = numpy.bincount(cell, weights=amount, minlength=channels * (p.steps + 1)).reshape(channels, -1)
        payback = first_payback(customer, step, amount, count, p.steps)
        purchases = numpy.bincount(numpy.concatenate(self.purchasers), minlength=count)
        squares = numpy.zeros((0, 0))
        if with_squares:
            squares = sum_balance_squares(customer, step, amount, self.channel, channels, p.steps)
        return tally(channels, profit, npv, payback, p.steps, cash, purchases, self.channel, squares)


def first_payback(customer, step, amount, count, steps):
    """First step at which the sum of a customer's flows is at or above zero; steps + 1 where there is none. The flows come as rounds, each in
    order, which a stable sort merges: quicker than spreading every customer's cash out over all steps, even over 36."""
    cell = customer * (steps + 1) + step
    order = numpy.argsort(cell, kind="stable")
    cell, balance = cell[order], numpy.cumsum(amount[order])
    end_of_step = numpy.append(cell[1:] != cell[:-1], True)
    cell, balance = cell[end_of_step], balance[end_of_step]
    who, when = numpy.divmod(cell, steps + 1)
    # Everybody has a flow at step 0; what was summed before it belongs to others.
    start = numpy.flatnonzero(when == 0)
    before = numpy.append(0, balance[start[1:] - 1])
    paid = balance - before[who] >= 0
    first = numpy.full(count, steps + 1)
    first[who[paid][::-1]] = when[paid][::-1]
    return first


def sum_balance_squares(customer, step, amount, channel, channels, steps):
    """Of each customer's cash up to and including each step, by channel and step: spread out over all steps, as nothing that is timed does."""
    cell = customer * (steps + 1) + step
    balance = numpy.bincount(cell, weights=amount, minlength=channel.size * (steps + 1)).reshape(channel.size, -1).cumsum(axis=1)
    return numpy.array([(balance[channel == number] ** 2).sum(axis=0) for number in range(channels)])


def pick(random, share, count):
    return numpy.searchsorted(numpy.cumsum(share)[:-1], random.random(count), side="right")


def live_shop(random, shop, count, with_squares=False):
    horizon = shop.steps * shop.step
    channel = pick(random, shop.channel_share, count)
    segment = pick(random, shop.segment_share, count)
    flows = Flows(shop, channel)

    cost_mu = numpy.log(shop.cost_mean) - shop.cost_sigma**2 / 2
    at_once = shop.first_sale - numpy.exp(cost_mu[channel] + shop.cost_sigma * random.standard_normal(count))
    upsold = random.random(count) < shop.upsell_take
    at_once[upsold] += shop.upsell_worth
    declined = numpy.flatnonzero(~upsold)
    at_once[declined[random.random(declined.size) < shop.downsell_take]] += shop.downsell_worth
    flows.receive(numpy.arange(count), 0, at_once)

    upsold = numpy.flatnonzero(upsold)
    rung = upsold[random.random(upsold.size) < shop.rung_take]
    time = shop.rung_delay_mean * random.standard_exponential(rung.size)
    rung, time = rung[time <= horizon], time[time <= horizon]
    flows.receive(rung, time, numpy.full(rung.size, shop.rung_worth))

    referrals = random.poisson(shop.referrals_mean, count)
    referrer = numpy.flatnonzero(referrals)
    credits = random.binomial(referrals[referrer], shop.referral_take)
    flows.receive(referrer, shop.referral_delay, credits * shop.referral_worth)

    spend_mu = numpy.log(shop.spend_mean) - shop.spend_sigma**2 / 2
    gap = 1 / (random.gamma(shop.r, 1 / shop.alpha, count) * numpy.take(shop.segment_rate, segment))
    leaving = random.beta(shop.a, shop.b, count)
    margin = shop.margin * numpy.take(shop.segment_margin, segment)
    unit_cost = shop.unit_cost * numpy.take(shop.segment_cost, segment)
    time = gap * random.standard_exponential(count)
    customer = numpy.flatnonzero(time <= horizon)
    time, gap, leaving, margin, unit_cost = (column[customer] for column in (time, gap, leaving, margin, unit_cost))
    while customer.size:
        spend = numpy.exp(spend_mu + shop.spend_sigma * random.standard_normal(customer.size))
        flows.purchase(customer, time, spend * margin - unit_cost)
        stays = random.random(customer.size) >= leaving
        time = time + gap * random.standard_exponential(customer.size)
        stays &= time <= horizon
        customer, time, gap, leaving, margin, unit_cost = (column[stays] for column in (customer, time, gap, leaving, margin, unit_cost))
    return flows.tally(with_squares)


def live_music(random, music, count, with_squares=False):
    """Given the rate and the length of life, the purchases are Poisson many at uniform times: no rounds are needed."""
    flows = Flows(music, numpy.zeros(count, dtype=numpy.int64))
    rate = random.gamma(music.r, 1 / music.alpha, count)
    churn = random.gamma(music.s, 1 / music.beta, count)
    with numpy.errstate(divide="ignore"):  # a churn so small that it counts as 0
        end = numpy.minimum(random.standard_exponential(count) / churn, music.steps * music.step)
    kept = music.margin / random.gamma(music.q, 1 / music.gamma, count)
    flows.receive(numpy.arange(count), 0, kept * random.standard_gamma(music.p, count) - music.cost)

    customer = numpy.repeat(numpy.arange(count), random.poisson(rate * end))
    time = end[customer] * random.random(customer.size)
    flows.purchase(customer, time, kept[customer] * random.standard_gamma(music.p, customer.size))
    return flows.tally(with_squares)
