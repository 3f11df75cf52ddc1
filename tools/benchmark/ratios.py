"""The ratios that were reached, kept in ratios.json, and whether today's fall short of them.

Only ratios are kept: seconds mean nothing on another machine."""
import json
from pathlib import Path

FILE = Path(__file__).resolve().parent / "ratios.json"
# Six times five rounds of 300,000 customers on a machine with three times as much to do as it has cores: the medians had a standard deviation
# of 4 to 7 %, so two of them differ by up to 10 % (one standard deviation) there, and by less on a quiet machine. A kernel that lost a pass or its
# vectors loses more.
TOLERANCE = 0.15


def ratios_of(timings, valuescale, baselines, threads):
    """Nested: instruction set, then "1 thread" or "all threads" by baseline, 1 thread among the baselines of all."""
    result = {}
    for side in valuescale:
        ratios = {}
        for label, count in (("1 thread", 1), ("all threads", threads)):
            mine = timings[side.name, count]
            ratios[label] = {baseline.name: round(mine.over(timings[baseline.name, count]), 2) for baseline in baselines}
        if threads > 1:
            ratios["all threads"]["1 thread"] = round(timings[side.name, threads].over(timings[side.name, 1]), 2)
        result[side.name] = ratios
    return result


def stored():
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def store(threads, measured):
    """`measured`: by workload the number of customers, which ratios depend on (starting costs the same for few as for many), and the ratios.
    What was stored of other workloads stays if it was measured with as many threads."""
    kept = stored()
    workloads = kept["workloads"] if kept.get("threads") == threads else {}
    FILE.write_text(json.dumps({"threads": threads, "workloads": {**workloads, **measured}}, indent=2) + "\n")


def fallen_short(threads, measured):
    """What got slower, in words. Ratios for other numbers of threads or customers, or for instructions that one machine lacks, are not compared."""
    kept, problems, compared = stored(), [], 0
    for workload, now in measured.items():
        then = kept.get("workloads", {}).get(workload, {})
        if then.get("customers") != now["customers"]:
            continue
        for side, ratios in now["ratios"].items():
            before = then["ratios"].get(side, {})
            labels = ["1 thread"] + (["all threads"] if kept.get("threads") == threads else [])
            for label in labels:
                for baseline, ratio in ratios[label].items():
                    if baseline not in before.get(label, {}):
                        continue
                    compared += 1
                    if ratio < before[label][baseline] * (1 - TOLERANCE):
                        problems.append(f"{workload}, {side}, {label}: {ratio:.2f} times {baseline}, was {before[label][baseline]:.2f}")
    return problems, compared
