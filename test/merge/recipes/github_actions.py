#!/usr/bin/env python3
"""Runs a workflow of docs/clusters-and-matrices.md as GitHub Actions would.

    github_actions.py WORKFLOW CHECKOUT SPACE

Each job starts in a new directory in SPACE, with links to what is in CHECKOUT. Artifacts are directories in SPACE, and
summary.md is what the steps add to the run's page. Exits with 1 where a job failed. What it doesn't know of a workflow
is an error, so that nothing is passed over.
"""
import concurrent.futures
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
        sys.exit(f"github_actions.py: unknown: {unknown}")
    return mapping


def expanded(value, strategy):
    return re.sub(r"\$\{\{ strategy\.(job-\w+) \}\}", lambda found: str(strategy[found[1]]), str(value))


class Workflow:
    def __init__(self, path, checkout, space):
        self.jobs = only(yaml.safe_load(path.read_text()), True, "jobs")["jobs"]  # YAML 1.1 reads `on` as true
        self.checkout = checkout
        self.space = space
        self.succeeded = {}
        (space / "artifacts").mkdir(parents=True)

    def run(self):
        for name, job in self.jobs.items():
            only(job, "runs-on", "strategy", "env", "steps", "needs", "if")
            if "needs" in job and not self.succeeded[job["needs"]] and job.get("if") != "always()":
                self.succeeded[name] = False
                continue
            legs = self.legs(name, job)
            with concurrent.futures.ThreadPoolExecutor() as pool:
                self.succeeded[name] = all(pool.map(lambda leg: self.run_leg(f"{name}-{leg['job-index']}", job, leg), legs))
        return all(self.succeeded.values())

    def legs(self, name, job):
        strategy = only(job.get("strategy", {"fail-fast": False, "matrix": {"one": [0]}}), "fail-fast", "matrix")
        if strategy.get("fail-fast", True):
            sys.exit(f"github_actions.py: {name}: the first leg that fails would cancel the others")
        (values,) = strategy["matrix"].values()
        return [{"job-index": index, "job-total": len(values)} for index in range(len(values))]

    def run_leg(self, name, job, leg):
        directory = self.space / name
        directory.mkdir()
        for entry in self.checkout.iterdir():
            (directory / entry.name).symlink_to(entry)
        variables = {key: expanded(value, leg) for key, value in job.get("env", {}).items()}
        variables["GITHUB_STEP_SUMMARY"] = str(self.space / "summary.md")
        succeeded = True
        for step in job["steps"]:
            only(step, "run", "uses", "with", "if")
            if succeeded or step.get("if") == "always()":
                succeeded = self.run_step(step, directory, variables, leg) and succeeded
        return succeeded

    def run_step(self, step, directory, variables, leg):
        if "run" in step:
            run = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=directory, env={**os.environ, **variables})
            return run.returncode == 0
        arguments = {key: expanded(value, leg) for key, value in step["with"].items()}
        artifacts = self.space / "artifacts"
        if step["uses"] == "actions/upload-artifact@v4":
            only(arguments, "name", "path")
            # A second artifact of that name is an error.
            shutil.copytree(directory / arguments["path"], artifacts / arguments["name"])
        elif step["uses"] == "actions/download-artifact@v4":
            only(arguments, "path", "pattern")
            for artifact in artifacts.glob(arguments["pattern"]):
                shutil.copytree(artifact, directory / arguments["path"] / artifact.name)
        else:
            sys.exit(f"github_actions.py: unknown: {step['uses']}")
        return True


if __name__ == "__main__":
    workflow = Workflow(*[pathlib.Path(word).absolute() for word in sys.argv[1:]])
    sys.exit(0 if workflow.run() else 1)
