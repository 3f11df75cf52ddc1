"""How much memory valuescale holds at most: as good as the same however many customers it lives."""
from processes import run

CUSTOMERS = (10**5, 10**6, 10**7)
MANY_CUSTOMERS = 10**8


def peak_memory(side, workload, threads, counts):
    """Bytes by number of customers."""
    return {count: run(side.command(workload, count, threads)).peak_bytes for count in counts}
