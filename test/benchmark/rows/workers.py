"""Worker processes."""

import os
import statistics
import tempfile

from measure import Figure


def _rates(bench, walks, **how):
    if bench.tiny:
        walks = 10_000
    settings = {"workers": 2, "threads": 1, "serial": 0, "gather": 0, "checkpoint": 1, **how}
    arguments = [f"{name}={int(value)}" for name, value in {"walks": walks, **settings}.items()]
    return lambda: walks / bench.run("throughput", *arguments).json()["seconds"]


def workers(bench):
    rounds = bench.each_round(_rates(bench, 10**6), _rates(bench, 10**6, gather=1))
    plain, gathered = zip(*rounds)
    return [
        Figure("10^6 trivial walks, 2 workers", plain, "walks/s", "≥ 1,500,000", at_least=1_500_000),
        Figure("the same, states gathered", gathered, "walks/s", "≥ 300,000", at_least=300_000),
    ]


def serial(bench):
    rounds = bench.each_round(_rates(bench, 10**6, serial=1, checkpoint=0),
                              _rates(bench, 10**6, serial=1, gather=1))
    plain, gathered = zip(*rounds)
    return [
        Figure("10^6 trivial walks, 2 workers, one serial action, checkpoint off", plain, "walks/s", "≥ 950,000",
               at_least=950_000),
        Figure("the same, checkpoint on and states gathered", gathered, "walks/s", "≥ 200,000", at_least=200_000),
    ]


def switch(bench):
    branches = 10 if bench.tiny else 1000
    means = [bench.run("phase_switch", "workers=8", f"branches={branches}").json()["mean"] * 1e3
             for _ in range(bench.rounds)]
    return [Figure("phase switch, 8 workers, with a trivial walk on each", means, "ms", "≤ 1 ms", at_most=1)]


def ready(bench):
    def once():
        with tempfile.NamedTemporaryFile() as meeting:
            os.ftruncate(meeting.fileno(), 4096)
            return bench.run("ready", "workers=8", f"meeting={meeting.name}").json()["ready"] * 1e3
    return [Figure("8 workers have begun their first walks", [once() for _ in range(bench.rounds)], "ms", "≤ 150 ms",
                   at_most=150)]


def channel(bench):
    cpu, _ = bench.google_benchmark("channel")
    by_call = [look / call for look, call in zip(cpu["Look"], cpu["SystemCall"])]
    return [
        Figure(f"a worker looks at its channel after a walk ({statistics.median(by_call):.2f} × getppid)",
               [look * 1e9 for look in cpu["Look"]], "ns", "≤ 150 ns", at_most=150),
        Figure("the same after a walk too short for a system call", [time * 1e9 for time in cpu["ShortWalk"]], "ns",
               "≤ 150 ns", at_most=150),
    ]


def tail(bench):
    short_us, long_us = (100, 2_000) if bench.tiny else (1_000, 200_000)
    runs = [bench.run("tail", "walks=1000", f"short_us={short_us}", f"long_us={long_us}", "workers=2").json()
            for _ in range(bench.rounds)]
    what = "1,000 walks of 1 ms and one of 200 ms after them, 2 workers"
    best = statistics.median(run["best"] for run in runs)
    return [
        Figure(f"{what}: against the best schedule in which free workers take the next walk",
               [run["took"] / run["in_order"] for run in runs], "×", "≤ 1.05 ×", at_most=1.05,
               detail={"runs": runs}),
        Figure(f"the same against the best for someone who knows the times beforehand ({best * 1e3:.0f} ms)",
               [run["took"] / run["best"] for run in runs], "×", "≤ 1.05 ×", at_most=1.05),
    ]


def resources(bench):
    us = 200 if bench.tiny else 4_000
    figures = []
    for licenses, workers, threads in [(1, 4, 1), (2, 4, 1), (1, 1, 4)]:
        runs = [bench.run("resources", "walks=800", f"us={us}", f"licenses={licenses}", f"workers={workers}",
                          f"threads={threads}").json() for _ in range(bench.rounds)]
        figures.append(Figure(
            f"800 walks of 4 ms, every fourth needs one of {licenses} licenses, {workers} workers with {threads} threads: "
            "against all licenses, or all threads, being in use all the time",
            [run["took"] / run["best"] for run in runs], "×", "≤ 1.1 ×", at_most=1.1, detail={"runs": runs}))
    return figures
