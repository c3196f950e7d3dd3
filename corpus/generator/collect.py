#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Takes files that a Flink release wrote into the corpus: describes them with that release's reader, compresses the large
ones, and enters them in corpus/manifest.json instead of that release's earlier files of the same kind.

    corpus/generator/collect.py VERSION constructed|job STAGING_FOLDER

STAGING_FOLDER/name/_metadata is the file, STAGING_FOLDER/name/entry.json describes its origin.
"""

import gzip
import hashlib
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import tags  # noqa: E402

GENERATOR = pathlib.Path(__file__).resolve().parent
CORPUS = GENERATOR.parent
MANIFEST = CORPUS / "manifest.json"
# The largest file that is kept uncompressed.
LARGE = 64 * 1024
ORIGIN = {"constructed": "constructor", "job": "job"}


def main(version, kind, staging):
    staged = sorted(path.parent for path in pathlib.Path(staging).glob("*/entry.json"))
    if not staged:
        sys.exit(f"collect.py: {staging} holds no entry.json")
    check_names(version, kind, staged)
    with tempfile.TemporaryDirectory() as descriptions:
        verdicts = describe(version, staged, pathlib.Path(descriptions))
        entries = [
            collect(version, kind, folder, verdict, pathlib.Path(descriptions))
            for folder, verdict in zip(staged, verdicts, strict=True)
        ]
    update_manifest(version, kind, entries)
    rejected = [entry["file"] for entry in entries if not entry["readBackByFlink"]]
    print(f"Flink {version}: {len(entries)} files of kind {kind}, {len(rejected)} of them not read back: {rejected}")


def read_manifest():
    return json.loads(MANIFEST.read_text()) if MANIFEST.exists() else []


def check_names(version, kind, staged):
    """No file may replace one of the other kind."""
    others = {entry["file"] for entry in read_manifest() if entry["flink"] == version and entry["kind"] != kind}
    for folder in staged:
        for suffix in (".metadata", ".metadata.gz"):
            if f"{version}/{folder.name}{suffix}" in others:
                sys.exit(f"collect.py: Flink {version} has a file named {folder.name} of another kind")


def describe(version, staged, descriptions):
    """The verdicts of the release's reader on the staged files, in order, from one run of Java."""
    arguments = [GENERATOR / "describe", version]
    for folder in staged:
        arguments += [folder / "_metadata", descriptions / folder.name]
    output = subprocess.run(arguments, check=True, stdout=subprocess.PIPE).stdout
    return [json.loads(line) for line in output.splitlines() if line.startswith(b"{")]


def collect(version, kind, folder, verdict, descriptions):
    data = (folder / "_metadata").read_bytes()
    origin = json.loads((folder / "entry.json").read_text())
    if origin["name"] != folder.name:
        sys.exit(f"collect.py: {folder} holds an entry named {origin['name']}")
    if verdict.get("unreadBytes"):
        sys.exit(f"collect.py: Flink {version} leaves {verdict['unreadBytes']} bytes of {folder} unread")
    dialects = tags.dialects(data)
    if not dialects and verdict["accepted"]:
        sys.exit(f"collect.py: tags.py cannot read {folder}, which Flink {version} reads")

    release = CORPUS / version
    release.mkdir(exist_ok=True)
    entry = {
        "file": store(release / f"{folder.name}.metadata", data),
        "expected": None,
        "flink": version,
        "kind": kind,
        ORIGIN[kind]: origin[ORIGIN[kind]],
        "settings": origin["settings"],
        "description": origin["description"],
        "version": struct.unpack(">I", data[4:8])[0],
        "dialect": dialects[0] if dialects else tags.STANDARD,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "readBackByFlink": verdict["accepted"],
    }
    if verdict["accepted"]:
        entry["expected"] = store(release / f"{folder.name}.expected.json", (descriptions / folder.name).read_bytes())
    else:
        entry["readBackError"] = f"{verdict['exception']}: {verdict['message']}"
    return entry


def store(path, data):
    """Writes the file, compressed if it is large, and returns its path inside the corpus."""
    if len(data) > LARGE:
        path = path.with_name(path.name + ".gz")
        data = gzip.compress(data, mtime=0)
    if not path.exists() or path.read_bytes() != data:
        replace(path, data)
    return str(path.relative_to(CORPUS))


def replace(path, data):
    """Readers see the old contents or the new ones, never a part."""
    temporary = path.with_name(path.name + ".partial")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def update_manifest(version, kind, entries):
    manifest = read_manifest()
    replaced = [entry for entry in manifest if entry["flink"] == version and entry["kind"] == kind]
    kept = [entry for entry in manifest if entry not in replaced]
    manifest = sorted(kept + entries, key=lambda entry: entry["file"])
    replace(MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())
    current = {file for entry in manifest for file in (entry["file"], entry["expected"])}
    for entry in replaced:
        for file in (entry["file"], entry["expected"]):
            if file and file not in current:
                (CORPUS / file).unlink(missing_ok=True)


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[2] not in ORIGIN:
        sys.exit(__doc__)
    sys.dont_write_bytecode = True
    main(*sys.argv[1:])
