"""Who is measured: valuescale on each instruction set that it and this machine offer, and the five baselines or the reference simulator."""
import importlib.util
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from processes import Failed, run

BASELINES = Path(__file__).resolve().parent / "baselines"
INSTRUCTIONS = ("baseline", "v3", "v4")  # slowest first


@dataclass(frozen=True)
class Measured:
    result: dict       # what the side printed; "customers": whom it lived
    warm: float        # seconds that the side itself counts, after starting, compiling and warming up
    wall: float
    peak_bytes: int


@dataclass(frozen=True)
class Baseline:
    """Prints the object described in baselines/tally.hpp."""
    name: str
    what: str
    command: tuple
    environment: dict = field(default_factory=dict, hash=False)

    def live(self, workload, customers, threads, *, change=None, squares=False):
        options = ["--workload", workload.name, "--customers", customers, "--threads", threads]
        options += ["--change", change] if change else []
        options += ["--squares", "yes"] if squares else []
        done = run([*self.command, *options], self.environment)
        result = json.loads(done.output)
        return Measured(result, result["seconds"], done.wall, done.peak_bytes)


@dataclass(frozen=True)
class Reference:
    """The tests' reference simulator, built to be plain: on one thread, and with fewer customers."""
    program: Path
    name: str = "reference"
    what: str = "reference simulator, always one thread"
    worlds: int = 1000
    fewer: int = 50

    def live(self, workload, customers, threads, *, change=None):
        options = ["--scenario", workload.scenario, "--customers", max(customers // self.fewer, self.worlds), "--worlds", self.worlds]
        done = run([self.program, *options, *(["--change", change] if change else [])])
        result = json.loads(done.output)
        return Measured(result, result["seconds"], done.wall, done.peak_bytes)


@dataclass(frozen=True)
class Valuescale:
    """`valuescale run` from the scenario file. The options are asked for only where the program knows them."""
    program: Path
    instructions: str = ""
    options: tuple = ()

    @property
    def name(self):
        return self.instructions or "default"

    @property
    def what(self):
        return f"valuescale, {self.instructions} instructions" if self.instructions else "valuescale"

    def command(self, workload, customers, threads):
        command = [self.program, "run", workload.scenario, "--customers", customers, "--threads", threads, "--quiet", *self.options]
        return command + (["--instructions", self.instructions] if self.instructions else [])

    def live(self, workload, customers, threads, *, lifetime=None):
        """`lifetime` in steps, if not the scenario's."""
        shorter = ["--set", f'lifetime="{lifetime} {workload.step}s"'] if lifetime else []
        done = run([*self.command(workload, customers, threads), "--json", *shorter])
        result = json.loads(done.output)
        return Measured(result, result["seconds"], done.wall, done.peak_bytes)


def valuescale_sides(program, workload):
    """One an instruction set; those that the program refuses here are left out. Full distributions only of profit, as the baselines
    have them, if the program can be told so."""
    known = run([program, "run", "--help"]).output
    options = ("--distributions", "profit") if "--distributions" in known else ()
    if "--instructions" not in known:
        return [Valuescale(program, options=options)]
    sides = []
    for instructions in INSTRUCTIONS:
        side = Valuescale(program, instructions, options)
        try:
            side.live(workload, 1000, 1)
        except Failed as refusal:
            print(f"without {instructions} instructions: {str(refusal).splitlines()[-1]}", file=sys.stderr)
        else:
            sides.append(side)
    return sides


def baseline_sides(program, numba_cache=None):
    """NumPy first: the others are compared with it. Numba where it is installed; it keeps what it compiled in `numba_cache`."""
    python = (sys.executable, BASELINES / "python_side.py", "--side")
    sides = [Baseline("numpy", "NumPy, columns, PCG64; a process a thread", (*python, "numpy"))]
    if importlib.util.find_spec("numba"):
        cache = {"NUMBA_CACHE_DIR": str(numba_cache)} if numba_cache else {}
        sides.append(Baseline("numba", "Numba, prange", (*python, "numba"), cache))
    sides.append(Baseline("std", "C++, std::mt19937_64, std:: laws", (program, "--side", "std")))
    sides.append(Baseline("boost", "C++, Boost.Random, mt19937", (program, "--side", "boost")))
    sides.append(Baseline("philox", "C++, Boost.Random, Philox a customer, TBB", (program, "--side", "philox")))
    return sides
