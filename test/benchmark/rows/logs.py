"""Logs and traces."""

import statistics
import tempfile
from pathlib import Path

from measure import CannotMeasure, Figure


def trace(bench):
    walks = 10_000 if bench.tiny else 10**6

    def rate(workers, traced):
        with tempfile.TemporaryDirectory() as directory:
            run = bench.run("throughput", f"walks={walks}", "serial=0", f"workers={workers}", "threads=1", "gather=0",
                            "checkpoint=1", environment={"COMBTEST_LOG_DIR": directory} if traced else {})
            if traced and not any(file.stat().st_size for file in Path(directory).rglob("*") if file.is_file()):
                raise CannotMeasure("the run left no trace")
        return walks / run.json()["seconds"]

    figures = []
    for workers in (0, 2):
        rounds = bench.each_round(lambda: rate(workers, True), lambda: rate(workers, False))
        traced, plain = zip(*rounds)
        figures.append(Figure(f"trace on, 10^6 trivial walks, {workers} workers (off: {statistics.median(plain):,.0f})",
                              traced, "walks/s", "≥ 500,000", at_least=500_000))
    return figures


def log(bench):
    cpu, _ = bench.google_benchmark("log")
    statements = 10_000 if bench.tiny else 10_000_000
    return [Figure("a log statement below the threshold",
                   [(b - a) / statements * 1e9 for a, b in zip(cpu["Silent"], cpu["BelowThreshold"])], "ns", "≤ 5 ns",
                   at_most=5)]


def ordered_tail(bench):
    short_us, long_us = (100, 2_000) if bench.tiny else (1_000, 200_000)

    def once():
        with tempfile.TemporaryDirectory() as directory:
            environment = {"COMBTEST_LOG_DIR": directory, "COMBTEST_ORDER": "slowest-first"}
            for _ in range(2):  # the first shows how long the walks take
                run = bench.run("tail", "walks=1000", f"short_us={short_us}", f"long_us={long_us}", "workers=2",
                                environment=environment).json()
        return run["took"] / run["best"]
    return [Figure("the walks of `tail` again, with --combtest_order=slowest-first: against the best schedule for someone "
                   "who knows the times beforehand", [once() for _ in range(bench.rounds)], "×", "≤ 1.05 ×",
                   at_most=1.05)]
