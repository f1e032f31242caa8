"""Each module has functions that measure one row each: from a Bench to a list of Figures."""

from rows import arrays, building, coverage, engine, failures, gtest_cases, inquiry, logs, workers

# By the name for --row, in the order of the table.
ROWS = {
    "engine": engine.engine,
    "captured": engine.captured,
    "memory": engine.memory,
    "threads": engine.threads,
    "workers": workers.workers,
    "serial": workers.serial,
    "channel": workers.channel,
    "register": gtest_cases.register,
    "one-walk": gtest_cases.one_walk,
    "switch": workers.switch,
    "ready": workers.ready,
    "tail": workers.tail,
    "resources": workers.resources,
    "ordered-tail": logs.ordered_tail,
    "trace": logs.trace,
    "log": logs.log,
    "compile": building.compile_time,
    "build": building.build,
    "growth": engine.growth,
    "failures": failures.failures,
    "excluded": coverage.excluded,
    "nested": coverage.nested,
    "covered": coverage.covered,
    "asked": coverage.asked,
    "explain": inquiry.explain,
    "inquiry": inquiry.inquiry,
    "arrays": arrays.arrays,
    "constrained-arrays": arrays.constrained,
}

# For --quick, those first that tell most.
QUICK = ["engine", "captured", "workers", "serial", "switch", "ready", "compile", "threads", "log", "nested", "register",
         "trace"]
