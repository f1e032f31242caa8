"""Measures the rows and prints them as a table. See scripts/bench."""

import argparse
import json
import os
import sys
from pathlib import Path

from measure import Bench, CannotMeasure, run
from rows import ROWS


def shown(value):
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def line(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def machine(bench):
    """What the figures were taken on, without its name."""
    return {"cores": len(os.sched_getaffinity(0)),
            "compiler": run([bench.cached("CMAKE_CXX_COMPILER"), "--version"]).stdout.splitlines()[0],
            "flags": bench.cached("CMAKE_CXX_FLAGS_RELEASE"), "load": round(os.getloadavg()[0], 2)}


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--row", action="append", choices=list(ROWS), help="only this one; may be repeated")
    parser.add_argument("--rounds", type=int, default=5, help="figures are medians of so many (5)")
    parser.add_argument("--tiny", action="store_true", help="small sizes, to see that everything works")
    parser.add_argument("--list", action="store_true", help="print the rows' names")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(ROWS))
        return 0
    if arguments.rounds < 1:
        parser.error("--rounds takes a number from 1")

    bench = Bench(arguments.build.resolve(), arguments.rounds, arguments.tiny)
    results = {"machine": machine(bench), "rounds": arguments.rounds, "rows": {}}
    print(", ".join(f"{key}: {value}" for key, value in results["machine"].items()) + "\n")
    if arguments.tiny:
        print("Tiny sizes: everything runs, and the figures mean nothing.\n")
    line("row", "what", "median", "range", "bar", "holds")
    line(*["---"] * 6)
    unmeasured = 0
    for name in arguments.row or ROWS:
        try:
            figures = ROWS[name](bench)
        except (CannotMeasure, OSError) as error:
            unmeasured += 1
            line(name, f"could not be measured: {error}", "", "", "", "")
            continue
        results["rows"][name] = [{**vars(figure), "median": figure.median, "holds": figure.holds}
                                 for figure in figures]
        for figure in figures:
            if arguments.tiny:
                figure.bar, figure.at_most, figure.at_least = "", None, None
            held = {True: "yes", False: "**no**", None: ""}[figure.holds]
            line(name, figure.what, f"{shown(figure.median)} {figure.unit}".strip(),
                 f"{shown(min(figure.values))} – {shown(max(figure.values))}", figure.bar, held)
    file = bench.build / ("bench-tiny.json" if arguments.tiny else "bench.json")
    file.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    return 1 if unmeasured else 0


if __name__ == "__main__":
    sys.exit(main())
