"""Measures the rows and prints them as a table. See scripts/bench."""

import argparse
import json
import os
import re
import statistics
import sys
import time
from pathlib import Path

from measure import Bench, CannotMeasure, run
from rows import QUICK, ROWS

QUICK_SECONDS = 140  # after which no row is begun


def shown(value):
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def line(*cells):
    return "| " + " | ".join(cells) + " |"


def machine(bench):
    """What the figures are taken on, without its name."""
    compiler = bench.cached("CMAKE_CXX_COMPILER")

    def version(command, pattern):
        try:
            return re.search(pattern, run(command).stdout)[1].replace("_", ".")
        except (CannotMeasure, OSError, TypeError):
            return "of unknown version"
    include = bench.cached("Boost_INCLUDE_DIR") or "/usr/include"
    boost = [compiler, "-isystem", include, "-x", "c++", "-E", "-dM", "-include", "boost/version.hpp", os.devnull]
    return {"cores": len(os.sched_getaffinity(0)),
            "compiler": run([compiler, "--version"]).stdout.splitlines()[0],
            "flags": bench.cached("CMAKE_CXX_FLAGS_RELEASE"),
            "Boost": version(boost, r'BOOST_LIB_VERSION "(\w+)"'),
            "GoogleTest": version(["pkg-config", "--modversion", "gtest"], r"(\S+)"),
            "Google Benchmark": version(["pkg-config", "--modversion", "benchmark"], r"(\S+)"),
            "load before": round(os.getloadavg()[0], 2)}


def write_into_docs(table):
    page = Path(__file__).resolve().parent.parent.parent / "docs" / "performance.md"
    before, begin, rest = page.read_text().partition("<!-- figures -->\n")
    _, end, after = rest.partition("<!-- end of figures -->\n")
    if not end:
        raise CannotMeasure(f"{page} has no place for the figures")
    page.write_text(before + begin + table + end + after)


def until(end, names, late):
    """The names, as long as there is time for them; then they go into `late`."""
    for name in names:
        if time.monotonic() < end:
            yield name
        else:
            late.append(name)


def measured(name, bench):
    """The row's figures, or why there are none."""
    try:
        return ROWS[name](bench), None
    except (CannotMeasure, OSError, KeyError) as error:
        return [], f"could not be measured: {error}"


def held(figure):
    return {True: "yes", False: "**no**", None: ""}[figure.holds]


def show_rows(names, bench, results, show):
    """Returns how many rows could not be measured."""
    show(line("row", "what", "median", "range", "bar", "holds"))
    show(line(*["---"] * 6))
    unmeasured = 0
    for name in names:
        figures, error = measured(name, bench)
        if error:
            unmeasured += 1
            show(line(name, error, "", "", "", ""))
            continue
        results["rows"][name] = [{**vars(figure), "median": figure.median, "holds": figure.holds} for figure in figures]
        for figure in figures:
            if bench.tiny:
                figure.bar, figure.at_most, figure.at_least = "", None, None
            show(line(name, figure.what, f"{shown(figure.median)} {figure.unit}".strip(),
                      f"{shown(min(figure.values))} – {shown(max(figure.values))}", figure.bar, held(figure)))
    return unmeasured


def show_pairs(names, ours, theirs, results, show):
    """Each row on both builds, whose rounds take turns; ratios are those of each round's two figures."""
    show(line("row", "what", "now", "then", "now / then", "range"))
    show(line(*["---"] * 6))
    unmeasured = 0
    once = [Bench(side.build, 1, side.tiny) for side in (ours, theirs)]
    for name in names:
        rounds, error = [], None
        # Building takes minutes, and is measured once anyway.
        for turn in range(1 if name == "build" else ours.rounds):
            sides = [measured(name, side) for side in (once if turn % 2 == 0 else reversed(once))]
            error = sides[0][1] or sides[1][1]
            if error:
                break
            rounds.append([figures for figures, _ in (sides if turn % 2 == 0 else reversed(sides))])
        if error:
            unmeasured += 1
            show(line(name, error, "", "", "", ""))
            continue
        for index, figure in enumerate(rounds[0][0]):
            now = [pair[0][index].median for pair in rounds]
            then = [pair[1][index].median for pair in rounds]
            ratios = [a / b for a, b in zip(now, then) if b > 0]
            results["rows"].setdefault(name, []).append({"what": figure.what, "unit": figure.unit, "now": now,
                                                         "then": then, "ratios": ratios})
            show(line(name, figure.what, f"{shown(statistics.median(now))} {figure.unit}".strip(),
                      f"{shown(statistics.median(then))} {figure.unit}".strip(),
                      f"{shown(statistics.median(ratios))} ×" if ratios else "",
                      f"{shown(min(ratios))} – {shown(max(ratios))}" if ratios else ""))
    return unmeasured


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--against-build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--row", action="append", choices=list(ROWS), metavar="NAME", help="only this one; may be repeated")
    parser.add_argument("--rounds", type=int, help="figures are medians of so many (5; with --quick 3)")
    parser.add_argument("--quick", action="store_true", help="the rows that tell most, in less than three minutes")
    parser.add_argument("--tiny", action="store_true", help="small sizes, to see that everything works")
    parser.add_argument("--models", type=Path, help="where models of arrays with constraints are (X.model, X.constraints)")
    parser.add_argument("--docs", action="store_true", help="write the table into docs/performance.md")
    parser.add_argument("--list", action="store_true", help="print the rows' names")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(ROWS))
        return 0
    if arguments.docs and (arguments.row or arguments.tiny or arguments.quick or arguments.against_build):
        parser.error("--docs goes with all rows in their full sizes")
    rounds = arguments.rounds if arguments.rounds is not None else 3 if arguments.quick else 5
    if rounds < 1:
        parser.error("--rounds takes a number from 1")

    bench = Bench(arguments.build.resolve(), rounds, arguments.tiny, arguments.models)
    results = {"machine": machine(bench), "rounds": rounds, "rows": {}}
    output = []

    def show(text):
        output.append(text + "\n")
        print(text, flush=True)
    show(", ".join(f"{key}: {value}" for key, value in results["machine"].items()) + f", medians of {rounds}\n")
    if arguments.tiny:
        show("Tiny sizes: everything runs, and the figures mean nothing.\n")
    if arguments.models is None and not arguments.row and not arguments.quick and not arguments.tiny:
        ROWS.pop("constrained-arrays")
        show("LEFT OUT: constrained-arrays, which needs --models=DIRECTORY.\n")
    if arguments.tiny and arguments.models is None:
        ROWS.pop("constrained-arrays", None)
    names, late = arguments.row or (QUICK if arguments.quick else list(ROWS)), []
    if arguments.quick:
        names = until(time.monotonic() + QUICK_SECONDS, names, late)
    if arguments.against_build:
        unmeasured = show_pairs(names, bench, Bench(arguments.against_build.resolve(), rounds, arguments.tiny), results, show)
    else:
        unmeasured = show_rows(names, bench, results, show)
    if late:
        show("\nLeft out, for want of time: " + ", ".join(late))
    file = bench.build / ("bench-tiny.json" if arguments.tiny else "bench.json")
    file.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    if arguments.docs and not unmeasured:
        write_into_docs("".join(output))
    return 1 if unmeasured else 0


if __name__ == "__main__":
    sys.exit(main())
