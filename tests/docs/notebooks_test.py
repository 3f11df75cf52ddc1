#!/usr/bin/python3
"""Runs the notebooks of results/notebooks on a run and on a plan: they must draw the pictures, from the numbers that `show --json` tells.
Usage: notebooks_test.py PROGRAM"""
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "results" / "notebooks"
RUNS = [("run", "hairdresser-unsure", ["--customers", "20000", "--worlds", "40", "--set", "discount_rate=10%"]), ("run", "english-school-each", ["--customers", "5000"]),
        ("plan", "investor-plan", ["--worlds", "40"])]
PICTURES = {"run": ["payback", "profit"], "plan": ["cash"]}


def output(command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


def numbers_of(printed):
    lines = [line.split() for line in printed.splitlines()]
    return {name: [float(value) for value in values] for name, *values in lines}


def value_of(number):
    return math.inf if number == "never" else math.nan if number is None else number


def expected_of(kind, answer):
    """What must have been drawn, by the JSON of the same file."""
    if kind == "plan":
        cash = answer["plan"]["cash"]
        drawn = {f"cash_{level}": [month["quantiles"][level]["value"] for month in cash] for level in cash[0]["quantiles"]}
        return {**drawn, "peak_funding": [answer["plan"]["peak_funding"]["mean"]["value"]]}
    customer = answer["customer"]
    payback, p_loss = customer["payback"], customer["p_loss"]["value"]
    if payback["headline"] == "lasting":
        payback = payback["lasting"]
    curve = [(float(level), quantile["value"]) for level, quantile in customer["profit"]["quantiles"].items()]
    if curve[0][0] < p_loss < curve[-1][0]:
        curve = sorted(curve + [(p_loss, 0)])
    return {"payback": [value_of(point["value"]) for point in payback["cdf"]], "never": [payback["never"]["value"]],
            "profit": [value for _, value in curve], "p_loss": [p_loss], "mean": [customer["profit"]["mean"]["value"]]}


def is_same(drawn, expected):
    if drawn.keys() != expected.keys():
        return False
    pairs = [pair for name in expected for pair in zip(drawn[name], expected[name])]
    return all(len(drawn[name]) == len(expected[name]) for name in expected) and all(
        a == b or abs(a - b) <= 1e-15 * abs(b) or (math.isnan(a) and math.isnan(b)) for a, b in pairs)


def is_red(pixel):
    return pixel[0] > 0.7 and pixel[1] < 0.75 and pixel[2] < 0.75


def faults_of_png(path, has_loss):
    picture = plt.imread(path)
    colours = {tuple(pixel) for row in picture[::3, ::3] for pixel in row}
    faults = [] if picture.shape[:2] == (500, 800) and len(colours) > 20 else [f"{path.name} is empty"]
    red = sum(is_red(pixel) for row in picture[60:, 120:] for pixel in row)
    # A legend's own red is half as much.
    if has_loss != (red > 800):
        faults.append(f"{path.name} has {red} red points")
    return faults


def faults_of_svg(path, colour, has_loss):
    svg = path.read_text()
    areas = re.findall(rf"<path[^>]*fill:{re.escape(colour)}[^>]*|<path[^>]*fill=\"{re.escape(colour)}\"[^>]*", svg)
    faults = [] if svg.count("<path") > 10 else [f"{path.name} is empty"]
    if has_loss and not areas:
        faults.append(f"{path.name} has nothing in {colour}")
    return faults


def main():
    program, faults, drawn = sys.argv[1], [], 0
    with tempfile.TemporaryDirectory() as name:
        for kind, scenario, size in RUNS:
            folder = pathlib.Path(name) / scenario
            folder.mkdir()
            file = str(folder / "a.h5")
            output([program, "run", str(ROOT / "scenarios" / f"{scenario}.toml"), *size, "--quiet", "-o", file])
            expected = expected_of(kind, json.loads(output([program, "show", "--json", file])))
            loss = kind == "plan" or expected["p_loss"][0] > 0.02
            for command in (["/usr/bin/python3", "-W", "error::UserWarning", str(NOTEBOOKS / f"{kind}.py")], ["Rscript", str(NOTEBOOKS / f"{kind}.R")]):
                printed = output([*command, file, str(folder)])
                if not is_same(numbers_of(printed), expected):
                    faults.append(f"{command[-1]} of {scenario} drew\n{printed}\ninstead of\n{expected}")
            for picture in PICTURES[kind]:
                shown = loss if picture != "payback" else expected["never"][0] > 0.02
                faults += faults_of_png(folder / f"{picture}.png", shown)
                faults += faults_of_svg(folder / f"{picture}.svg", "rgb(83.921569%,15.294118%,15.686275%)", shown)
                drawn += 2
    print(f"{drawn} pictures drawn")
    for fault in faults:
        print("FAILED", fault)
    return 1 if faults or drawn != 10 else 0


sys.exit(main())
