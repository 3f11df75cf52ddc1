#!/usr/bin/python3
"""Reports in a real Chromium: nothing in the console, nothing asked of the network, marks where the numbers are, toggles that toggle, names of strangers that do
nothing, pages that fit a phone and are readable without scripts. Usage: page_test.py PROGRAM [--shots DIR]; ends with 77 (skipped) where Chromium,
its driver or selenium are missing."""
import json
import math
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
try:
    from browser import Browser
except ImportError:
    Browser = None
if not (CHROMIUM and DRIVER and Browser):
    print("skipped: needs chromium, chromium-driver and python3-selenium (tools/packages/install test)")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
SHOTS = pathlib.Path(sys.argv.pop(2)).resolve() if sys.argv[1:2] == ["--shots"] else None
if SHOTS:
    sys.argv.pop(1)
    SHOTS.mkdir(parents=True, exist_ok=True)
LARGEST = 1_500_000
FIRST_PAINT_MS = 1_000

# Rectangles and lines of a chart, in pixels of the page.
MARKS = """
const chart = document.querySelector(`[data-figure="${arguments[0]}"]`);
return [...chart.querySelectorAll('svg path, svg circle, svg rect, svg polyline, svg polygon')].map((mark) => {
  const box = mark.getBoundingClientRect();
  return {tag: mark.tagName, fill: mark.getAttribute('fill'), stroke: mark.getAttribute('stroke'), d: mark.getAttribute('d'),
          x: box.x, y: box.y, width: box.width, height: box.height, dashed: mark.hasAttribute('stroke-dasharray'), thick: mark.getAttribute('stroke-width')};
});"""

# Texts of a chart: what they say, and where their right end and middle are.
TEXTS = """
const chart = document.querySelector(`[data-figure="${arguments[0]}"]`);
return [...chart.querySelectorAll('svg text')].map((text) => {
  const box = text.getBoundingClientRect();
  return {says: text.textContent, right: box.right, x: box.x + box.width / 2, y: box.y + box.height / 2};
});"""
FIGURES = "return [...document.querySelectorAll('.chart')].map((chart) => chart.dataset.figure)"


def number_of(text):
    """What stands at an axis, "-1.5K" or "20%", as a number; None where it is none."""
    match = re.fullmatch(r"(-?[\d,]*\.?\d+)([KMB%]?)", text)
    units = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "%": 0.01}
    return float(match.group(1).replace(",", "")) * units[match.group(2)] if match else None


def points_of(path):
    numbers = [float(part) for part in re.findall(r"-?[\d.]+(?:e-?\d+)?", path)]
    return list(zip(numbers[::2], numbers[1::2]))


def distance(point, start, end):
    """From a point to the line between two others."""
    point, way = [at - begin for at, begin in zip(point, start)], [to - begin for to, begin in zip(end, start)]
    along = min(1, max(0, sum(a * b for a, b in zip(point, way)) / (sum(b * b for b in way) or 1)))
    return math.hypot(*(a - along * b for a, b in zip(point, way)))


def valuescale(*words):
    done = subprocess.run([PROGRAM, *map(str, words)], cwd=ROOT, capture_output=True, text=True, timeout=120)
    if done.returncode not in (0, 3):
        raise AssertionError(f"valuescale {' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="valuescale-report-"))
        cls.browser = Browser(CHROMIUM, DRIVER)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        shutil.rmtree(cls.folder)

    def report(self, name, *run, language="en"):
        """Paths of the results file that a command writes, and of its report."""
        file, page = self.folder / f"{name}.h5", self.folder / f"{name}-{language}.html"
        if not file.exists():
            valuescale(*run, "-o", file, "--quiet")
        if not page.exists():
            valuescale("report", file, "-o", page, "--lang", language)
        return file, page

    def pond(self):
        return self.report("pond", "run", "scenarios/two-ponds.toml", "--customers", "100k", "--worlds", "200")

    def plan(self):
        return self.report("plan", "run", "scenarios/investor-plan.toml", "--worlds", "100")

    def open(self, page, **look):
        self.browser.look(**look)
        said, asked = self.browser.open(page)
        self.assertEqual(said, [], f"{page.name}: the console is not silent")
        self.assertEqual(asked, [], f"{page.name}: something was asked of the network")
        if look.get("scripts", True):
            drawn = self.browser.run("return [...document.querySelectorAll('.chart')].map((c) => [c.dataset.figure, c.querySelectorAll('svg path').length])")
            self.assertGreater(len(drawn), 0)
            for figure, marks in drawn:
                self.assertGreater(marks, 2, f"{page.name}: {figure} is empty")

    def shoot(self, name):
        if SHOTS:
            self.browser.shoot(SHOTS / f"{name}.png")

    def answer(self, file):
        return json.loads(valuescale("show", file, "--json"))

    def bars_match(self, figure, values):
        """Bars that begin at zero are, from top to bottom, as long as these values."""
        bars = [m for m in self.browser.run(MARKS, figure) if m["fill"] in ("#0072b2", "#d55e00") and 8 < m["height"] < 40 and m["tag"] != "circle"]
        bars.sort(key=lambda m: m["y"])
        self.assertEqual(len(bars), len(values), figure)
        unit = max(bar["width"] for bar in bars) / max(map(abs, values))
        for bar, value in zip(bars, values):
            self.assertAlmostEqual(bar["width"], max(1, abs(value) * unit), delta=1.5, msg=figure)

    def dots_match(self, figure, values):
        """Dots, from left to right, are as high as these values, on some scale."""
        dots = [m for m in self.browser.run(MARKS, figure) if 7 <= m["width"] <= 11 and 7 <= m["height"] <= 11]
        dots.sort(key=lambda m: m["x"])
        self.assertEqual(len(dots), len(values), figure)
        ends = [min(range(len(values)), key=values.__getitem__), max(range(len(values)), key=values.__getitem__)]
        low, high = (dots[end]["y"] for end in ends)
        scale = (high - low) / (values[ends[1]] - values[ends[0]])
        self.assertLess(scale, 0, "more is higher")
        for dot, value in zip(dots, values):
            self.assertAlmostEqual(dot["y"], low + (value - values[ends[0]]) * scale, delta=1.5, msg=figure)

    def scale(self, figure, along, where, bend=float):
        """From a number to a pixel, as the labels of an axis say: they stand in line."""
        rows = {}
        for text in self.browser.run(TEXTS, figure):
            if number_of(text["says"]) is not None:
                rows.setdefault(round(text[where] / 3), []).append((number_of(text["says"]), text[along]))
        row = [rows[place] for place in sorted(rows, reverse=along == "x") if len({number for number, _ in rows[place]}) > 1][0]
        # The ends may be numbers that are not round, and rounded.
        row = sorted(row)[1:-1] if len(row) > 3 else sorted(row)
        (low, start), (high, end) = row[0], row[-1]
        return lambda number: start + (bend(number) - bend(low)) * (end - start) / (bend(high) - bend(low))

    def marks_match_data(self, figure):
        """Whatever is drawn is where the axes say its numbers are."""
        data = json.loads(self.browser.run("return document.getElementById(arguments[0]).textContent", f"data-{figure}"))
        marks = self.browser.run(MARKS, figure)
        if data["kind"] == "heat":
            values = [value for row in data["values"] for value in row if value is not None]
            cells = [m for m in marks if m["fill"] and m["fill"] != "none" and m["height"] > 4 and m["width"] > 4]
            self.assertEqual(len(cells), len(values), figure)
            return len(values)
        if data["kind"] == "sankey":
            return len(data["places"])  # has no axes: held against its numbers by themselves
        x = self.scale(figure, "x", "y", math.log if data["x"].get("log") else float)
        # Labels of axes are rounded to whole pixels, and to three digits.
        near = 3
        if data["kind"] == "bars":
            for one in data["series"]:
                for n, to in enumerate(one["to"]):
                    if to is None:
                        continue
                    origin = one["from"][n] if "from" in one else 0
                    ends = sorted([x(to), x(to)] if one.get("dots") else [x(origin), x(to)])
                    fits = [m for m in marks if m["fill"] not in (None, "none") and abs(m["x"] - ends[0]) < near + 5 and abs(m["x"] + m["width"] - ends[1]) < near + 5
                            and (not one.get("dots") or m["width"] < 14)]
                    self.assertTrue(fits, f"{figure}: {one['name']}, {data['rows'][n]}: nothing is drawn at {ends}")
            return sum(len(one["to"]) for one in data["series"])
        y = self.scale(figure, "y", "right")
        left, top = self.browser.run("const box = document.querySelector(`[data-figure='${arguments[0]}'] svg`).getBoundingClientRect(); return [box.x, box.y]", figure)
        lines = [points_of(m["d"]) for m in marks if m["fill"] == "none" and m["d"] and m["thick"] in ("1.5", "2.5")]
        for one in data["series"]:
            if "choice" in one and one["choice"] != data["choose"]["start"]:
                continue
            expected = [(x(at) - left, y(value) - top) for at, value in zip(one["x"], one["y"]) if isinstance(value, (int, float))]
            if one.get("loose"):
                dots = [(m["x"] + m["width"] / 2 - left, m["y"] + m["height"] / 2 - top) for m in marks if 7 <= m["width"] <= 11 and 7 <= m["height"] <= 11]
                for ex, ey in expected:
                    self.assertLess(min((max(abs(px - ex), abs(py - ey)) for px, py in dots), default=1e9), near, f"{figure}: {one['name']}")
                continue
            far = lambda line: max(min(distance(point, *ends) for ends in zip(line, line[1:])) for point in expected)
            self.assertLess(min((far(line) for line in lines if len(line) > 1), default=1e9), near, f"{figure}: {one['name']}")
        return len(data["series"])

    def every_mark_matches(self):
        figures = self.browser.run(FIGURES)
        self.assertGreater(len(figures), 0)
        for figure in figures:
            self.assertGreater(self.marks_match_data(figure), 0, figure)
    def curves_match(self, figure, curves):
        """Curves, in the order in which they are drawn, go through these values from left to right, all on one scale."""
        drawn = [points_of(m["d"]) for m in self.browser.run(MARKS, figure) if m["thick"] == "2.5" and m["fill"] in (None, "none") and m["d"]]
        self.assertEqual(len(drawn), len(curves), figure)
        for points, values in zip(drawn, curves):
            self.assertEqual(len(points), len(values), figure)
        top = max((value, k, n) for k, values in enumerate(curves) for n, value in enumerate(values))
        foot = min((value, k, n) for k, values in enumerate(curves) for n, value in enumerate(values))
        place = lambda end: drawn[end[1]][end[2]][1]
        scale = (place(top) - place(foot)) / (top[0] - foot[0])
        self.assertLess(scale, 0, "more is higher")
        for points, values in zip(drawn, curves):
            for (_, y), value in zip(points, values):
                self.assertAlmostEqual(y, place(foot) + (value - foot[0]) * scale, delta=1.5, msg=figure)

    def loss_share(self, figure):
        """Of what lies under a curve, the part in the colour of losses."""
        areas = {}
        for mark in self.browser.run(MARKS, figure):
            if mark["fill"] in ("#0072b2", "#d55e00") and mark["d"] and mark["width"] > 1:
                points = points_of(mark["d"])
                around = sum(x * y1 - x1 * y for (x, y), (x1, y1) in zip(points, points[1:] + points[:1]))
                areas[mark["fill"]] = areas.get(mark["fill"], 0) + abs(around) / 2
        self.assertTrue(areas, figure)
        return areas.get("#d55e00", 0) / sum(areas.values())

    def test_marks_of_a_run_are_where_its_numbers_are(self):
        file, page = self.pond()
        customer = self.answer(file)["customer"]
        self.open(page)
        self.dots_match("whale", [tenth["cumulative"]["value"] for tenth in customer["concentration"]["tenths"]])
        self.every_mark_matches()
        bins = customer["profit_histogram"]["bins"]
        losing = sum(one["value"] for one in bins if one["to"] <= 0) / sum(one["value"] for one in bins)
        self.assertGreater(losing, 0.01)
        self.assertAlmostEqual(self.loss_share("profit-spread"), losing, delta=0.005)
        self.dots_match("profit", [quantile["value"] for quantile in customer["profit"]["quantiles"].values()])
        file, page = self.plan()
        plan = self.answer(file)["plan"]
        self.open(page)
        self.every_mark_matches()
        self.bars_match("variance", [max(0, plan["variance"][part]["value"]) for part in ("luck", "unknowns", "shocks")])
        # Smoothed as the curve is: half of the worlds lose money, and a width of kernel is a small part of them.
        self.assertAlmostEqual(self.loss_share("plan-density"), plan["p_loss"]["value"], delta=0.05)
        self.bars_match("plan-channels", [channel["profit"]["mean"]["value"] for channel in plan["channels"].values()])
        with h5py.File(file) as data:
            drawn = data["worlds/assumption_value"][:]
        low, high = numpy.quantile(drawn, [0.05, 0.95], axis=1, method="inverted_cdf")
        widths = (high - low) / drawn.mean(axis=1)
        strips = sorted((m for m in self.browser.run(MARKS, "unsure") if m["fill"] == "#0072b2" and m["height"] > 10 and m["width"] > 12), key=lambda m: m["y"])
        self.assertEqual(len(strips), len(widths))
        unit = strips[0]["width"] / max(widths)
        for strip, width in zip(strips, sorted(widths, reverse=True)):
            self.assertAlmostEqual(strip["width"], width * unit, delta=1.5)

    def test_pages_are_small_quick_and_silent(self):
        paints = []
        for name, (_, page) in {"pond": self.pond(), "plan": self.plan()}.items():
            self.assertLess(page.stat().st_size, LARGEST)
            for look in ({}, {"width": 390, "height": 844}, {"dark": True}):
                self.open(page, **look)
                self.shoot("-".join([name] + [key for key in look]))
                paints.append(self.browser.first_paint())
                width = self.browser.run("return [document.documentElement.scrollWidth, window.innerWidth]")
                self.assertLessEqual(width[0], width[1], "the page is wider than the window")
        # Whatever else the machine is doing makes some slow, but not all.
        self.assertLess(min(paints), FIRST_PAINT_MS)

    def test_the_page_says_its_policy(self):
        text = self.pond()[1].read_text()
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
        self.assertTrue(policy.startswith("default-src 'none'; script-src 'sha256-"))
        self.assertNotIn("unsafe", policy)
        self.assertEqual(len(re.findall(r"<script>", text)), 1)
        # What is not the page's own does not run.
        self.open(self.pond()[1])
        ran = self.browser.run("""const s = document.createElement('script'); s.textContent = 'window.stranger = 1'; document.body.append(s);
                                  return window.stranger === undefined""")
        self.assertTrue(ran)

    def test_bars_are_as_long_as_the_numbers(self):
        file, page = self.report("funnel", "run", "scenarios/funnel.toml", "--customers", "20k")
        stages = self.answer(file)["customer"]["by_stage"]
        self.open(page)
        self.every_mark_matches()
        marks = self.browser.run(MARKS, "value-scale")
        bars = sorted((m for m in marks if m["fill"] in ("#0072b2", "#d55e00") and m["height"] > 8), key=lambda m: m["y"])
        expected = [stages[name]["mean"]["value"] for name in ("acquisition", "offer", "ladder")]
        self.assertGreaterEqual(len(bars), 3)
        unit = bars[0]["width"] / abs(expected[0])
        for bar, value in zip(bars, expected):
            self.assertAlmostEqual(bar["width"] / unit, abs(value), delta=1.5 / unit)
            self.assertEqual(bar["fill"], "#d55e00" if value < 0 else "#0072b2")
        # Each begins where the one before ended.
        self.assertAlmostEqual(bars[0]["x"], bars[1]["x"], delta=1.5)
        self.assertAlmostEqual(bars[1]["x"] + bars[1]["width"], bars[2]["x"], delta=1.5)

    def sankey(self, page, **look):
        """Bars of the ladder's picture from left to right and top to bottom, each a list of (fill, height); and how many bands lead to them."""
        self.open(page, **look)
        fills = {"#0072b2": "taken", "#c3cad5": "declined", "#e69f00": "later", "#009e73": "begins", "#5b6472": "brings"}
        marks = self.browser.run(MARKS, "ladder")
        parts = sorted((m for m in marks if m["fill"] in fills and abs(m["width"] - 16) < 0.6), key=lambda m: (round(m["x"]), m["y"]))
        bars = []
        for part in parts:
            if not bars or bars[-1][0] != round(part["x"]) or abs(bars[-1][1] - part["y"]) > 0.8:
                bars.append([round(part["x"]), part["y"], []])
            bars[-1][1] = part["y"] + part["height"]
            bars[-1][2].append((fills[part["fill"]], part["height"]))
        bands = [m for m in marks if m["d"] and "C" in m["d"] and m["width"] > 40]
        return [bar[2] for bar in bars], len(bands)

    def test_the_ladder_is_drawn_as_people_came(self):
        file, page = self.report("funnel", "run", "scenarios/funnel.toml", "--customers", "20k")
        answer = self.answer(file)
        ladder, stated = answer["ladder"], {one["path"]: one["reading"] for one in answer["assumptions"]}
        bars, bands = self.sankey(page)
        self.assertEqual(len(bars), len(ladder["places"]))
        self.assertEqual(bands, len(ladder["ways"]))
        unit = bars[0][0][1]  # all who buy
        for parts, place in zip(bars, ladder["places"].values()):
            asked = place["asked"]["value"] or 1
            expected = {"taken": place["taken"]["value"], "declined": asked - place["taken"]["value"]}
            for answer, height in parts:
                self.assertAlmostEqual(height / unit, expected.pop(answer), delta=1.5 / unit)
            self.assertLess(max(expected.values(), default=0), 0.01, "a part is missing")
        table = self.browser.run("return [...document.querySelectorAll('#ladder tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))")
        self.assertEqual(len(table), len(ladder["ways"]))
        for row, way in zip(table, ladder["ways"]):
            self.assertEqual("step." + row[0], way["to"])
            self.assertAlmostEqual(float(row[2].split()[0].replace(",", "")), 1000 * way["asked"]["value"], delta=0.51)
            self.assertAlmostEqual(float(re.match(r"[\d.]+", row[3]).group()), 100 * way["rate"]["value"], delta=0.06)
            self.assertEqual(row[4], stated[way["to"] + ".take"])

    def test_a_ladder_with_everything_is_readable_everywhere(self):
        evil, long = "<img src=x onerror=stranger=2>", "a-step-of-the-ladder-with-a-name-" * 6
        steps = {"again": 'after = ["front", "again"]\ntake = 0.3', "later": 'after = "front"\ntake = 0.5\ndelay = "exponential(mean = 10)"',
                 "tip": 'after = "visits"\ntake = 0.1', evil: 'after_declined = "later"\ntake = 0.2', long: 'after = "tip"\ntake = 0.6'}
        scenario = self.folder / "ladder.toml"
        scenario.write_text("""title = "A ladder"
lifetime = 12
[channel.a]
cost_per_customer = 3
[offer.front]
price = 10
[repeat.visits]
model = "geometric"
return = 0.6
price = 5
[referral.friends]
after = "front"
leads = 0.5
take = 0.4
generations = 1
""" + "".join(f'[step."{name}"]\n{keys}\nprice = 1\n' for name, keys in steps.items()), encoding="utf-8")
        for language in ("en", "zh"):
            file, page = self.report("ladder", "run", scenario, "--customers", "10k", language=language)
            ladder = self.answer(file)["ladder"]
            bars, bands = self.sankey(page)
            # What follows visits is drawn by itself, and the circle not at all.
            first = [name for name in ladder["places"] if name not in ("step.tip", f"step.{long}")]
            self.assertEqual(len(bars), len(first))
            self.assertEqual(bands, len(ladder["ways"]) - 3)
            self.every_mark_matches()
            self.shoot(f"ladder-{language}")
            for look in ({"width": 390, "height": 844}, {"dark": True}):
                self.open(page, **look)
                self.assertLessEqual(*self.browser.run("return [document.documentElement.scrollWidth, window.innerWidth]"))
                self.assertTrue(self.browser.run("return window.stranger === undefined && document.images.length === 0"))
                texts = self.browser.run("""const box = document.querySelector('[data-figure="ladder"]').getBoundingClientRect();
                    return [...document.querySelectorAll('[data-figure="ladder"] svg text')].map((text) => { const at = text.getBoundingClientRect();
                    return [at.left - box.left, box.right - at.right, at.top - box.top, box.bottom - at.bottom, text.textContent]; })""")
                self.assertGreaterEqual(len(texts), len(first))
                for *room, text in texts:
                    self.assertGreater(min(room), -2, f"{text} leaves the picture")
                self.shoot("-".join(["ladder", language] + list(look)))

    def test_lumpy_profits_are_drawn_as_steps(self):
        file, page = self.report("bank", "run", "scenarios/bank.toml", "--customers", "50k")
        customer = self.answer(file)["customer"]
        p_loss, concentration = customer["p_loss"]["value"], customer["concentration"]
        self.open(page)
        self.every_mark_matches()
        self.shoot("bank")
        left, top = self.browser.run("const box = document.querySelector('[data-figure=profit] svg').getBoundingClientRect(); return [box.x, box.y]")
        x, y = self.scale("profit", "x", "y"), self.scale("profit", "y", "right")
        # The colour of losses ends where those who lose end.
        shaded = [point for m in self.browser.run(MARKS, "profit") if m["fill"] == "#d55e00" and m["d"] and m["width"] > 50 for point in points_of(m["d"])]
        end = max(px + left for px, py in shaded if py + top > y(0) + 1)
        self.assertAlmostEqual(end, x(p_loss), delta=2)
        # Here a line between a few known points would say something else.
        known = [(float(level), quantile["value"]) for level, quantile in customer["profit"]["quantiles"].items()]
        (low, loss), (high, gain) = next(pair for pair in zip(known, known[1:]) if pair[0][1] < 0 < pair[1][1])
        self.assertGreater(abs(x(low + (high - low) * loss / (loss - gain)) - x(p_loss)), 50)
        left, top = self.browser.run("const box = document.querySelector('[data-figure=whale] svg').getBoundingClientRect(); return [box.x, box.y]")
        x, y = self.scale("whale", "x", "y"), self.scale("whale", "y", "right")
        curve = next(points_of(m["d"]) for m in self.browser.run(MARKS, "whale") if m["thick"] == "2.5" and m["fill"] == "none")
        at = x(concentration["bring_80"]["value"]) - left
        (x0, y0), (x1, y1) = next(pair for pair in zip(curve, curve[1:]) if pair[0][0] <= at <= pair[1][0])
        self.assertAlmostEqual(y0 + (y1 - y0) * (at - x0) / max(x1 - x0, 1e-9) + top, y(0.8), delta=3)

    def test_the_payback_curve_goes_through_its_numbers(self):
        file, page = self.pond()
        payback = self.answer(file)["customer"]["payback"]
        self.open(page)
        marks = self.browser.run(MARKS, "payback")
        never = [m for m in marks if m["fill"] == "#d55e00" and m["width"] > 400 and m["height"] > 4]
        self.assertEqual(len(never), 1, "never is drawn, once")
        height = never[0]["height"] / payback["never"]["value"]
        curve = [m for m in marks if m["stroke"] == "#0072b2" and m["thick"] == "2.5"]
        self.assertEqual(len(curve), 1)
        points = [float(part) for part in re.findall(r"-?[\d.]+", curve[0]["d"])][1::2]
        values = [step["value"] for step in payback["cdf"]]
        self.assertAlmostEqual(max(points) - min(points), (max(values) - min(values)) * height, delta=1.5)

    def line(self, figure, colour):
        """The points of a line, in pixels."""
        lines = [m for m in self.browser.run(MARKS, figure) if m["stroke"] == colour and m["thick"] == "2.5"]
        self.assertEqual(len(lines), 1, figure)
        numbers = [float(part) for part in re.findall(r"-?[\d.]+(?:e-?\d+)?", lines[0]["d"])]
        return list(zip(numbers[0::2], numbers[1::2]))

    def goes_along(self, pixels, values, up=False):
        """Pixels are a straight function of values; returns it."""
        self.assertEqual(len(pixels), len(values))
        ends = [min(range(len(values)), key=values.__getitem__), max(range(len(values)), key=values.__getitem__)]
        slope = (pixels[ends[1]] - pixels[ends[0]]) / (values[ends[1]] - values[ends[0]])
        self.assertEqual(slope < 0, up)
        place = lambda value: pixels[ends[0]] + slope * (value - values[ends[0]])
        for pixel, value in zip(pixels, values):
            self.assertAlmostEqual(pixel, place(value), delta=0.6)
        return place

    def test_curves_of_spend_go_through_their_numbers(self):
        file, page = self.pond()
        channels = self.answer(file)["by"]["channel"]
        self.open(page)
        for (name, channel), colour in zip(channels.items(), ("#0072b2", "#d55e00")):
            curve = channel["spend"]["curve"]
            points = self.line("customers-by-spend", colour)
            self.goes_along([x for x, _ in points], [point["spend"]["value"] for point in curve])
            self.goes_along([y for _, y in points], [point["customers"]["value"] for point in curve], up=True)
        dots = [m for m in self.browser.run(MARKS, "customers-by-spend") if 8 <= m["width"] <= 10 and 8 <= m["height"] <= 10]
        self.assertEqual(len(dots), len(channels), "today's spend is marked on each")
        for channel, letter in zip(channels.values(), "ab"):
            figure, curve = f"cac-by-spend-{letter}", channel["spend"]["curve"]
            points = self.line(figure, "#d55e00")
            spends = [point["spend"]["value"] for point in curve]
            place = self.goes_along([x for x, _ in points], spends)
            self.goes_along([y for _, y in points], [point["marginal_cac"]["value"] for point in curve], up=True)
            # Lines across: today's spend, and the one up to which more is worth it.
            left = self.browser.run("return document.querySelector(`[data-figure=${arguments[0]}] svg`).getBoundingClientRect().x", figure)
            upright = sorted(m["x"] + m["width"] / 2 - left for m in self.browser.run(MARKS, figure) if m["dashed"] and m["width"] < 3 and m["height"] > 100)
            until = channel["spend"]["worth_until"]["value"]
            wanted = sorted(place(at) for at in [channel["spend"]["spend"]["value"]] + ([until] if until != "infinite" and until > 0 else []))
            self.assertEqual(len(upright), len(wanted), figure)
            for at, there in zip(upright, wanted):
                self.assertAlmostEqual(at, there, delta=1.5)

    def test_cells_have_the_colours_of_their_numbers(self):
        file, page = self.plan()
        plan = self.answer(file)["plan"]
        shades = ["#c65a0c", "#e98a4b", "#f5bd94", "#fbe6d8", "#d7e9f5", "#93c2e2", "#3f8fc6", "#0b4f8a"]
        self.open(page)
        marks = self.browser.run(MARKS, "cohort-payback")
        cells = sorted((m for m in marks if m["fill"] in shades), key=lambda m: (round(m["y"]), m["x"]))
        earned = [[age["earned"]["value"] for age in cohort["by_age"]] for cohort in plan["cohorts"]]
        self.assertEqual(len(cells), len(earned) * len(earned[0]))
        flat = [value for row in earned for value in row]
        self.assertTrue(min(flat) < 1 < max(flat), "both sides are drawn")
        # Below 1 in four equal steps, above it in four equal factors up to the largest. Numbers of the page are rounded.
        top = math.log(max(2, max(flat)))
        seen = set()
        for cell, value in zip(cells, flat):
            step = 4 * value if value < 1 else 4 + 4 * math.log(value) / top
            if abs(step - round(step)) > 1e-3:
                self.assertEqual(cell["fill"], shades[min(7, max(0, int(step)))], value)
                seen.add(int(step))
        self.assertGreaterEqual(seen, {4, 5, 6, 7}, "the largest is as dark as can be, and there is all between")
        # A line runs where customers have earned back what they cost.
        borders = sum(1 for row in earned for before, here in zip([0] + row, row) if (before < 1) != (here < 1))
        upright = [m for m in marks if m["stroke"] == "#1d2330" and m["thick"] == "2" and m["width"] < 4 and m["height"] > 4]
        self.assertEqual(len(upright), borders)

    def test_a_channel_is_switched_off_and_on_by_the_keyboard(self):
        self.open(self.pond()[1])
        count = lambda: len([m for m in self.browser.run(MARKS, "payback") if m["thick"] == "1.5" and not m["dashed"] and m["fill"] == "none" and m["width"] > 400])
        button = "#payback .legend button:nth-of-type(2)"
        before = count()
        self.browser.click(button)
        self.assertEqual(count(), before - 1)
        self.assertEqual(self.browser.run("return document.querySelector(arguments[0]).getAttribute('aria-pressed')", button), "false")
        self.browser.click(button)
        self.assertEqual(count(), before)

    def test_the_keyboard_reaches_every_number(self):
        file, page = self.pond()
        answer = self.answer(file)
        self.open(page)
        from selenium.webdriver.common.keys import Keys

        def walk(figure, keys):
            chart = self.browser.driver.find_element("css selector", f"[data-figure='{figure}']")
            heard = []
            for key in keys:
                self.browser.run("arguments[0].focus()", chart)
                chart.send_keys(key)
                heard.append(self.browser.run("return document.querySelector('[role=status]').textContent"))
            return heard

        stages = answer["customer"]["by_stage"]
        heard = walk("value-scale", [Keys.ARROW_DOWN, Keys.ARROW_DOWN])
        for text, name, stage in zip(heard, ("acquisition", "first offer"), ("acquisition", "offer")):
            self.assertIn(name, text)
            self.assertIn(f"{stages[stage]['mean']['value']:.2f}", text)
        ever = answer["customer"]["payback"]["cdf"]
        heard = walk("payback", [Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.END])
        for text, step in zip(heard, (0, 1, len(ever) - 1)):
            self.assertTrue(text.startswith(f"month {step};"), text)
            self.assertIn(f"{100 * ever[step]['value']:.1f}".removesuffix(".0") + "%", text)
        # Whatever the picture, a key says something, and leaving it hides what was shown.
        for figure in self.browser.run("return [...document.querySelectorAll('.chart')].map((chart) => chart.dataset.figure)"):
            self.assertNotEqual(walk(figure, [Keys.END])[0], "", figure)
        self.assertEqual(self.browser.driver.get_log("browser"), [])

    def test_hovering_says_the_number(self):
        file, page = self.pond()
        self.open(page)
        value = self.answer(file)["customer"]["by_stage"]["offer"]["mean"]["value"]
        from selenium.webdriver import ActionChains
        chart = self.browser.driver.find_element("css selector", "[data-figure='value-scale']")
        self.browser.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", chart)
        # The second row is the offer's.
        ActionChains(self.browser.driver).move_to_element(chart).move_by_offset(0, 0).perform()
        texts = set()
        for up in range(-120, 121, 20):
            ActionChains(self.browser.driver).move_to_element_with_offset(chart, 40, up).perform()
            texts.add(self.browser.run("const hover = arguments[0].querySelector('.hover'); return hover ? hover.textContent : ''", chart))
        self.assertTrue(any("first offer" in text and f"{value:.2f}" in text for text in texts), texts)
        self.assertEqual(self.browser.driver.get_log("browser"), [])

    def test_a_fan_names_its_lines_and_bands(self):
        self.open(self.plan()[1])
        legend = lambda figure: self.browser.run("return document.querySelector(arguments[0]).textContent", f"#{figure} .legend")
        for words in ("mean over worlds", "50\u00a0% of worlds below", "90 % of worlds", "half of worlds"):
            for figure in ("cash", "active"):
                self.assertIn(words, legend(figure))
        self.browser.run("""const select = document.querySelector('#cash select'); select.value = select.options[0].value;
                            select.dispatchEvent(new Event('change'))""")
        self.assertIn("5\u00a0% of worlds below", legend("cash"))
        self.assertNotIn("50\u00a0%", legend("cash"))

    def test_a_percentile_is_chosen(self):
        file, page = self.plan()
        self.open(page)
        cash = self.answer(file)["plan"]["cash"]
        last = lambda: [m for m in self.browser.run(MARKS, "cash") if m["stroke"] == "#1d2330" and m["dashed"] and m["width"] > 400 and m["thick"] == "2.5"][0]
        tops = []
        for level in ("5\u00a0", "95"):
            self.browser.run("""const select = document.querySelector('#cash select'); select.value = [...select.options].find((o) => o.value.startsWith(arguments[0])).value;
                                select.dispatchEvent(new Event('change'))""", level)
            tops.append(last()["y"])
        self.assertGreater(cash[-1]["quantiles"]["0.95"]["value"], cash[-1]["quantiles"]["0.05"]["value"])
        self.assertLess(tops[1], tops[0] - 20, "a higher percentile is drawn higher")

    def test_tables_say_it_all_without_scripts(self):
        self.open(self.pond()[1], scripts=False)
        text = self.browser.driver.find_element("tag name", "body").get_attribute("textContent")
        for words in ("How many customers have paid back", "channel.far.most", "seed of the random numbers", "Sampling error"):
            self.assertIn(words, text)
        self.browser.look()

    def test_names_of_strangers_do_nothing(self):
        evil = "<script>window.stranger=1</script>\\\"'><img src=x onerror=window.stranger=2>evil{{cac}}\u2066"
        long = "x" * 9_800
        scenario = self.folder / "hostile.toml"
        scenario.write_text(f"""title = "{evil} {long}"
currency = "USD"
time_step = "month"
lifetime = 2
[channel.a]
share = 0.5
cost_per_customer = {{ value = 3, note = "{evil} {long}", source = "{evil}" }}
offer = "front"
[channel.b]
share = 0.5
cost_per_customer = 4
offer = "front"
[offer.front]
price = 10
""", encoding="utf-8")
        _, page = self.report("hostile", "run", scenario, "--customers", "1k")
        for look in ({}, {"width": 390, "height": 844}):
            self.open(page, **look)
            self.assertTrue(self.browser.run("return window.stranger === undefined && document.images.length === 0"))
            self.assertLessEqual(*self.browser.run("return [document.documentElement.scrollWidth, window.innerWidth]"))
        self.assertNotIn("\u202e", page.read_text(encoding="utf-8"))

    def test_decisions_are_drawn(self):
        small = ("--customers", "20k", "--worlds", "50")
        decisions = {
            "compare": ("compare", "scenarios/two-ponds.toml", "--by", "channel", "--budgets", "10000,50000,200000", *small),
            "stress": ("stress", "scenarios/hairdresser.toml", "--metric", "customer.profit.mean", "--customers", "20k"),
            "until": ("stress", "scenarios/hairdresser-unsure.toml", "--until", "customer.profit.mean < 0", "--customers", "200k", "--worlds", "500"),
            "solve": ("solve", "scenarios/hairdresser.toml", "--vary", "channel.leaflets.cost_per_customer", "--metric", "customer.profit.mean", "--target", "0",
                      "--customers", "20k"),
            "optimize": ("optimize", "scenarios/two-ponds.toml", "--customers", "5k", "--worlds", "50", "--objective", "cvar", "--level", "90%", "--frontier", "4"),
            "voi": ("voi", "scenarios/coffee-by-post.toml", "--budget", "20000", "--test", "offer.box-in-hand.take", "--worlds", "200", "--customers", "20k"),
        }
        def match(name, answer):
            if name == "compare":
                self.bars_match("p-best", [share["value"] for share in answer["p_best"].values()])
                self.curves_match("densities", [curve["density"] for curve in answer["densities"]["of"].values()])
                self.curves_match("density-of-difference", [answer["density_of_difference"]["density"]])
                self.assertAlmostEqual(self.loss_share("density-of-difference"), answer["density_of_difference"]["below_zero"], delta=0.01)
            if name == "stress":
                changes = [stress["metrics"]["customer.profit.mean"]["change"]["value"] for stress in answer["stresses"].values() if stress["metrics"]]
                self.bars_match("stress-1", sorted(changes))
            if name == "solve":
                # A search looks far; what is drawn lies around today's value and the one that was found.
                ends = [answer["now"]["value"], answer["value"], answer["lo"], answer["hi"]]
                below = max((one["at"] for one in answer["tried"] if one["at"] < min(ends)), default=min(ends))
                above = min((one["at"] for one in answer["tried"] if one["at"] > max(ends)), default=max(ends))
                near = [one["metric"] for one in answer["tried"] if below <= one["at"] <= above]
                self.dots_match("tried", near)
            if name == "until":
                found = [one for one in answer["alone"] if one["found"]]
                self.bars_match("alone", [one["times"] - 1 for one in sorted(found, key=lambda one: -one["chance"])])
                self.bars_match("together", sorted((one["share"] for one in answer["together"]["assumptions"]), reverse=True))
                self.bars_match("where", [box[part]["value"] for box in answer["worlds"]["boxes"] for part in ("coverage", "density")])
            if name == "optimize":
                points = {(one["cvar"]["value"], one["mean"]["value"]) for one in answer["frontier"]}
                efficient = sorted(one for one in points if not any(other != one and other[0] >= one[0] and other[1] >= one[1] for other in points))
                self.dots_match("frontier", [mean for _, mean in efficient])
            if name == "voi":
                self.bars_match("evppi", [answer["evpi"]["value"]] + sorted((worth["value"] for worth in answer["evppi"].values()), reverse=True))

        for name, command in decisions.items():
            for language in ("en", "zh"):
                file, page = self.report(name, *command, language=language)
                self.open(page)
                if language == "en":
                    self.every_mark_matches()
                match(name, self.answer(file))
                self.shoot(f"{name}-{language}")
            self.open(page, width=390, height=844)
            self.assertLessEqual(*self.browser.run("return [document.documentElement.scrollWidth, window.innerWidth]"))

    def test_a_tornado_is_as_wide_as_its_numbers(self):
        file, page = self.report("sensitivity", "sensitivity", "scenarios/coffee-by-post.toml", "--metric", "lead.profit.mean", "--customers", "20k", "--rows", "64")
        answer = self.answer(file)
        self.open(page)
        self.every_mark_matches()
        self.shoot("sensitivity-en")
        marks = self.browser.run(MARKS, "tornado-1")
        now, longest = answer["now"]["value"], answer["tornado"][0]
        top = min(m["y"] for m in marks if m["fill"] in ("#e69f00", "#0072b2"))
        low, high = (next(m["width"] for m in marks if m["fill"] == fill and m["y"] == top) for fill in ("#e69f00", "#0072b2"))
        self.assertAlmostEqual(low / high, abs(longest["low"]["value"] - now) / abs(longest["high"]["value"] - now), delta=0.02)

    def test_chinese_is_said_in_chinese(self):
        self.pond()
        _, page = self.report("pond", language="zh")
        self.open(page)
        self.shoot("pond-zh")
        text = self.browser.run("return document.querySelector('main').textContent")
        self.assertGreater(len(re.findall(r"[\u4e00-\u9fff]", text)), 500)

    def test_a_chinese_page_has_no_english_of_the_programs(self):
        small = ("--customers", "5k", "--worlds", "40")
        asked = {
            "plan-few": ("run", "scenarios/investor-plan.toml", "--worlds", "40"),
            "unsure-few": ("run", "scenarios/hairdresser-unsure.toml", *small),
            "follows-few": ("run", "scenarios/trial-box.toml", *small),
            "compare-few": ("compare", "scenarios/two-ponds.toml", "--by", "channel", "--basis", "customer", *small),
            "stress-few": ("stress", "scenarios/hairdresser.toml", "--metric", "customer.payback.cdf.6", "--customers", "5k"),
            "stress-plan": ("stress", "scenarios/investor-plan.toml", "--metric", "plan.channels.search.profit.mean", "--worlds", "20"),
            "optimize-few": ("optimize", "scenarios/two-ponds.toml", "--objective", "cvar", "--level", "90%", *small),
        }
        for name, command in asked.items():
            file, page = self.report(name, *command, language="zh")
            self.open(page)
            self.shoot(f"{name}-zh")
            answer = self.answer(file)
            warnings = self.browser.run("return [...document.querySelectorAll('.warnings li')].map((item) => item.textContent)")
            # Those of single options and stresses come after those of all.
            self.assertGreaterEqual(len(warnings), len(answer.get("warnings", [])))
            for warning in warnings:
                self.assertRegex(warning, r"[\u4e00-\u9fff]{4}", f"{name}: a warning")
            # What the answer in words, the whole scenario and the licences say stays as it is; so do an author's own words.
            texts = self.browser.run("""const own = document.querySelector('body').cloneNode(true);
                own.querySelectorAll('pre, script, style, svg').forEach((part) => part.remove());
                const walk = document.createTreeWalker(own, NodeFilter.SHOW_TEXT), found = [];
                while (walk.nextNode()) found.push(walk.currentNode.textContent);
                return found.concat([...document.querySelectorAll('svg text')].map((text) => text.textContent))""")
            authors = (ROOT / command[1]).read_text(encoding="utf-8") + answer.get("command", "")
            for text in texts:
                for words in re.findall(r"[A-Za-z']+(?:,? [A-Za-z']+){2,}", text):
                    self.assertIn(words, authors, f"{name}: {text}")
                self.assertNotRegex(text, r"\{[a-z-]+\}", "a hole is left open")

    def test_paper_has_all_of_it_as_text_and_lines(self):
        file, _ = self.pond()
        pdf = self.folder / "pond.pdf"
        valuescale("report", file, "--pdf", pdf)
        self.assertEqual(pdf.read_bytes()[:5], b"%PDF-")
        if SHOTS:
            shutil.copy(pdf, SHOTS)
        if not shutil.which("pdftotext"):
            self.skipTest("no pdftotext")
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
        for words in ("have paid back", "never, of all customers:", "after the first sale", "channel.near.scale"):
            self.assertIn(words, text)
        self.assertEqual(len(re.findall("one more costs the LTV", text)), 1, "each text is there once")
        images = subprocess.run(["pdfimages", "-list", pdf], capture_output=True, text=True, check=True).stdout.strip().splitlines()
        self.assertLessEqual(len(images), 2, "charts are lines, not images")

    def test_nothing_is_wider_than_paper(self):
        # What is wider makes a browser print everything smaller. A4 less its margins, in CSS pixels.
        paper = 680
        outer = "const width = document.documentElement.clientWidth; return [...document.querySelectorAll('table, .chart svg, pre')]"
        for page in (self.pond()[1], self.plan()[1], self.report("plan", language="zh")[1]):
            self.open(page)
            before = self.browser.run("return document.querySelectorAll('figure table').length")
            self.browser.on_paper(paper)
            wide = self.browser.run(outer + ".filter((one) => one.getBoundingClientRect().right > width + 1).map((one) => one.closest('[id], .entry').textContent.slice(0, 80))")
            self.assertEqual(wide, [], page.name)
            self.assertEqual(self.browser.run("return [document.querySelectorAll('.entry table').length, document.querySelectorAll('figure table').length]"), [before, 0])
            self.browser.off_paper()
            self.assertEqual(self.browser.run("return [document.querySelectorAll('.entry').length, document.querySelectorAll('figure table').length]"), [0, before])

    def test_run_writes_the_same_page_on_its_way(self):
        page = self.folder / "direct.html"
        file = self.folder / "direct.h5"
        valuescale("run", "scenarios/funnel.toml", "--customers", "2k", "-o", file, "--report", page, "--quiet")
        again = self.folder / "again.html"
        valuescale("report", file, "-o", again)
        self.assertEqual(page.read_bytes(), again.read_bytes())


if __name__ == "__main__":
    unittest.main(verbosity=1)
