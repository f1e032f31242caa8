"""Each module has functions that measure one row each: from a Bench to a list of Figures."""

from rows import coverage, engine, failures, gtest_cases, logs, workers

# By the name for --row, in the order of the table.
ROWS = {
    "engine": engine.engine,
    "captured": engine.captured,
    "memory": engine.memory,
    "threads": engine.threads,
    "workers": workers.workers,
    "serial": workers.serial,
    "py-combtest": workers.py_combtest,
    "register": gtest_cases.register,
    "one-walk": gtest_cases.one_walk,
    "switch": workers.switch,
    "ready": workers.ready,
    "tail": workers.tail,
    "ordered-tail": logs.ordered_tail,
    "trace": logs.trace,
    "log": logs.log,
    "compile": gtest_cases.compile_time,
    "growth": engine.growth,
    "failures": failures.failures,
    "excluded": coverage.excluded,
    "nested": coverage.nested,
}
