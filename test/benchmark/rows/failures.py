"""Many failures don't take the run down."""

import statistics

from measure import Figure


def failures(bench):
    walks = 1_000 if bench.tiny else 100_000
    figures = []
    for kind, factor, text in (("each", 1, "walks that throw"), ("serial", 10, "walks failed by one serial action")):
        for workers in (0, 2):
            count = walks * factor
            runs = [bench.run("failing", f"walks={count}", f"workers={workers}", f"kind={kind}").json()
                    for _ in range(bench.rounds)]
            seconds = statistics.median(run["seconds"] for run in runs)
            printed = max(run["output"] for run in runs)
            figures.append(Figure(f"{count:,} {text}, {workers} workers ({seconds:.1f} s; {printed:,} bytes printed): "
                                  "memory for each", [run["peak_kib"] * 1024 / count for run in runs], "bytes",
                                  detail={"runs": runs}))
    if not bench.tiny:
        runs = [bench.run("failing_cases", "--gtest_brief=1", "--gtest_filter=*Digit0_1__*", codes=(1,))
                for _ in range(bench.rounds)]
        figures.append(Figure("100,000 failing GoogleTest cases of 10^6: printed for each, --gtest_brief=1",
                              [len(run.stdout) / 100_000 for run in runs], "bytes"))
    return figures
