#!/usr/bin/python3
"""Holds scenarios/MECHANISMS.md against the program: there is a row for each of the 64 mechanisms, in order; its scenario and keys exist; its formula has the
value that is written beside it; a run gives that value within 4.5 standard errors, and the simulated number that is written; and under the setting in the
last column a run does not give it. Usage: mechanisms_test.py PROGRAM [--update]; --update writes the simulated numbers anew."""
import json
import math
import pathlib
import re
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "scenarios" / "MECHANISMS.md"
ROWS = 64
CUSTOMERS = 200_000
ERRORS = 4.5


def poisson_cdf(k, mean):
    return sum(math.exp(-mean) * mean**i / math.factorial(i) for i in range(k + 1))


def integral(f, low, high, parts=2000):
    """Simpson's rule."""
    h = (high - low) / parts
    return h / 3 * sum((1 if i in (0, parts) else 4 if i % 2 else 2) * f(low + i * h) for i in range(parts + 1))


def value_of(formula):
    names = {name: getattr(math, name) for name in ("exp", "log", "sqrt")}
    return eval(formula, {"poisson_cdf": poisson_cdf, "integral": integral, "sum": sum, "range": range, "max": max, **names})


def merged(path):
    with open(path, "rb") as file:
        own = tomllib.load(file)
    base = merged(path.parent / own.pop("extends")) if "extends" in own else {}

    def into(base, change):
        for key, value in change.items():
            if isinstance(value, dict) and isinstance(base.get(key), dict):
                into(base[key], value)
            else:
                base[key] = value

    into(base, own)
    return base


def follow(tree, path):
    for key in path.split("."):
        if not isinstance(tree, dict) or key not in tree:
            return None
        tree = tree[key]
    return tree


def run(program, scenario, setting=None):
    """The answer, or what the program complains of."""
    command = [program, "run", str(scenario), "--customers", str(CUSTOMERS), "--json"]
    result = subprocess.run(command + (["--set", setting] if setting else []), capture_output=True, text=True, timeout=300)
    return json.loads(result.stdout) if result.returncode == 0 else result.stderr


def is_near(number, exact):
    error = number.get("se") or 0
    return abs(number["value"] - exact) <= ERRORS * error + 1e-9 * max(1, abs(exact))


def simulated(number):
    return f"{number['value']:.6g} ± {number.get('se') or 0:.2g}"


def cells_of(line):
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def check(program, cells):
    """What is wrong with a row, and its simulated number."""
    _, _, link, keys, path, formula, exact, written, wrong_under = cells
    scenario = PAGE.parent / re.search(r"\]\((.*)\)", link)[1]
    if not scenario.exists():
        return [f"there is no {scenario}"], written
    faults = [f"{scenario.name} has no {key}" for key in re.findall(r"`([^`]+)`", keys) if follow(merged(scenario), key) is None]
    exact_value = value_of(formula.strip("`"))
    if f"{exact_value:.6g}" != exact:
        faults.append(f"{formula} is {exact_value:.6g}, not {exact}")
    answer = run(program, scenario)
    if isinstance(answer, str):
        return faults + [answer], written
    number = follow(answer, path.strip("`"))
    if number is None:
        return faults + [f"an answer has no {path}"], written
    if not is_near(number, exact_value):
        faults.append(f"{scenario.name} gives {simulated(number)}, not {exact}")
    if simulated(number) != written:
        faults.append(f"{scenario.name} gives {simulated(number)}, and {written} is written")
    other = run(program, scenario, wrong_under.strip("`"))
    if isinstance(other, str):
        faults.append(f"under {wrong_under}: {other}")
    elif is_near(follow(other, path.strip("`")), exact_value):
        faults.append(f"{scenario.name} gives {exact} under {wrong_under} too")
    return faults, simulated(number)


def main():
    program, update = sys.argv[1], "--update" in sys.argv
    lines = PAGE.read_text().split("\n")
    rows = [i for i, line in enumerate(lines) if re.match(r"\| \d+ \|", line)]
    failures = []
    if [cells_of(lines[i])[0] for i in rows] != [str(n) for n in range(1, ROWS + 1)]:
        failures.append(f"the rows are not 1 to {ROWS}, in order")
    for i in rows:
        cells = cells_of(lines[i])
        faults, number = check(program, cells)
        if update and number != cells[7]:
            faults = [fault for fault in faults if "is written" not in fault]
            cells[7] = number
            lines[i] = "| " + " | ".join(cells) + " |"
        failures += [f"row {cells[0]}: {fault}" for fault in faults]
    if update:
        PAGE.write_text("\n".join(lines))
    for failure in failures:
        print(failure)
    print(f"{len(rows)} mechanisms, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
