"""What was measured, as text."""

MIB = 1 << 20


def table(rows):
    """The first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  " + "  ".join(cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths)))
                     for row in rows)


def rates(timings, sides, threads):
    """Millions of customers a second."""
    counts = (1, threads) if threads > 1 else (1,)
    heads = [f"{kind}, {count} thread{'s' if count > 1 else ''}" for count in counts for kind in ("warm", "cold")]
    rows = [["million customers a second", *heads, f"{threads} : 1", "peak MiB"]]
    for side in sides:
        cells = [f"{rate / 1e6:.3g}" for count in counts for rate in (timings[side.name, count].warm_rate, timings[side.name, count].cold_rate)]
        gain = f"{timings[side.name, threads].over(timings[side.name, 1]):.2f}"
        rows.append([side.what, *cells, gain, f"{timings[side.name, threads].peak_bytes / MIB:.0f}"])
    return table(rows)


def ratio_table(timings, valuescale, baselines, threads):
    """Median over rounds, lowest and highest in brackets."""
    rows = [["times as fast, warm", *(baseline.name for baseline in baselines)]]
    for side in valuescale:
        for count in sorted({1, threads}):
            cells = []
            for baseline in baselines:
                ratios = timings[side.name, count].ratios(timings[baseline.name, count])
                cells.append(f"{timings[side.name, count].over(timings[baseline.name, count]):.1f} ({min(ratios):.1f}-{max(ratios):.1f})")
            rows.append([f"{side.what}, {count} thread{'s' if count > 1 else ''}", *cells])
    return table(rows)


def limit_shares(timings, valuescale, limits):
    """How much of the time on one thread the draws alone would take."""
    rows = [["nanoseconds a customer, 1 thread", "in all", "the draws alone", "share"]]
    for side in valuescale:
        whole, draws = 1 / timings[side.name, 1].warm_rate, limits.get(side.name)
        if draws:
            rows.append([side.what, f"{whole * 1e9:.1f}", f"{draws * 1e9:.1f}", f"{draws / whole:.0%}"])
    return table(rows)


def agreement(differences):
    largest = max(differences, key=lambda difference: abs(difference.z))
    return f"  all sides agree: {len(differences)} numbers compared, the worst: {largest}"


def memory(peaks):
    return table([["customers", "peak MiB"], *([f"{count:,}", f"{peak / MIB:.1f}"] for count, peak in peaks.items())])
