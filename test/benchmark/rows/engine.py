"""The engine in one process."""

import statistics

from measure import Figure


def _over_bare_loop(bench, program, what, bar):
    cpu, _ = bench.google_benchmark(program, "BareLoop|Engine")
    figures = []
    for state, text in (("Numbers", "a state of 16 bytes"), ("Text", "a state with a string of 40 characters")):
        walks = 10_000 if bench.tiny else 10_000_000
        bare = cpu[f"BareLoop<{state}>/{walks}"]
        ours = cpu[f"Engine<{state}>/{walks}"]
        extra = [(b - a) / walks * 1e9 for a, b in zip(bare, ours)]
        figures.append(Figure(f"{what}, {text}: beyond the bare loop, which takes "
                              f"{statistics.median(bare) / walks * 1e9:.1f} ns a walk",
                              extra, "ns a walk", f"≤ {bar} ns", at_most=bar,
                              detail={"bare_seconds": bare, "engine_seconds": ours}))
    return figures


def engine(bench):
    return _over_bare_loop(bench, "engine", "4 trivial actions, 1 thread", 60)


def captured(bench):
    return _over_bare_loop(bench, "captured_engine", "the same with GoogleTest's assertions captured", 100)


def memory(bench):
    walks = 10**6 if bench.tiny else 10**8
    peaks = [bench.run("throughput", f"walks={walks}", "serial=0", "workers=0", "threads=1", "gather=0",
                       "checkpoint=1").peak_kib / 1024 for _ in range(bench.rounds)]
    return [Figure(f"memory of a RunTests of {walks:,} walks", peaks, "MiB", "< 64 MiB", at_most=63.99)]


def threads(bench):
    cpu, wall = bench.google_benchmark("threads")
    one, two = ([seconds for name, seconds in wall.items() if name.startswith(f"Threads/{n}/")][0] for n in (1, 2))
    work = [[seconds for name, seconds in cpu.items() if name.startswith(f"Threads/{n}/")][0] for n in (1, 2)]
    return [
        Figure(f"2 threads against 1, walks of {statistics.median(one):.2f} µs", [a / b for a, b in zip(one, two)],
               "×", "≥ 1.8 ×", at_least=1.8, detail={"one": one, "two": two}),
        # Where other programs want the cores, this tells what is ours.
        Figure("CPU time of 2 threads against that of 1", [b / a for a, b in zip(*work)], "×"),
    ]


def growth(bench):
    cpu, _ = bench.google_benchmark("engine", "^Walks/")
    sizes = sorted((int(name.rsplit("/", 1)[1]), seconds) for name, seconds in cpu.items())
    rates = {size: [size / s for s in seconds] for size, seconds in sizes}
    rate = {size: statistics.median(values) for size, values in rates.items()}
    slowest, fastest = min(rate.values()), max(rate.values())
    cpu, _ = bench.google_benchmark("actions")
    actions = {int(name.rsplit("/", 1)[1]): [s / 2**(12 if bench.tiny else 24) / int(name.rsplit("/", 1)[1]) * 1e9 for s in seconds]
               for name, seconds in cpu.items()}
    return [
        Figure("slowest walks/s against the fastest, 10^4 to 10^8 walks: "
               + ", ".join(f"{value / 1e6:.0f}" for value in rate.values()) + " million/s",
               [min(one) / max(one) for one in zip(*rates.values())], "×", "≥ 0.8 ×", at_least=0.8, detail=rates),
        Figure("time per action with 12 actions against 2: "
               + ", ".join(f"{count}: {statistics.median(ns):.1f} ns" for count, ns in sorted(actions.items())),
               [b / a for a, b in zip(actions[2], actions[12])], "×", "≤ 1.2 ×", at_most=1.2, detail=actions),
    ]
