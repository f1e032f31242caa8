#!/usr/bin/env python3
"""Runs a pipeline of docs/clusters-and-matrices.md as Buildkite would.

    buildkite.py PIPELINE CHECKOUT SPACE

Each job starts in a new directory in SPACE, with links to what is in CHECKOUT; artifacts lie in SPACE/artifacts. Exits
with 1 where a job failed. What it doesn't know of a pipeline is an error, so that nothing is passed over. As
`buildkite-agent`, which it puts on the jobs' path, it downloads artifacts:

    buildkite-agent artifact download QUERY DIRECTORY
"""
import concurrent.futures
import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import sys

import yaml


def only(mapping, *known):
    unknown = set(mapping) - set(known)
    if unknown:
        sys.exit(f"buildkite.py: unknown: {unknown}")
    return mapping


def interpolated(text):
    """What `buildkite-agent pipeline upload` makes of it: it has none of the variables of the jobs."""
    return re.sub(r"\$\$|\$\{?\w+\}?", lambda found: "$" if found[0] == "$$" else "", text)


class Build:
    def __init__(self, path, checkout, space):
        self.steps = only(yaml.safe_load(interpolated(path.read_text())), "steps")["steps"]
        self.checkout = checkout
        self.space = space
        self.artifacts = space / "artifacts"
        self.artifacts.mkdir(parents=True)
        (space / "bin").mkdir()
        agent = space / "bin" / "buildkite-agent"
        agent.write_text(f'#!/bin/sh\nexec python3 "{pathlib.Path(__file__).absolute()}" "$@"\n')
        agent.chmod(0o755)

    def run(self):
        succeeded = True
        for number, step in enumerate(self.steps):
            if "wait" in step:
                if not succeeded and not only(step, "wait", "continue_on_failure").get("continue_on_failure"):
                    break
                continue
            only(step, "label", "parallelism", "command", "artifact_paths")
            count = step.get("parallelism", 1)
            with concurrent.futures.ThreadPoolExecutor() as pool:
                jobs = pool.map(lambda index: self.run_job(f"{number}-{index}", step, index, count), range(count))
                succeeded = all(jobs) and succeeded
        return succeeded

    def run_job(self, name, step, index, count):
        directory = self.space / name
        directory.mkdir()
        for entry in self.checkout.iterdir():
            (directory / entry.name).symlink_to(entry)
        variables = {**os.environ, "ARTIFACTS": str(self.artifacts)}
        variables["PATH"] = f"{self.space / 'bin'}:{os.environ['PATH']}"
        if "parallelism" in step:
            variables.update(BUILDKITE_PARALLEL_JOB=str(index), BUILDKITE_PARALLEL_JOB_COUNT=str(count))
        run = subprocess.run(["bash", "-e", "-c", step["command"]], cwd=directory, env=variables)
        for path in directory.glob(step["artifact_paths"]) if "artifact_paths" in step else []:
            if path.is_file():
                to = self.artifacts / path.relative_to(directory)
                if to.exists():
                    sys.exit(f"buildkite.py: two artifacts {to}")
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, to)
        return run.returncode == 0


def download(query, directory):
    """Both `*` and `**` match slashes."""
    artifacts = pathlib.Path(os.environ["ARTIFACTS"])
    files = [path for path in artifacts.rglob("*") if path.is_file()]
    found = [path for path in files if fnmatch.fnmatch(str(path.relative_to(artifacts)), query)]
    for path in found:
        to = pathlib.Path(directory) / path.relative_to(artifacts)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to)
    return len(found) > 0


if __name__ == "__main__":
    if sys.argv[1:3] == ["artifact", "download"]:
        sys.exit(0 if download(*sys.argv[3:]) else 1)
    build = Build(*[pathlib.Path(word).absolute() for word in sys.argv[1:]])
    sys.exit(0 if build.run() else 1)
