"""The work of tools/bench: check that all sides agree, time them, look at memory and bits, report."""
import argparse
import json
import os
import sys
from pathlib import Path

import plan
import ratios
import report
from agreement import compare_all
from limit import WORKLOAD as LIMITED, limit
from memory import CUSTOMERS, MANY_CUSTOMERS, peak_memory
from processes import Failed
from rounds import measure
from same_bits import same_bits
from sides import Reference, baseline_sides, valuescale_sides
from workloads import ROOT, WORKLOADS

QUICK_CUSTOMERS = 200_000
AGREEMENT_CUSTOMERS = 500_000
SAME_BITS_CUSTOMERS = 100_000


def read_options():
    options = argparse.ArgumentParser(
        prog="tools/bench", description="valuescale side by side with our own NumPy, Numba and plain C++ versions of the same models")
    options.add_argument("--workload", choices=[*WORKLOADS, "plan", "all"], default="all",
                         help="`plan`, which `all` leaves out: a plan against the same shop without not knowing and without cash")
    options.add_argument("--customers", type=int, help="that each side lives in each round; default: about a second's worth")
    options.add_argument("--rounds", type=int, help="default: 5")
    options.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="for `all threads`; default: all cores")
    options.add_argument("--quick", action="store_true", help=f"{QUICK_CUSTOMERS:,} customers, 1 round: does it work at all?")
    options.add_argument("--check", action="store_true", help="fail if a ratio falls short of tools/benchmark/ratios.json")
    options.add_argument("--store", action="store_true", help="write the ratios to tools/benchmark/ratios.json")
    options.add_argument("--memory", action="store_true", help=f"also the memory of {MANY_CUSTOMERS:,} customers")
    options.add_argument("--json", type=Path, metavar="FILE", help="everything measured, for programs")
    options.add_argument("--program", type=Path, default=ROOT / "build/release/bin/valuescale", help="another build of valuescale")
    options.add_argument("--baselines", type=Path, default=ROOT / "build/release/bin/benchmark_baselines", help=argparse.SUPPRESS)
    options.add_argument("--reference", type=Path, default=ROOT / "build/release/bin/benchmark_reference", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.threads < 1 or (given.rounds or 1) < 1 or (given.customers or 1) < 1:
        options.error("--threads, --rounds and --customers take numbers from 1")
    return given


def progress(text):
    print(text, file=sys.stderr, flush=True)


def benchmark(workload, options):
    """One workload's report as text, and as an object."""
    customers = options.customers or (QUICK_CUSTOMERS if options.quick else workload.customers)
    rounds = options.rounds or (1 if options.quick else 5)
    thread_counts = sorted({1, options.threads})
    valuescale = valuescale_sides(options.program, workload)
    baselines = ([Reference(options.reference)] if workload.against == "reference" else
                 baseline_sides(options.baselines, options.baselines.parent.parent / "benchmark-numba"))

    progress(f"{workload.name}: do all sides agree?")
    differences = compare_all(valuescale[-1], baselines, workload, min(AGREEMENT_CUSTOMERS, customers), thread_counts)
    wrong = [difference for difference in differences if difference.too_large]
    if wrong:
        raise Failed("\n".join([f"{workload.name}: the sides do not agree, so nothing is timed:", *(f"  {difference}" for difference in wrong[:20])]))

    limits = limit(options.baselines.parent / "valuescale_micro") if workload.name == LIMITED else {}
    timings = measure([*valuescale, *baselines], workload, customers, thread_counts, rounds, progress)

    progress(f"{workload.name}: memory and bits")
    counts = (CUSTOMERS[:1] if options.quick else CUSTOMERS) + ((MANY_CUSTOMERS,) if options.memory else ())
    peaks = peak_memory(valuescale[-1], workload, options.threads, counts)
    hashes = same_bits(valuescale, workload, SAME_BITS_CUSTOMERS)
    if len(set(hashes.values())) > 1:
        raise Failed("\n".join([f"{workload.name}: result files differ:", *(f"  {digest[:16]} {who}" for who, digest in hashes.items())]))

    print(f"{workload.name}: {customers:,} customers, {rounds} round{'s' if rounds > 1 else ''}")
    print(report.agreement(differences))
    print(f"  same bits: {len(hashes)} result files ({'; '.join(hashes)}) are the same\n")
    print(report.rates(timings, [*valuescale, *baselines], options.threads), end="\n\n")
    print(report.ratio_table(timings, valuescale, baselines, options.threads), end="\n\n")
    if limits.keys() & {side.name for side in valuescale}:
        print(report.limit_shares(timings, valuescale, limits), end="\n\n")
    print(report.memory(peaks), end="\n\n", flush=True)
    return {
        "customers": customers,
        "ratios": ratios.ratios_of(timings, valuescale, baselines, options.threads),
        "timings": [{"side": side, "threads": threads, "warm": timing.warm, "cold": timing.cold, "peak_bytes": timing.peak_bytes}
                    for (side, threads), timing in timings.items()],
        "limit": limits,
        "memory": peaks,
        "bits": hashes,
    }


def main():
    options = read_options()
    if options.workload == "plan":
        print(plan.report(options.program, sorted({1, options.threads}), 1 if options.quick else options.rounds or 5, progress))
        return 0
    workloads = list(WORKLOADS.values()) if options.workload == "all" else [WORKLOADS[options.workload]]
    try:
        results = {workload.name: benchmark(workload, options) for workload in workloads}
    except Failed as problem:
        print(f"tools/bench: {problem}", file=sys.stderr)
        return 1
    measured = {name: {"customers": result["customers"], "ratios": result["ratios"]} for name, result in results.items()}
    if options.json:
        options.json.write_text(json.dumps({"threads": options.threads, "workloads": results}, indent=2) + "\n")
    if options.check and not ratios.FILE.exists():
        print("tools/bench: there is no tools/benchmark/ratios.json to check against; --store writes it", file=sys.stderr)
        return 1
    if options.check:
        problems, compared = ratios.fallen_short(options.threads, measured)
        print(f"{compared} ratios compared with tools/benchmark/ratios.json, {len(problems)} fell short by more than {ratios.TOLERANCE:.0%}")
        for problem in problems:
            print(f"  {problem}")
        if problems or not compared:
            return 1
    if options.store:
        ratios.store(options.threads, measured)
    return 0


if __name__ == "__main__":
    sys.exit(main())
