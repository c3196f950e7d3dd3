# SPDX-License-Identifier: Apache-2.0
"""Runs the clients against servers of this machine, and keeps what they print. See ../record."""

import contextlib
import gzip
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import commands
import hadoop
import s3
import standins
import storage

# Larger recordings are compressed, as the reader takes them.
LARGEST_PLAIN = 32 << 10


def main():
    target = pathlib.Path(sys.argv[1])
    chosen = sys.argv[2:]
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        environment = prepare(work)
        manifest = target / "manifest.json"
        entries = {entry["file"]: entry for entry in json.loads(manifest.read_text())} if manifest.exists() else {}
        clients = [client for client in commands.CLIENTS if not chosen or client.name in chosen]
        for client in clients:
            version = version_of(client, environment, work)
            if version is None:
                print(f"record: no {client.name} here; its recordings stay as they are", file=sys.stderr)
                continue
            for file in [file for file, entry in entries.items() if entry["client"] == client.name]:
                del entries[file]
            server = hadoop.running(work, environment) if client.name == "hdfs-2.7" else contextlib.nullcontext()
            with server:
                for recording in client.recordings:
                    output = run(recording, client.prelude, environment, work)
                    file = save(target, recording.name, output)
                    entries[file] = {
                        "file": file, "client": client.name, "version": version, "server": client.server,
                        "command": recording.command,
                    }
                    print(f"{file}: {len(output)} bytes", file=sys.stderr)
        manifest.write_text(
            json.dumps([entries[file] for file in sorted(entries)], indent=1, ensure_ascii=False) + "\n")
        for path in target.iterdir():
            if path != manifest and path.name != "stored.json" and path.name not in entries:
                path.unlink()
        stored = {
            bucket: [{"key": key, "size": size, "modified": time} for key, size, time in storage.objects(bucket)]
            for bucket in (storage.BUCKET, storage.ODD)}
        (target / "stored.json").write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n")
        shutil.rmtree(commands.TREE)


def prepare(work):
    """Starts the servers, makes the local files, and returns the environment of the clients."""
    os.environ.update(
        AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1",
        AWS_EC2_METADATA_DISABLED="true")
    s3_url = s3.start()
    google = standins.start()
    google_tls = standins.start(work)
    azure = standins.start()
    host = s3_url.removeprefix("http://")
    (work / "s3cfg").write_text(
        f"[default]\naccess_key = test\nsecret_key = test\nhost_base = {host}\nhost_bucket = {host}\nuse_https = False\n")
    (work / "boto").write_text(
        f"[Credentials]\ngs_json_host = 127.0.0.1\ngs_json_port = {google_tls}\n"
        "[Boto]\nhttps_validate_certificates = False\n[GSUtil]\ndefault_project_id = test\n"
        f"state_dir = {work}/gsutil\n")
    shutil.rmtree(commands.TREE, ignore_errors=True)
    storage.make_tree(commands.TREE)
    # Some builds of rclone fail if it is set, and no server here has a certificate for it.
    os.environ.pop("AWS_CA_BUNDLE", None)
    return os.environ | {
        # Nine hours before UTC: a form with local times shows it.
        "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "HOME": str(work),
        "AWS_ENDPOINT_URL": s3_url, "S3_ENDPOINT_URL": s3_url, "S3CMD_CONFIG": str(work / "s3cfg"),
        "RCLONE_CONFIG_REMOTE_TYPE": "s3", "RCLONE_CONFIG_REMOTE_PROVIDER": "Other",
        "RCLONE_CONFIG_REMOTE_ENDPOINT": s3_url, "RCLONE_CONFIG_REMOTE_ENV_AUTH": "true",
        "RCLONE_CONFIG": str(work / "rclone.conf"),
        "BOTO_CONFIG": str(work / "boto"), "CLOUDSDK_CONFIG": str(work / "gcloud"),
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE": f"http://127.0.0.1:{google}/storage/v1/",
        "CLOUDSDK_AUTH_DISABLE_CREDENTIALS": "true", "CLOUDSDK_CORE_PROJECT": "test",
        "CLOUDSDK_PASS_CREDENTIALS_TO_GSUTIL": "false", "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "true",
        "CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK": "true",
        "AZURE_CONFIG_DIR": str(work / "azure"), "AZURE_CORE_COLLECT_TELEMETRY": "false",
        "AZURE_STORAGE_CONNECTION_STRING": (
            f"DefaultEndpointsProtocol=http;AccountName={standins.AZURE_ACCOUNT};AccountKey=a2V5;"
            f"BlobEndpoint=http://127.0.0.1:{azure}/{standins.AZURE_ACCOUNT};"),
    }


def version_of(client, environment, work):
    result = subprocess.run(
        ["bash", "-c", commands.FUNCTIONS + client.prelude + client.version], env=environment, cwd=work, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    found = re.search(r"\d+(\.\d+)+", result.stdout + result.stderr)
    return found[0] if result.returncode == 0 and found else None


def run(recording, prelude, environment, work):
    result = subprocess.run(
        ["bash", "-c", commands.FUNCTIONS + prelude + recording.command], env=environment, cwd=work, stdin=subprocess.DEVNULL,
        capture_output=True)
    if (result.returncode == 0) == recording.fails:
        sys.exit(f"record: {recording.command}: status {result.returncode}: {result.stderr.decode()}")
    return result.stdout


def save(target, name, output):
    for path in target / name, target / (name + ".gz"):
        path.unlink(missing_ok=True)
    if len(output) > LARGEST_PLAIN:
        name += ".gz"
        # Without a name and a time, so that the same output gives the same file.
        output = gzip.compress(output, mtime=0)
    (target / name).write_bytes(output)
    return name


main()
