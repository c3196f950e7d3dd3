# SPDX-License-Identifier: Apache-2.0
"""An HDFS of one NameNode and one DataNode, which holds the local files, and an image of it."""

import contextlib
import os
import shutil
import socket
import subprocess
import time

import storage

HDFS = "org.apache.hadoop.hdfs."
SITES = {
    "core-site.xml": {"fs.defaultFS": "hdfs://localhost:8020", "hadoop.tmp.dir": "{work}/data"},
    "hdfs-site.xml": {
        "dfs.replication": "1", "dfs.webhdfs.enabled": "false", "dfs.namenode.http-address": "localhost:0",
        "dfs.datanode.address": "localhost:0", "dfs.datanode.http.address": "localhost:0",
        "dfs.datanode.ipc.address": "localhost:0",
    },
}


@contextlib.contextmanager
def running(work, environment):
    """Runs the servers, with the files in /flink and the image in the file `fsimage` of the folder."""
    configuration = work / "hadoop"
    # The servers look for their pages, which are not in the jars.
    for folder in "hdfs", "datanode":
        (configuration / "webapps" / folder).mkdir(parents=True)
    for file, properties in SITES.items():
        (configuration / file).write_text("<configuration>" + "".join(
            f"<property><name>{name}</name><value>{value.format(work=work)}</value></property>"
            for name, value in properties.items()) + "</configuration>")
    java = ["java", "-Xmx256m", "-cp", f"{configuration}:{environment['HADOOP_SERVER_CLASSPATH']}"]
    files = work / "files"
    make_files(files)

    def run(*arguments):
        subprocess.run([*java, *arguments], env=environment, check=True, capture_output=True, cwd=work)

    run(HDFS + "server.namenode.NameNode", "-format", "-nonInteractive")
    servers = []
    try:
        for name in "namenode.NameNode", "datanode.DataNode":
            servers.append(subprocess.Popen(
                [*java, HDFS + "server." + name], env=environment, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL))
            wait(8020)
        wait_for_node(java, environment)
        run("org.apache.hadoop.fs.FsShell", "-mkdir", "/flink")
        run("org.apache.hadoop.fs.FsShell", "-put", "-p", str(files / "ck"), "/flink/")
        run(HDFS + "tools.DFSAdmin", "-safemode", "enter")
        run(HDFS + "tools.DFSAdmin", "-saveNamespace")
        images = (work / "data/dfs/name/current").glob("fsimage_*")
        shutil.copy(max(image for image in images if image.suffix != ".md5"), work / "fsimage")
        yield
    finally:
        for server in servers:
            server.kill()
            server.wait()


def make_files(folder):
    """Makes the files that HDFS can have: no colons, and nothing that a small disk has no place for."""
    storage.make_tree(folder)
    for key, size, _ in storage.objects(storage.BUCKET):
        if ":" in key or size > 1 << 30:
            os.remove(folder / key)


def wait(port):
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("localhost", port)):
            return
        time.sleep(0.2)
    raise SystemExit(f"record: nothing answers at port {port}")


def wait_for_node(java, environment):
    for _ in range(60):
        result = subprocess.run(
            [*java, HDFS + "tools.DFSAdmin", "-report"], env=environment, capture_output=True, text=True)
        if "Live datanodes (1)" in result.stdout:
            return
        time.sleep(0.5)
    raise SystemExit("record: the DataNode does not register")
