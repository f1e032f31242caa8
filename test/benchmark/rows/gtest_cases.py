"""Walks as GoogleTest cases, against testing::Combine."""

from measure import CannotMeasure, Figure


def _programs(bench):
    digits = 4 if bench.tiny else 6
    return f"walks_{digits}", f"combine_{digits}", "10^4" if bench.tiny else "10^6"


def register(bench):
    walks, combine, size = _programs(bench)
    only = {"CASES_REGISTER_ONLY": "1"}
    rounds = bench.each_round(lambda: bench.run(walks, environment=only), lambda: bench.run(combine, environment=only))
    figures = [[(ours.json()[key], theirs.json()[key]) for ours, theirs in rounds] for key in ("register", "peak_kib")]
    cpu = [(ours.cpu, theirs.cpu) for ours, theirs in rounds]
    whole = bench.each_round(lambda: bench.run(walks, "--gtest_brief=1").cpu,
                             lambda: bench.run(combine, "--gtest_brief=1").cpu)

    def ratios(pairs):
        return [a / b for a, b in pairs]
    return [
        Figure(f"registering {size} walks with readable names against Combine with index names: time",
               ratios(figures[0]), "×", "≤ 1.15 ×", at_most=1.15, detail={"seconds": figures[0]}),
        Figure("the same: CPU time of the process", ratios(cpu), "×"),
        Figure("the same: memory", ratios(figures[1]), "×", "≤ 1.5 ×", at_most=1.5, detail={"kib": figures[1]}),
        Figure(f"registering and running all {size}: CPU time", ratios(whole), "×"),
    ]


def one_walk(bench):
    walks, combine, size = _programs(bench)
    last = 0 if bench.tiny else 77
    rounds = bench.each_round(
        lambda: bench.run(walks, f"--gtest_filter=*Digit0_3__Digit1_4__Digit2_50__Digit3_{last}"),
        lambda: bench.run(combine, "--gtest_filter=All/Cases.Pass/3450"))
    for ours, theirs in rounds:
        if "[  PASSED  ] 1 test." not in ours.stdout or "[  PASSED  ] 1 test." not in theirs.stdout:
            raise CannotMeasure("not the one walk was run")
    bar = {} if bench.tiny else {"bar": "≥ 30 ×", "at_least": 30}
    return [Figure(f"one walk of {size} by its name: faster than Combine", [b.wall / a.wall for a, b in rounds], "×",
                   **bar)]
