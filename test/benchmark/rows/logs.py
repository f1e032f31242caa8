"""Logs."""

from measure import Figure


def log(bench):
    cpu, _ = bench.google_benchmark("log")
    statements = 10_000 if bench.tiny else 10_000_000
    return [Figure("a log statement below the threshold",
                   [(b - a) / statements * 1e9 for a, b in zip(cpu["Silent"], cpu["BelowThreshold"])], "ns", "≤ 5 ns",
                   at_most=5)]
