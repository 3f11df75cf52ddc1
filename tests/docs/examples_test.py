#!/usr/bin/python3
"""Runs what the documentation shows: every `$ valuescale ...` command must succeed, and print what is shown under it (times apart; a line of
three dots stands for lines left out); every TOML block that is a whole scenario must be accepted; every file that is linked must exist.
Usage: examples_test.py PROGRAM"""
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ["README.md", "scenarios/README.md", "results/README.md", "results/METHODS.md", "results/DECISIONS.md", "results/NOTEBOOKS.md", "models/README.md", "models/METHODS.md", "sim/README.md", "tests/README.md",
         "tools/README.md"]
TIMES = re.compile(r"[0-9.]+ seconds")


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def commands(block):
    """Pairs of (arguments, expected output) of a console block."""
    parts = re.split(r"^\$ ", block, flags=re.M)[1:]
    return [(shlex.split(part.split("\n", 1)[0]), part.split("\n", 1)[1]) for part in parts]


def plain(output):
    """Without times, and without line breaks, which depend on how long the times are."""
    return " ".join(TIMES.sub("", output).split())


def is_shown(output, expected):
    """Is the output what is expected, apart from lines left out?"""
    parts = [plain(part) for part in re.split(r"^\.\.\.$", expected, flags=re.M)]
    output = plain(output)
    if len(parts) == 1:
        return output == parts[0]
    if not output.startswith(parts[0]) or not output.endswith(parts[-1]):
        return False
    at = len(parts[0])
    for part in parts[1:]:
        at = output.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def run(program, arguments, folder):
    return subprocess.run([program] + arguments, cwd=folder, capture_output=True, text=True, timeout=300)


def main():
    program, failures, checked = sys.argv[1], [], 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("scenarios", "tests"):
            (pathlib.Path(folder) / name).symlink_to(ROOT / name)
        for page in PAGES:
            text = (ROOT / page).read_text()
            for link in re.findall(r"\]\(([^)#:]+)\)", text):
                checked += 1
                if not ((ROOT / page).parent / link).exists():
                    failures.append(f"{page}: link to {link}, which does not exist")
            for block in blocks(text, "console"):
                for (name, *arguments), expected in commands(block):
                    if name != "valuescale":
                        failures.append(f"{page}: cannot run '{name}'")
                        continue
                    checked += 1
                    result = run(program, arguments, folder)
                    if result.returncode != 0:
                        failures.append(f"{page}: {' '.join(arguments)} ended with {result.returncode}: {result.stderr}")
                    elif expected.strip() and not is_shown(result.stdout, expected):
                        failures.append(f"{page}: {' '.join(arguments)} prints\n{result.stdout}\ninstead of\n{expected}")
            for number, block in enumerate(blocks(text, "toml")):
                checked += 1
                parsed = tomllib.loads(block)
                if "title" not in parsed:
                    continue
                path = pathlib.Path(folder) / f"{page.replace('/', '-')}-{number}.toml"
                path.write_text(block)
                result = run(program, ["check", str(path)], folder)
                if result.returncode != 0:
                    failures.append(f"{page}: {result.stderr}")
    print(f"{checked} examples and links checked")
    for failure in failures:
        print("FAILED", failure)
    return 1 if failures or checked < 10 else 0


sys.exit(main())
