"""Large spaces, many branches, and what many walks cover."""

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


def covered(bench):
    cpu, _ = bench.google_benchmark("coverage", "CoverPairs" if bench.tiny else "Cover")
    figures = [Figure("what 10^6 walks over 20 actions of 10 options cover, t = 2: CPU time", cpu["CoverPairs"], "s",
                      "≤ 0.3 s", at_most=0.3)]
    if not bench.tiny:
        figures.append(Figure("the same, t = 3", cpu["CoverTriples"], "s", "≤ 2 s", at_most=2))
    return figures


def asked(bench):
    cpu, _ = bench.google_benchmark("coverage", "Predicates")
    beyond = [(ten - none) * 1e3 for ten, none in zip(cpu["TenPredicates"], cpu["NoPredicates"])]
    return [Figure("pairs of 20 actions of 4 options, ten predicates over three actions each: CPU time beyond none",
                   beyond, "ms", "≤ 50 ms", at_most=50)]
