"""Sizes and times of covering arrays, each of them judged by the independent checker."""

import statistics
import tempfile
import time
from pathlib import Path

from measure import CannotMeasure, Figure, run

# Strength, levels by their numbers of columns, most rows, most seconds.
FREE = [
    (2, {3: 4}, 9, 1), (2, {3: 13}, 15, 1), (2, {4: 15, 3: 17, 2: 29}, 29, 1), (2, {4: 1, 3: 39, 2: 35}, 21, 1),
    (2, {2: 100}, 10, 1), (2, {2: 200}, 11, 1), (2, {5: 20}, 47, 1), (2, {10: 20}, 160, 2),
    (2, {2: 7, 3: 2, 4: 1, 10: 2}, 100, 1), (3, {2: 10}, 12, 2), (3, {3: 6}, 33, 2), (3, {3: 10}, 54, 2),
    (3, {4: 6}, 64, 2), (3, {5: 6}, 125, 2), (3, {6: 10}, 453, 2), (3, {10: 6}, 1192, 2),
    (3, {4: 15, 3: 17, 2: 29}, 190, 2), (4, {2: 10}, 24, 2), (4, {3: 10}, 195, 2), (5, {2: 10}, 62, 2),
    (6, {2: 10}, 140, 2), (3, {2: 200}, 52, 5), (2, {1000: 1, 5: 8}, 5000, 0.2), (2, {1000: 2, 2: 10}, 1_000_000, 2),
    (6, {2: 20}, 363, 2),
]
# Strength, name, most rows, most seconds.
CONSTRAINED = [
    (2, "spin-s", 19, 1), (2, "spin-v", 32, 1), (2, "gcc", 18, 1), (2, "apache", 30, 1), (2, "bugzilla", 16, 1),
    (2, "syn-1", 38, 1), (2, "syn-5", 45, 1), (2, "syn-18", 41, 1), (2, "syn-19", 44, 1), (2, "syn-20", 52, 1),
    (2, "syn-28", 49, 1), (2, "syn-30", 16, 1), (3, "spin-s", 91, 2), (3, "spin-v", 212, 2), (3, "bugzilla", 48, 2),
]
YARDSTICK = 0.35  # seconds of the loop below where the bars were set


def _yardstick():
    """CPU seconds of work that takes about as long relative to a generator on each machine."""
    start = time.process_time()
    total = 0
    for i in range(5_000_000):
        total += i & 7
    return (time.process_time() - start) / YARDSTICK


def _measure(bench, strength, model, constraints, what, most, seconds, scale):
    tool = bench.build / "bin" / "combtest-array"
    asked = [tool, f"--strength={strength}", *([f"--constraints={constraints}"] if constraints else [])]
    with tempfile.TemporaryDirectory() as directory:
        rows = Path(directory) / "rows.tsv"
        made = run([*asked, model])
        rows.write_text(made.stdout)
        checked = run([*asked, f"--check={rows}", model], codes=(0, 1))
        counts = checked.json()
        if counts["missing"] or counts["invalid_rows"] or counts["undecided"]:
            raise CannotMeasure(f"{what}: the checker finds fault with it: {checked.stdout[:200]}")
        cpu = made.json()["cpu_seconds"]
    text = f"t = {strength}, {what}"
    return [Figure(text, [made.json()["rows"]], "walks", f"≤ {most:,}", at_most=most),
            Figure(f"{text}: CPU time, divided by the yardstick's {scale:.2f}", [cpu / scale], "s",
                   f"≤ {seconds} s", at_most=seconds)]


def arrays(bench):
    scale = statistics.median(_yardstick() for _ in range(3))
    figures = []
    for strength, levels, most, seconds in FREE[:2] if bench.tiny else FREE:
        what = " ".join(f"{v}^{k}" for v, k in levels.items())
        numbers = [v for v, k in levels.items() for _ in range(k)]
        with tempfile.TemporaryDirectory() as directory:
            model = Path(directory) / "model"
            model.write_text(f"{strength}\n{len(numbers)}\n{' '.join(map(str, numbers))}\n")
            figures += _measure(bench, strength, model, None, what, most, seconds, scale)
    return figures


def constrained(bench):
    if bench.models is None:
        raise CannotMeasure("LEFT OUT: --models=DIRECTORY names the benchmark models")
    scale = statistics.median(_yardstick() for _ in range(3))
    figures = []
    for strength, name, most, seconds in CONSTRAINED[:1] if bench.tiny else CONSTRAINED:
        found = sorted(bench.models.rglob(f"{name}.model"))
        if not found:
            raise CannotMeasure(f"LEFT OUT: there is no {name}.model in {bench.models}")
        figures += _measure(bench, strength, found[0], found[0].with_suffix(".constraints"), name, most, seconds, scale)
    return figures
