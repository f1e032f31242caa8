"""Large spaces and many branches."""

from measure import Figure


def excluded(bench):
    pattern = "ExcludedInBlocks" if bench.tiny else "Excluded"
    cpu, _ = bench.google_benchmark("coverage", pattern)
    figures = [Figure("10^8 walks, 99.99 % excluded by a look at two of four actions",
                      [s * 1e3 for s in cpu["ExcludedInBlocks"]], "ms")]
    if not bench.tiny:
        figures.append(Figure("10^8 walks, all but 100 excluded by a look at every one",
                              cpu["ExcludedOneByOne"], "s"))
    return figures


def nested(bench):
    cpu, _ = bench.google_benchmark("coverage", "Nested")
    return [Figure("1,000 branches of three nested serial actions, 10 walks in each",
                   [s * 1e3 for s in cpu["Nested"]], "ms")]
