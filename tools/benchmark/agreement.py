"""Do all sides live the same model? Nothing is timed before they agree: a side that does less would be quick for the wrong reason.

Two sides agree if every number that both report differs by less than 4.5 standard errors of the difference: mean profit and NPV, the share
who lose money, the payback curve at every step, cash by channel and step, the number of repeat purchases."""
import math
from dataclasses import dataclass

LIMIT = 4.5
VARIANCE_ERROR = 0.05  # relative
LOSS_BINS = 50  # those of the histogram below zero, see baselines/tally.hpp


@dataclass(frozen=True)
class Difference:
    what: str
    side: str
    value: float
    other: str
    other_value: float
    z: float

    @property
    def too_large(self):
        return not abs(self.z) < LIMIT

    def __str__(self):
        return f"{self.what}: {self.value:.6g} ({self.side}) against {self.other_value:.6g} ({self.other}), {abs(self.z):.1f} standard errors"


class Comparison:
    def __init__(self, side, other):
        self.side, self.other, self.differences = side, other, []

    def add(self, what, value, other_value, error):
        gap = value - other_value
        z = gap / error if error > 0 else (0.0 if abs(gap) <= 1e-9 * (abs(value) + 1) else math.inf)
        self.differences.append(Difference(what, self.side, value, self.other, other_value, z))

    def add_shares(self, what, value, count, other_value, other_count):
        """Shares of so many customers: the error is that of their common share."""
        common = (value * count + other_value * other_count) / (count + other_count)
        self.add(what, value, other_value, math.sqrt(max(common * (1 - common), 0) * (1 / count + 1 / other_count)))


def cumulative(numbers):
    sums, total = [], 0
    for number in numbers:
        total += number
        sums.append(total)
    return sums


def with_valuescale(name, tally, answer, shorter):
    """`tally` of a baseline, `answer` of valuescale, `shorter`: its answers for shorter lives by their number of steps."""
    comparison = Comparison(name, "valuescale")
    customer, count, other_count = answer["customer"], tally["customers"], answer["customers"]
    for what in ("profit", "npv"):
        mean = customer[what]["mean"]
        comparison.add(f"mean {what}", tally[what]["mean"], mean["value"], math.hypot(math.sqrt(tally[what]["variance"] / count), mean["se"]))
    comparison.add_shares("share who lose money", sum(tally["histogram"][:LOSS_BINS]) / count, count, customer["p_loss"]["value"], other_count)
    curve, paid = customer["payback"]["cdf"], cumulative(tally["payback"][:-1])
    for point, number in zip(curve, paid, strict=True):
        comparison.add_shares(f"paid back by step {point['at']}", number / count, count, point["value"], other_count)
    if "purchases" in customer:
        comparison.add("repeat purchases", tally["purchases"] / count, customer["purchases"]["mean"]["value"],
                       math.sqrt(2) * customer["purchases"]["mean"]["se"] * math.sqrt(max(other_count / count, 1)))
    # Cash up to a step is the profit of lives that end there.
    lives = {**shorter, len(curve) - 1: answer}
    for step, life in lives.items():
        for channel, (channel_name, block) in enumerate(life["by"]["channel"].items()):
            profit, in_channel = block["customer"]["profit"], tally["customers_by_channel"][channel]
            mean = sum(tally["cash"][channel][: step + 1]) / in_channel
            error = math.hypot(profit["sd"] / math.sqrt(in_channel), profit["mean"]["se"])
            comparison.add(f"cash of {channel_name} up to step {step}", mean, profit["mean"]["value"], error)
    return comparison.differences


def with_numpy(name, tally, numpy, width):
    """Two baselines; `numpy` with the powers that tell how much customers differ. Cash of single steps, and of `width` steps together."""
    comparison = Comparison(name, "numpy")
    count, other_count = tally["customers"], numpy["customers"]
    mean, other_mean = tally["purchases"] / count, numpy["purchases"] / other_count
    variance = numpy["purchase_squares"] / other_count - other_mean**2
    comparison.add("repeat purchases", mean, other_mean, math.sqrt(variance * (1 / count + 1 / other_count)))
    for steps in (1, width):
        for channel, row in enumerate(tally["cash"]):
            in_channel, other_in_channel = tally["customers_by_channel"][channel], numpy["customers_by_channel"][channel]
            squares, fourths = numpy[f"cash_squares_{steps}"][channel], numpy[f"cash_fourths_{steps}"][channel]
            for span, (cash, other_cash) in enumerate(zip(spans(row, steps), spans(numpy["cash"][channel], steps), strict=True)):
                # The variance is itself an estimate: where few customers bought, no error can be told from it.
                if fourths[span] > squares[span] ** 2 * VARIANCE_ERROR**2:
                    continue
                mean, other_mean = cash / in_channel, other_cash / other_in_channel
                variance = squares[span] / other_in_channel - other_mean**2
                error = math.sqrt(variance * (1 / in_channel + 1 / other_in_channel))
                last = span * steps
                comparison.add(f"cash of channel {channel} in steps {max(last - steps + 1, 0)} to {last}", mean, other_mean, error)
    return comparison.differences


def spans(row, width):
    """Sums of so many steps; step 0 by itself."""
    return [row[0]] + [sum(row[first: first + width]) for first in range(1, len(row), width)]


class Truth:
    """What one side must agree with: valuescale's answers, and cash and purchases of NumPy, which agrees with these."""

    def __init__(self, valuescale, numpy, workload, customers, threads):
        self.workload, self.customers = workload, customers
        self.answer = valuescale.live(workload, customers, threads).result
        self.shorter = {steps: valuescale.live(workload, customers, threads, lifetime=steps).result for steps in workload.check_steps}
        self.numpy = numpy.live(workload, customers, threads, moments=(1, workload.check_width)).result

    def differences_of_numpy(self):
        return with_valuescale("numpy", self.numpy, self.answer, self.shorter)

    def differences(self, side, threads, change=None):
        """`change` spoils a figure of the side's model, to see that it is noticed."""
        tally = side.live(self.workload, self.customers, threads, change=change).result
        name = f"{side.name} on {threads} thread{'s' if threads > 1 else ''}"
        return with_valuescale(name, tally, self.answer, self.shorter) + with_numpy(name, tally, self.numpy, self.workload.check_width)


def compare_all(valuescale, baselines, workload, customers, thread_counts):
    """Every difference between the sides."""
    numpy, *others = baselines
    truth = Truth(valuescale, numpy, workload, customers, max(thread_counts))
    differences = truth.differences_of_numpy()
    for side in others:
        for threads in thread_counts:
            differences += truth.differences(side, threads)
    return differences
