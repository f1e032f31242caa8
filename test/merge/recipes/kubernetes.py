#!/usr/bin/env python3
"""As much of a Kubernetes cluster as the Jobs of docs/clusters-and-matrices.md need: an API that kubectl talks to, and
pods that are processes of this machine.

    kubernetes.py IMAGE VOLUMES [--lose-pod=INDEX] COMMAND…   runs COMMAND with a KUBECONFIG that leads here
    kubernetes.py IMAGE VOLUMES --jobs=FILE                   runs the Jobs in FILE, one after the other; no kubectl

Pods run in the directory IMAGE, and a claim's volume is a directory in VOLUMES: paths below a pod's mountPath are
rewritten to it. --lose-pod has the first pod with that index run to its end and then get lost with its node, so that
another takes its place. A field of a Job that isn't known here is refused: nothing is passed over.
"""
import concurrent.futures
import copy
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import urllib.parse

import yaml

# The fields that a Job may have here. A list stands for any number of such values.
KNOWN_JOB = {
    "apiVersion": str, "kind": str,
    "metadata": {"name": str},
    "spec": {
        "suspend": bool, "completionMode": str, "completions": int, "parallelism": int, "backoffLimit": int,
        "ttlSecondsAfterFinished": int,
        "template": {"spec": {
            "restartPolicy": str,
            "containers": [{
                "name": str, "image": str, "command": [str],
                "env": [{"name": str, "value": str}],
                "volumeMounts": [{"name": str, "mountPath": str}],
            }],
            "volumes": [{"name": str, "persistentVolumeClaim": {"claimName": str}}],
        }},
    },
}


def check(value, known, place):
    """Raises ValueError unless the value is of the known form."""
    if isinstance(known, dict):
        if not isinstance(value, dict):
            raise ValueError(f"{place}: not an object")
        for key, inner in value.items():
            if key not in known:
                raise ValueError(f'unknown field "{place}.{key}"')
            check(inner, known[key], f"{place}.{key}")
    elif isinstance(known, list):
        if not isinstance(value, list):
            raise ValueError(f"{place}: not a list")
        for index, inner in enumerate(value):
            check(inner, known[0], f"{place}[{index}]")
    elif type(value) is not known:
        raise ValueError(f"{place}: not of type {known.__name__}: {value!r}")


def merged(value, patch):
    if not isinstance(value, dict) or not isinstance(patch, dict):
        return patch
    return {**value, **{key: merged(value.get(key), inner) for key, inner in patch.items()}}


class Cluster:
    def __init__(self, image, volumes, lose_pod=None):
        self.image = image
        self.volumes = volumes
        self.lose_pod = lose_pod
        self.changed = threading.Condition()
        self.jobs = {}
        self.pods = {}
        self.logs = {}

    def create(self, job):
        job.get("metadata", {}).pop("namespace", None)
        check(job, KNOWN_JOB, "job")
        spec, name = job["spec"], job["metadata"]["name"]
        if not re.fullmatch(r"[a-z0-9]([-a-z0-9]{,61}[a-z0-9])?", name):
            raise ValueError(f"metadata.name: no name for a Job: {name}")
        indexed = spec.get("completionMode") == "Indexed"
        if indexed and "completions" not in spec:
            raise ValueError("spec.completions: required where completionMode is Indexed")
        job["metadata"].update(namespace="default", uid=name, creationTimestamp="2024-01-01T00:00:00Z")
        spec["selector"] = {"matchLabels": {"job-name": name}}
        job["status"] = {}
        with self.changed:
            if name in self.jobs:
                raise ValueError(f'jobs "{name}" already exists')
            self.store(job)
        self.start_unless_suspended(name)
        return self.jobs[name]

    def patch(self, name, patch):
        was = self.jobs[name]
        with self.changed:
            self.store(merged(was, patch))
        if was["spec"].get("suspend"):
            self.start_unless_suspended(name)
        return self.jobs[name]

    def store(self, job):
        """With self.changed held."""
        job["metadata"]["resourceVersion"] = str(int(job["metadata"].get("resourceVersion", 0)) + 1)
        self.jobs[job["metadata"]["name"]] = job
        self.changed.notify_all()

    def start_unless_suspended(self, name):
        if not self.jobs[name]["spec"].get("suspend"):
            threading.Thread(target=self.run_job, args=[name], daemon=True).start()

    def run_job(self, name):
        spec = self.jobs[name]["spec"]
        failures_left = [spec.get("backoffLimit", 6)]

        def run_index(index):
            attempt = 0
            while not self.run_pod(name, spec, index, attempt):
                attempt += 1
                with self.changed:
                    failures_left[0] -= 1
                    if failures_left[0] < 0:
                        return False
            return True

        with concurrent.futures.ThreadPoolExecutor(spec.get("parallelism", 1)) as pool:
            succeeded = all(list(pool.map(run_index, range(spec.get("completions", 1)))))
        condition = {"type": "Complete" if succeeded else "Failed", "status": "True"}
        with self.changed:
            self.store(merged(copy.deepcopy(self.jobs[name]), {"status": {"conditions": [condition]}}))

    def run_pod(self, job, spec, index, attempt):
        pod_spec = spec["template"]["spec"]
        (container,) = pod_spec["containers"]
        claims = {volume["name"]: volume["persistentVolumeClaim"]["claimName"] for volume in pod_spec["volumes"]}

        def rewritten(text):
            for mount in container["volumeMounts"]:
                directory = self.volumes / claims[mount["name"]]
                directory.mkdir(parents=True, exist_ok=True)
                text = re.sub(rf"(?<![\w/.]){re.escape(mount['mountPath'])}(?![\w.])", str(directory), text)
            return text

        variables = {entry["name"]: entry["value"] for entry in container.get("env", [])}
        if spec.get("completionMode") == "Indexed":
            variables["JOB_COMPLETION_INDEX"] = str(index)
        run = subprocess.run([rewritten(word) for word in container["command"]], cwd=self.image,
                             env={**os.environ, **variables}, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        lost = attempt == 0 and "completions" in spec and index == self.lose_pod
        succeeded = run.returncode == 0 and not lost
        name = f"{job}-{index}-{attempt}"
        with self.changed:
            self.logs[name] = run.stdout
            self.pods[name] = {
                "apiVersion": "v1", "kind": "Pod",
                "metadata": {"name": name, "namespace": "default", "labels": {"job-name": job}},
                "spec": {"containers": [{"name": container["name"], "image": container["image"]}]},
                "status": {"phase": "Succeeded" if succeeded else "Failed"},
            }
        return succeeded

    def wait_for_end(self, name):
        with self.changed:
            self.changed.wait_for(lambda: "conditions" in self.jobs[name]["status"])
        return self.jobs[name]["status"]["conditions"][0]["type"]


JOBS = "/apis/batch/v1/namespaces/default/jobs"
PODS = "/api/v1/namespaces/default/pods"


def resource(name, kind, verbs):
    return {"name": name, "singularName": "", "namespaced": True, "kind": kind, "verbs": verbs}


DISCOVERY = {
    "/version": {"major": "1", "minor": "31", "gitVersion": "v1.31.0"},
    "/api": {"kind": "APIVersions", "versions": ["v1"]},
    "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": [
        {"name": "batch", "versions": [{"groupVersion": "batch/v1", "version": "v1"}],
         "preferredVersion": {"groupVersion": "batch/v1", "version": "v1"}}]},
    "/api/v1": {"kind": "APIResourceList", "groupVersion": "v1", "resources": [
        resource("pods", "Pod", ["get", "list", "watch"]), resource("pods/log", "Pod", ["get"])]},
    "/apis/batch/v1": {"kind": "APIResourceList", "groupVersion": "batch/v1", "resources": [
        resource("jobs", "Job", ["create", "get", "list", "patch", "watch"])]},
    # That this API checks a Job's fields itself, which kubectl asks it to do since 1.27.
    "/openapi/v3": {"paths": {"apis/batch/v1": {"serverRelativeURL": "/openapi/v3/apis/batch/v1"}}},
    "/openapi/v3/apis/batch/v1": {"openapi": "3.0.0", "info": {"title": "Kubernetes", "version": "v1.31.0"}, "paths": {
        JOBS.replace("default", "{namespace}"): {
            method: {
                "parameters": [{"name": "fieldValidation", "in": "query", "schema": {"type": "string"}}],
                "responses": {},
                "x-kubernetes-group-version-kind": {"group": "batch", "kind": "Job", "version": "v1"},
            } for method in ("post", "patch")}}},
}


class Handler(http.server.BaseHTTPRequestHandler):
    cluster = None

    def log_message(self, *arguments):
        pass

    def answer(self, value, code=200, content_type="application/json"):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, code, message):
        self.answer({"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message, "code": code}, code)

    def body(self):
        # JSON is YAML.
        return yaml.safe_load(self.rfile.read(int(self.headers["Content-Length"])))

    def do_POST(self):
        if urllib.parse.urlparse(self.path).path != JOBS:
            return self.refuse(404, self.path)
        try:
            return self.answer(self.cluster.create(self.body()), 201)
        except ValueError as error:
            return self.refuse(400, str(error))

    def do_PATCH(self):
        return self.answer(self.cluster.patch(self.path.split("?")[0].rpartition("/")[2], self.body()))

    def do_GET(self):
        url = urllib.parse.urlparse(self.path)
        query = {key: values[-1] for key, values in urllib.parse.parse_qs(url.query).items()}
        cluster = self.cluster
        if url.path in DISCOVERY:
            return self.answer(DISCOVERY[url.path])
        if url.path == "/openapi/v2":  # before kubectl 1.27: a document without schemas, as protobuf
            return self.answer(b"\x0a\x032.0", content_type="application/octet-stream")
        if url.path == JOBS:
            name = query.get("fieldSelector", "").rpartition("=")[2]
            if "watch" in query:
                return self.watch(name)
            jobs = [job for job in list(cluster.jobs.values()) if not name or job["metadata"]["name"] == name]
            return self.answer({"kind": "JobList", "apiVersion": "batch/v1", "metadata": {"resourceVersion": "1"},
                                "items": jobs})
        if url.path == PODS:
            job = query["labelSelector"].rpartition("=")[2]
            pods = [pod for pod in list(cluster.pods.values()) if pod["metadata"]["labels"]["job-name"] == job]
            return self.answer({"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": pods})
        name = url.path.removesuffix("/log").rpartition("/")[2]
        if url.path.endswith("/log"):
            return self.answer(cluster.logs[name].encode(), content_type="text/plain")
        found = {JOBS: cluster.jobs, PODS: cluster.pods}.get(url.path.rpartition("/")[0], {})
        return self.answer(found[name]) if name in found else self.refuse(404, f"not found: {url.path}")

    def watch(self, name):
        """Each change of the job, until nobody listens."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        seen = None
        while True:
            with self.cluster.changed:
                self.cluster.changed.wait_for(lambda: self.cluster.jobs[name]["metadata"]["resourceVersion"] != seen)
                job = self.cluster.jobs[name]
                seen = job["metadata"]["resourceVersion"]
            try:
                self.wfile.write(json.dumps({"type": "MODIFIED", "object": job}).encode() + b"\n")
            except OSError:
                return


def run_with_kubectl(cluster, command):
    Handler.cluster = cluster
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as home:
        config = pathlib.Path(home) / "config"
        config.write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "here",
            "clusters": [{"name": "here", "cluster": {"server": f"http://127.0.0.1:{server.server_port}"}}],
            "contexts": [{"name": "here", "context": {"cluster": "here", "user": "me"}}],
            "users": [{"name": "me", "user": {}}],
        }))
        return subprocess.run(command, env={**os.environ, "KUBECONFIG": str(config), "HOME": home}, check=False).returncode


def run_jobs(cluster, path):
    for job in yaml.safe_load_all(path.read_text()):
        name = cluster.create(job)["metadata"]["name"]
        cluster.patch(name, {"spec": {"suspend": False}})
        if cluster.wait_for_end(name) != "Complete":
            print(f"{name} failed")
            return 1
        for pod in sorted(cluster.logs):
            if cluster.pods[pod]["metadata"]["labels"]["job-name"] == name:
                print(cluster.logs[pod], end="")
    return 0


def main():
    image, volumes, *rest = sys.argv[1:]
    lose_pod = int(rest.pop(0).partition("=")[2]) if rest[0].startswith("--lose-pod=") else None
    cluster = Cluster(pathlib.Path(image), pathlib.Path(volumes), lose_pod)
    if rest[0].startswith("--jobs="):
        return run_jobs(cluster, pathlib.Path(rest[0].partition("=")[2]))
    return run_with_kubectl(cluster, rest)


if __name__ == "__main__":
    sys.exit(main())
