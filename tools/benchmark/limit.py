"""What the draws alone of the shop's average customer cost: no engine that draws them can be faster."""
import json

from processes import run

WORKLOAD = "shop"


def limit(micro):
    """Seconds a customer on one thread, by instruction set; empty where the program is not built (it needs libbenchmark-dev)."""
    if not micro.exists():
        return {}
    found = json.loads(run([micro, "--benchmark_filter=limit_b", "--benchmark_format=json"]).output)["benchmarks"]
    return {one["name"].rsplit("/", 1)[1]: one["item"] for one in found}
