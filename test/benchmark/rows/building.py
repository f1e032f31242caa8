"""What the compiler takes: the libraries, and files of those who use them."""

import shutil
import tempfile
from pathlib import Path

from measure import CannotMeasure, Figure, run

GOOGLETEST = Path("/usr/src/googletest")
NO_CACHE = {"CCACHE_DISABLE": "1", "CMAKE_CXX_COMPILER_LAUNCHER": ""}


def compile_time(bench):
    """The compiler and its flags are those of the build, -O2, without a compiler cache."""
    compiler = bench.cached("CMAKE_CXX_COMPILER")
    boost = bench.cached("Boost_INCLUDE_DIR")
    with tempfile.TemporaryDirectory() as directory:
        def compiled(source):
            command = [compiler, "-std=c++20", "-fsyntax-only" if bench.tiny else "-O2", "-I", bench.root / "include",
                       "-I", bench.root / "gtest_integration" / "include",
                       *(["-isystem", boost] if boost not in ("", "/usr/include") else []), "-c",
                       source, "-o", Path(directory) / "object.o"]
            return run(command, NO_CACHE).cpu

        def including(header):
            source = Path(directory) / "include.cc"
            source.write_text(f"#include <{header}>\n")
            return compiled(source)
        sources = bench.root / "test" / "benchmark" / "compile"
        suites = bench.each_round(lambda: compiled(sources / "walks.cc"), lambda: compiled(sources / "combine.cc"))
        headers = bench.each_round(lambda: including("combtest/combtest.h"), lambda: including("gtest/gtest.h"))
    return [
        Figure(f"compiling a suite of 4 actions with {Path(compiler).name} -O2 against the same as TEST_P with Combine: "
               "CPU time", [a / b for a, b in suites], "×", "≤ 1.15 ×", at_most=1.15, detail={"seconds": suites}),
        Figure("<combtest/combtest.h> alone against <gtest/gtest.h>: CPU time", [a / b for a, b in headers], "×",
               "≤ 1 ×", at_most=1, detail={"seconds": headers}),
    ]


def _build(bench, source, targets, *options):
    """CPU seconds of building these targets from nothing, Release, without a compiler cache."""
    with tempfile.TemporaryDirectory() as directory:
        run(["cmake", "-S", source, "-B", directory, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
             f"-DCMAKE_CXX_COMPILER={bench.cached('CMAKE_CXX_COMPILER')}", *options], NO_CACHE)
        return run(["cmake", "--build", directory, "--target", *targets], NO_CACHE, timeout=3600).cpu


def build(bench):
    """One round: it takes minutes, and CPU time hardly depends on what else the machine does."""
    if not GOOGLETEST.is_dir() or shutil.which("ninja") is None:
        raise CannotMeasure(f"GoogleTest's sources ({GOOGLETEST}) and Ninja are needed")
    libraries = ["combtest_gtest_main"] if not bench.tiny else ["help"]
    ours = ["-DCOMBTEST_DEVELOPER=OFF", "-DCOMBTEST_SAMPLES=OFF"]
    googletest = _build(bench, GOOGLETEST, ["gtest_main", "gmock_main"] if not bench.tiny else ["help"])
    rooms = _build(bench, bench.root, libraries, *ours)
    files = _build(bench, bench.root, libraries, *ours, "-DCOMBTEST_UNITY_BUILD=OFF")
    return [
        Figure(f"building the libraries (Release) against GoogleTest and GoogleMock, which take {googletest:.1f} s: "
               "CPU time", [rooms / googletest], "×", detail={"seconds": [rooms, googletest]}),
        Figure("the same file by file (COMBTEST_UNITY_BUILD=OFF)", [files / googletest], "×",
               detail={"seconds": [files, googletest]}),
    ]
