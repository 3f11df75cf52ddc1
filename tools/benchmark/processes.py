"""Runs one process and says how long it took and how much memory it held at most."""
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).resolve().parent / "launcher.py"


class Failed(Exception):
    """A process that was to be measured ended badly; the text says what it said."""


@dataclass(frozen=True)
class Run:
    output: str
    wall: float        # seconds from start to end of the process
    peak_bytes: int    # resident; of the largest of its processes


def run(command, environment=None):
    words = [str(word) for word in command]
    told, tells = os.pipe()
    with os.fdopen(told) as report, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen([sys.executable, "-I", "-S", LAUNCHER, str(tells)] + words, stdout=subprocess.PIPE, stderr=errors,
                                   text=True, env={**os.environ, **(environment or {})}, pass_fds=[tells])
        os.close(tells)
        output = process.communicate()[0]
        ended = report.read().split()
        if not ended or ended[0] != "0":
            errors.seek(0)
            raise Failed(f"{' '.join(words)} ended with {ended[0] if ended else 'nothing'}: {errors.read().strip()}")
        return Run(output, float(ended[1]), int(ended[2]) * 1024)
