"""Which options a failing suite's further walks name, and how many walks that takes."""

import json

from measure import Figure

# Of each kind of suite: at least so many exact (%), at most so many wrong claims (%) and further walks (p90).
BARS = {"6 actions of 3, one fault": (100, 0, 20),
        "12 actions of 3, three faults": (95, 0.7, 60),
        "12 actions of 2, three faults": (90, 2, 80),
        "12 actions of 3, one fault, fails 80 %": (97, None, 60)}
RULED_OUT = ", a third ruled out"


def inquiry(bench):
    trials = 2 if bench.tiny else 300
    run = bench.run("inquiry_trials", "seed=100000", f"trials={trials}", "parallel=8")
    figures = []
    for text in run.stdout.splitlines():
        kind = json.loads(text)
        name = kind["name"].removesuffix(RULED_OUT)
        exact, wrong, walks = BARS[name]
        if name != kind["name"]:
            exact, wrong = exact - 2, None if wrong is None else wrong + 2
        if bench.tiny:
            exact = wrong = walks = None
        what = f"{trials} trials, {kind['name']}"
        figures.append(Figure(f"{what}: named exactly", [kind["exact"]], "%", at_least=exact,
                              bar="" if exact is None else f"at least {exact} %", detail=kind))
        figures.append(Figure(f"{what}: wrong claims", [kind["wrong"]], "%", at_most=wrong,
                              bar="" if wrong is None else f"at most {wrong} %"))
        figures.append(Figure(f"{what}: further walks, p90", [kind["p90"]], "", at_most=walks,
                              bar="" if walks is None else f"at most {walks}"))
    return figures


def explain(bench):
    walks = 20_000 if bench.tiny else 1_000_000
    cpu, _ = bench.google_benchmark("explain", f"Explain/{walks}$")
    return [Figure(f"What failed walks have in common: {walks:,} walks of 19 actions with 10 options",
                   cpu[f"Explain/{walks}"], "s")]
