"""Result files byte for byte: on 1, 2 and 8 threads, and on every instruction set."""
import hashlib
import tempfile
from pathlib import Path

from processes import run

THREADS = (1, 2, 8)


def same_bits(sides, workload, customers):
    """The SHA-256 of each result file by who wrote it; all equal, or valuescale has broken its promise."""
    hashes = {}
    with tempfile.TemporaryDirectory() as folder:
        for side in sides:
            for threads in THREADS:
                file = Path(folder) / "result.h5"
                run([*side.command(workload, customers, threads), "-o", file])
                hashes[f"{side.name}, {threads} threads"] = hashlib.sha256(file.read_bytes()).hexdigest()
    return hashes
