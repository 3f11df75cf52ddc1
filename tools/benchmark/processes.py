"""Runs one process and says how long it took and how much memory it held at most."""
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass


class Failed(Exception):
    """A process that was to be measured ended badly; the text says what it said."""


@dataclass(frozen=True)
class Run:
    output: str
    wall: float        # seconds from start to end of the process
    peak_bytes: int    # resident; of the largest of its processes. Never below this Python's own, which the kernel counts before the exec


def run(command, environment=None):
    with tempfile.TemporaryFile("w+") as errors:
        begin = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=errors, text=True,
                                   env={**os.environ, **(environment or {})})
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.stdout.close()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            raise Failed(f"{' '.join(str(word) for word in command)} ended with {process.returncode}: {errors.read().strip()}")
        return Run(output, wall, usage.ru_maxrss * 1024)
