"""What is measured: a scenario file each, and who else lives it."""
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Workload:
    name: str
    scenario: Path
    customers: int  # lived by each side in each round unless the user says otherwise: about a second of valuescale's time
    step: str
    steps: int
    check_steps: tuple = ()  # shorter lives, at whose ends the cash of each channel is compared with valuescale's
    against: str = "baselines"  # or "reference": the simulator that the tests hold valuescale to, which reads the same file


WORKLOADS = {workload.name: workload for workload in (
    Workload("shop", ROOT / "tools/benchmark/workloads/shop.toml", 20_000_000, "month", 36, (1, 3, 12, 24)),
    Workload("cdnow", ROOT / "scenarios/cdnow.toml", 10_000_000, "week", 78, (1, 4, 26, 52)),
    Workload("shop-ten-years", ROOT / "tools/benchmark/workloads/shop-ten-years.toml", 4_000_000, "week", 520, (4, 5, 52, 260)),
    Workload("contractor", ROOT / "scenarios/businesses/contractor.toml", 1_000_000, "month", 120, against="reference"),
)}
