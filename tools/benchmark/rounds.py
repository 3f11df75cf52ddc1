"""All sides in turn, round after round, so that what slows the machine for a while slows everybody; then medians over the rounds."""
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Timing:
    """Of one side on so many threads: customers a second in each round."""
    warm: list
    cold: list
    peak_bytes: int

    @property
    def warm_rate(self):
        return median(self.warm)

    @property
    def cold_rate(self):
        return median(self.cold)

    def over(self, other):
        """How many times as fast, warm: the median of the rounds' ratios."""
        return median(self.ratios(other))

    def ratios(self, other):
        return [mine / theirs for mine, theirs in zip(self.warm, other.warm, strict=True)]


def measure(sides, workload, customers, thread_counts, rounds, progress):
    """Timings by (side's name, threads)."""
    entries = [(side, threads) for threads in thread_counts for side in sides]
    lived = {(side.name, threads): [] for side, threads in entries}
    for number in range(rounds):
        progress(f"{workload.name}: round {number + 1} of {rounds}")
        # Each round begins elsewhere: nobody always comes after the same neighbour.
        start = number % len(entries)
        for side, threads in entries[start:] + entries[:start]:
            lived[side.name, threads].append(side.live(workload, customers, threads))
    return {entry: Timing([one.result["customers"] / one.warm for one in runs], [one.result["customers"] / one.wall for one in runs],
                          max(one.peak_bytes for one in runs))
            for entry, runs in lived.items()}
