"""Measures the rows and prints them as a table. See scripts/bench."""

import argparse
import json
import os
import re
import sys
from pathlib import Path

from measure import Bench, CannotMeasure, run
from rows import ROWS


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


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--row", action="append", choices=list(ROWS), metavar="NAME", help="only this one; may be repeated")
    parser.add_argument("--rounds", type=int, default=5, help="figures are medians of so many (5)")
    parser.add_argument("--tiny", action="store_true", help="small sizes, to see that everything works")
    parser.add_argument("--docs", action="store_true", help="write the table into docs/performance.md")
    parser.add_argument("--list", action="store_true", help="print the rows' names")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(ROWS))
        return 0
    if arguments.docs and (arguments.row or arguments.tiny):
        parser.error("--docs goes with all rows in their full sizes")
    if arguments.rounds < 1:
        parser.error("--rounds takes a number from 1")

    bench = Bench(arguments.build.resolve(), arguments.rounds, arguments.tiny)
    results = {"machine": machine(bench), "rounds": arguments.rounds, "rows": {}}
    output = []

    def show(text):
        output.append(text + "\n")
        print(text, flush=True)
    show(", ".join(f"{key}: {value}" for key, value in results["machine"].items()) + f", medians of {arguments.rounds}\n")
    if arguments.tiny:
        show("Tiny sizes: everything runs, and the figures mean nothing.\n")
    show(line("row", "what", "median", "range", "bar", "holds"))
    show(line(*["---"] * 6))
    unmeasured = 0
    for name in arguments.row or ROWS:
        try:
            figures = ROWS[name](bench)
        except (CannotMeasure, OSError) as error:
            unmeasured += 1
            show(line(name, f"could not be measured: {error}", "", "", "", ""))
            continue
        results["rows"][name] = [{**vars(figure), "median": figure.median, "holds": figure.holds}
                                 for figure in figures]
        for figure in figures:
            if arguments.tiny:
                figure.bar, figure.at_most, figure.at_least = "", None, None
            held = {True: "yes", False: "**no**", None: ""}[figure.holds]
            show(line(name, figure.what, f"{shown(figure.median)} {figure.unit}".strip(),
                 f"{shown(min(figure.values))} – {shown(max(figure.values))}", figure.bar, held))
    file = bench.build / ("bench-tiny.json" if arguments.tiny else "bench.json")
    file.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    if arguments.docs and not unmeasured:
        write_into_docs("".join(output))
    return 1 if unmeasured else 0


if __name__ == "__main__":
    sys.exit(main())
