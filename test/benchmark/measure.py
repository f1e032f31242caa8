"""Runs programs and takes their times; medians of rounds in which the sides of a comparison take turns."""

import json
import os
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path


class CannotMeasure(Exception):
    """What went wrong, for a person."""


@dataclass
class Process:
    wall: float  # seconds
    cpu: float
    peak_kib: int
    stdout: str
    stderr: str

    def json(self):
        """What the program printed as its last line, on either stream."""
        for text in (self.stdout, self.stderr):
            lines = text.strip().splitlines()
            if lines and lines[-1].startswith("{"):
                return json.loads(lines[-1])
        raise CannotMeasure("a program printed no figures")


def run(command, environment=None, codes=(0,), timeout=300):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                 env={**os.environ, **(environment or {})})
        too_long = threading.Timer(timeout, child.kill)
        too_long.start()
        _, status, usage = os.wait4(child.pid, 0)  # its figures are those of this one child
        wall = time.perf_counter() - start
        too_long.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        process = Process(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss,
                          out.read().decode(errors="replace"), err.read().decode(errors="replace"))
    if child.returncode not in codes:
        name = os.path.basename(str(command[0]))
        raise CannotMeasure(f"{name} ended with {child.returncode}: {process.stderr[-500:].strip()}")
    return process


@dataclass
class Figure:
    """One line of the table. `values` are those of the rounds; `holds` tells of their median."""
    what: str
    values: list
    unit: str = ""
    bar: str = ""  # for people; empty: none was set
    at_most: float = None
    at_least: float = None
    detail: dict = field(default_factory=dict)

    @property
    def median(self):
        return statistics.median(self.values)

    @property
    def holds(self):
        """None where there is no bar."""
        if self.at_most is not None:
            return self.median <= self.at_most
        return self.median >= self.at_least if self.at_least is not None else None


class Bench:
    """Where the programs are, and how many rounds are wanted. `tiny`: sizes only to see that all works."""

    def __init__(self, build, rounds, tiny, models=None):
        self.models = models  # where models of arrays are; None: nowhere
        self.build = build
        self.rounds = rounds
        self.tiny = tiny

    @property
    def root(self):
        """The sources of the build."""
        return Path(self.cached("CMAKE_HOME_DIRECTORY"))

    def cached(self, variable):
        """What CMake holds of the build; empty where it has no such variable."""
        for entry in (self.build / "CMakeCache.txt").read_text().splitlines():
            name, _, value = entry.partition("=")
            if name.partition(":")[0] == variable:
                return value
        return ""

    def program(self, name):
        return self.build / "test" / "benchmark" / "bin" / f"bench_{name}"

    def run(self, name, *arguments, **more):
        tiny = {"BENCH_TINY": "1"} if self.tiny else {}
        environment = {**tiny, **more.pop("environment", {})}
        return run([self.program(name), *arguments], environment, **more)

    def each_round(self, *sides):
        """[[first of side A, of side B, …], [second …], …]: the sides take turns."""
        return [[side() for side in sides] for _ in range(self.rounds)]

    def google_benchmark(self, name, pattern="."):
        """{benchmark: [seconds of CPU time of each repetition]}, and the same of wall time; repetitions of different
        benchmarks take turns."""
        process = self.run(name, f"--benchmark_filter={pattern}", f"--benchmark_repetitions={self.rounds}",
                           "--benchmark_enable_random_interleaving=true", "--benchmark_min_time=0.001",
                           "--benchmark_format=json", timeout=1200)
        cpu, wall = {}, {}
        scale = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1}
        for one in json.loads(process.stdout)["benchmarks"]:
            if one.get("error_occurred"):
                raise CannotMeasure(f"{one['name']}: {one['error_message']}")
            if one["run_type"] != "iteration":
                continue
            by = scale[one["time_unit"]]
            cpu.setdefault(one["run_name"], []).append(one["cpu_time"] * by)
            wall.setdefault(one["run_name"], []).append(one["real_time"] * by)
        return cpu, wall
