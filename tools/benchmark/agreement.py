"""Do all sides live the same model? Nothing is timed before they agree: a side that does less would be quick for the wrong reason.

Two sides agree if every number that both report differs by less than 4.5 standard errors of the difference: mean profit and NPV, the share
who lose money, the payback curve at every step, cash by channel and step, the number of repeat purchases."""
import math
from dataclasses import dataclass

LIMIT = 4.5
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

    def add_shares(self, what, value, count, other_value, other_count, known_error=0.0):
        """Shares of so many customers: the error is that of their common share, or the sides' own if that is larger."""
        common = (value * count + other_value * other_count) / (count + other_count)
        chance = math.sqrt(max(common * (1 - common), 0) * (1 / count + 1 / other_count))
        self.add(what, value, other_value, max(chance, known_error))


def cumulative(numbers):
    sums, total = [], 0
    for number in numbers:
        total += number
        sums.append(total)
    return sums


def error_of(tally, what):
    return math.sqrt(tally[what]["variance"] / tally["customers"])


def balances_of(tally):
    """By channel and step: mean cash up to and including the step, and its standard error. Each side's own: a rare big spender then widens the
    error of the side that met it."""
    for count, cash, squares in zip(tally["customers_by_channel"], tally["cash"], tally["balance_squares"], strict=True):
        means = [total / count for total in cumulative(cash)]
        yield [(mean, math.sqrt(max(square / count - mean**2, 0) / count)) for mean, square in zip(means, squares, strict=True)]


def with_valuescale(name, tally, answer, shorter):
    """`tally` of a baseline, `answer` of valuescale, `shorter`: its answers for shorter lives by their number of steps."""
    comparison = Comparison(name, "valuescale")
    customer, count, other_count = answer["customer"], tally["customers"], answer["customers"]
    for what in ("profit", "npv"):
        mean = customer[what]["mean"]
        comparison.add(f"mean {what}", tally[what]["mean"], mean["value"], math.hypot(error_of(tally, what), mean["se"]))
    comparison.add_shares("share who lose money", sum(tally["histogram"][:LOSS_BINS]) / count, count, customer["p_loss"]["value"], other_count)
    curve, paid = customer["payback"]["cdf"], cumulative(tally["payback"][:-1])
    for point, number in zip(curve, paid, strict=True):
        comparison.add_shares(f"paid back by step {point['at']}", number / count, count, point["value"], other_count)
    if "purchases" in customer:
        purchases = customer["purchases"]["mean"]
        comparison.add("repeat purchases", tally["purchases"]["mean"], purchases["value"], math.hypot(error_of(tally, "purchases"), purchases["se"]))
    # Cash up to a step is the profit of lives that end there.
    lives = {**shorter, len(curve) - 1: answer}
    for channel, balances in enumerate(balances_of(tally)):
        for step, life in lives.items():
            channel_name, block = list(life["by"]["channel"].items())[channel]
            (mean, error), profit = balances[step], block["customer"]["profit"]["mean"]
            comparison.add(f"cash of {channel_name} up to step {step}", mean, profit["value"], math.hypot(error, profit["se"]))
    return comparison.differences


def with_numpy(name, tally, numpy):
    """Two baselines."""
    comparison = Comparison(name, "numpy")
    comparison.add("repeat purchases", tally["purchases"]["mean"], numpy["purchases"]["mean"],
                   math.hypot(error_of(tally, "purchases"), error_of(numpy, "purchases")))
    for channel, (balances, others) in enumerate(zip(balances_of(tally), balances_of(numpy), strict=True)):
        for step, ((mean, error), (other_mean, other_error)) in enumerate(zip(balances, others, strict=True)):
            comparison.add(f"cash of channel {channel} up to step {step}", mean, other_mean, math.hypot(error, other_error))
    return comparison.differences


def estimates_in(block, path=""):
    """By their place in a block of JSON: every number that comes with its standard error."""
    if isinstance(block, list):
        block = {str(entry.get("at", i)): entry for i, entry in enumerate(block)}
    if "value" in block and "se" in block:
        yield path, (block["value"], block["se"])
    for key, entry in block.items():
        if isinstance(entry, (dict, list)):
            yield from estimates_in(entry, f"{path} {key}".strip())


def with_reference(reference, answer):
    """What both say of customers. Where hardly anybody is concerned a sample can't tell its own error: the two together can, of shares."""
    comparison = Comparison("reference", "valuescale")
    count, other_count, others = reference["customers"], answer["customers"], dict(estimates_in(answer["customer"]))
    for what, (value, error) in estimates_in(reference["customer"]):
        if what not in others:
            continue
        other_value, other_error = others[what]
        both = math.hypot(error, other_error)
        if what.startswith(("payback", "p_loss", "active")):
            comparison.add_shares(what, value, count, other_value, other_count, both)
        else:
            comparison.add(what, value, other_value, both)
    return comparison.differences


class Truth:
    """What one side must agree with: valuescale's answers, and cash at every step and purchases of NumPy."""

    def __init__(self, valuescale, numpy, workload, customers, threads):
        self.workload, self.customers = workload, customers
        self.answer = valuescale.live(workload, customers, threads).result
        self.shorter = {steps: valuescale.live(workload, customers, threads, lifetime=steps).result for steps in workload.check_steps}
        self.numpy = numpy.live(workload, customers, threads, squares=True).result

    def differences_of_numpy(self):
        return with_valuescale("numpy", self.numpy, self.answer, self.shorter)

    def differences(self, side, threads, change=None):
        """`change` spoils a figure of the side's model, to see that it is noticed."""
        tally = side.live(self.workload, self.customers, threads, change=change, squares=True).result
        name = f"{side.name} on {threads} thread{'s' if threads > 1 else ''}"
        return with_valuescale(name, tally, self.answer, self.shorter) + with_numpy(name, tally, self.numpy)


def compare_all(valuescale, baselines, workload, customers, thread_counts):
    """Every difference between the sides."""
    if workload.against == "reference":
        [reference] = baselines
        threads = max(thread_counts)
        return with_reference(reference.live(workload, customers, threads).result, valuescale.live(workload, customers, threads).result)
    numpy, *others = baselines
    truth = Truth(valuescale, numpy, workload, customers, max(thread_counts))
    differences = truth.differences_of_numpy()
    for side in others:
        for threads in thread_counts:
            differences += truth.differences(side, threads)
    return differences
