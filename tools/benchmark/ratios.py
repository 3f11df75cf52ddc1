"""The ratios that were reached, kept in ratios.json, and whether today's fall short of them.

Only ratios are kept: seconds mean nothing on another machine."""
import json
from pathlib import Path

FILE = Path(__file__).resolve().parent / "ratios.json"
# See TOLERANCE's use below and the section on the benchmark in tools/README.md for how it was found.
TOLERANCE = 0.15


def ratios_of(timings, valuescale, baselines, threads):
    """Nested: instruction set, then "1 thread" or "all threads" by baseline, and "threads" for what the further threads gain."""
    result = {}
    for side in valuescale:
        ratios = {}
        for label, count in (("1 thread", 1), ("all threads", threads)):
            mine = timings[side.name, count]
            ratios[label] = {baseline.name: round(mine.over(timings[baseline.name, count]), 2) for baseline in baselines}
        if threads > 1:
            ratios["gain"] = round(timings[side.name, threads].over(timings[side.name, 1]), 2)
        result[side.name] = ratios
    return result


def stored():
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def store(threads, measured):
    """`measured` by workload; what was stored of other workloads stays if it was measured with as many threads."""
    kept = stored()
    workloads = kept["workloads"] if kept.get("threads") == threads else {}
    FILE.write_text(json.dumps({"threads": threads, "workloads": {**workloads, **measured}}, indent=2) + "\n")


def fallen_short(threads, measured):
    """What got slower, in words. Ratios for another number of threads, or for instructions that one machine lacks, are not compared."""
    kept, problems, compared = stored(), [], 0
    for workload, by_side in measured.items():
        for side, ratios in by_side.items():
            before = kept.get("workloads", {}).get(workload, {}).get(side, {})
            labels = ["1 thread"] + (["all threads"] if kept.get("threads") == threads else [])
            for label in labels:
                for baseline, ratio in ratios[label].items():
                    if baseline not in before.get(label, {}):
                        continue
                    compared += 1
                    if ratio < before[label][baseline] * (1 - TOLERANCE):
                        problems.append(f"{workload}, {side}, {label}: {ratio:.1f} times {baseline}, was {before[label][baseline]:.1f}")
    return problems, compared
