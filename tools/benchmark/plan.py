"""A plan with cash feedback beside the same shop when all is known: customers a second, and how much of a small plan's time is not lives."""
import json
from statistics import median

from processes import run
from workloads import ROOT

CERTAIN = ROOT / "tools/benchmark/workloads/shop.toml"
PLAN = ROOT / "tools/benchmark/workloads/shop-plan.toml"
WORLDS = 2000
SMALL_WORLDS, SMALLER = 100, 50  # worlds, and how many times fewer customers each
CUSTOMERS = 10_000_000           # of the certain shop: as many as the plan has
AMOUNTS = {"plan.spend.search": 1500, "plan.spend.social": 1562, "plan.spend.partners": 1667, "plan.spend.leaflets": 208, "plan.cash": 10000,
           "plan.credit": 5000, "plan.fixed_costs": 500}


def live(program, scenario, threads, *options):
    """(customers, seconds that the program itself counts, after reading)"""
    result = json.loads(run([program, "run", scenario, "--threads", threads, "--quiet", "--json", *options]).output)
    return result["customers"], result["seconds"]


def compare(program, thread_counts, rounds, progress):
    """By number of threads: both rates in each round."""
    rates = {threads: [] for threads in thread_counts}
    for number in range(rounds):
        progress(f"plan: round {number + 1} of {rounds}")
        for threads in thread_counts:
            certain = live(program, CERTAIN, threads, "--customers", CUSTOMERS)
            plan = live(program, PLAN, threads, "--worlds", WORLDS)
            rates[threads].append(tuple(customers / seconds for customers, seconds in (certain, plan)))
    return rates


def share_besides_lives(program, rounds):
    """Of a plan of 100 worlds of 100 customers: the time that does not grow with customers, over all of it; from worlds 50 times as large."""
    small = [setting for path, amount in AMOUNTS.items() for setting in ("--set", f"{path}={amount / SMALLER:g}")]
    shares = []
    for _ in range(rounds):
        few, seconds = live(program, PLAN, 1, "--worlds", SMALL_WORLDS, *small)
        many, longer = live(program, PLAN, 1, "--worlds", SMALL_WORLDS)
        shares.append(1 - few * (longer - seconds) / (many - few) / seconds)
    return median(shares)


def report(program, thread_counts, rounds, progress):
    lines = [f"plan: {WORLDS:,} worlds of about {CUSTOMERS // WORLDS:,} customers, 24 months, spend that slows when cash runs short"]
    for threads, both in compare(program, thread_counts, rounds, progress).items():
        ratios = [plan / certain for certain, plan in both]
        lines.append(f"  {threads} thread{'s' if threads > 1 else ''}: {median(plan for _, plan in both) / 1e6:.2f} million customers a second, "
                     f"{median(ratios):.0%} ({min(ratios):.0%}-{max(ratios):.0%}) of the {median(c for c, _ in both) / 1e6:.2f} million "
                     "of the shop that is known")
    lines.append(f"  {SMALL_WORLDS} worlds of 100 customers: {share_besides_lives(program, max(rounds, 3)):.0%} of the time does not grow with "
                 "customers: setting up, months, answering")
    return "\n".join(lines)
