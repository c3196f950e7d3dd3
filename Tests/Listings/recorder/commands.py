# SPDX-License-Identifier: Apache-2.0
"""What is recorded of each client."""

import dataclasses

TREE = "/tmp/flink-listings"

# `hdfs` is a script of the whole distribution, which runs these classes.
FUNCTIONS = """
hdfs() {
  local command=$1
  shift
  case $command in
    dfs) java -cp "$HADOOP_CLASSPATH" org.apache.hadoop.fs.FsShell "$@" ;;
    oiv) java -cp "$HADOOP_CLASSPATH" org.apache.hadoop.hdfs.tools.offlineImageViewer.OfflineImageViewerPB "$@" ;;
    version) java -cp "$HADOOP_CLASSPATH" org.apache.hadoop.util.VersionInfo ;;
    *) return 64 ;;
  esac
}
"""


@dataclasses.dataclass
class Recording:
    name: str
    # As a user types it, for bash. Where the server is comes from the environment.
    command: str
    # Whether the client is expected to fail.
    fails: bool = False


@dataclasses.dataclass
class Client:
    name: str
    # Prints the version.
    version: str
    server: str
    recordings: list
    # Run before each command.
    prelude: str = ""


def recordings(prefix, *pairs):
    return [Recording(prefix + "-" + pair[0], *pair[1:]) for pair in pairs]


QUERY = "--query 'Contents[].[Key,Size,LastModified]' --output text"

CLIENTS = [
    Client("aws", "aws --version", "moto", recordings(
        "aws",
        ("s3-ls.txt", "aws s3 ls --recursive s3://flink-bucket"),
        ("s3-ls-summarize.txt", "aws s3 ls --recursive --summarize s3://flink-bucket"),
        ("s3-ls-pages.txt", "aws s3 ls --recursive --summarize s3://flink-many/ck/"),
        ("s3-ls-line-feed.txt", "aws s3 ls --recursive s3://flink-odd"),
        ("s3-ls-one-level.txt", "aws s3 ls s3://flink-bucket/ck/"),
        ("s3-ls-human-readable.txt", "aws s3 ls --recursive --human-readable --summarize s3://flink-bucket"),
        ("s3-ls-cut.txt", "aws s3 ls --recursive s3://flink-bucket | head -c 500"),
        ("s3-ls-filtered.txt", "aws s3 ls --recursive --summarize s3://flink-bucket | grep -v shared"),
        ("s3-ls-error.txt", "aws s3 ls --recursive s3://no-bucket 2>&1", True),
        ("list-objects-v2.json", "aws s3api list-objects-v2 --bucket flink-bucket"),
        ("list-objects-v2-line-feed.json", "aws s3api list-objects-v2 --bucket flink-odd"),
        ("list-objects-v2-prefix.json", "aws s3api list-objects-v2 --bucket flink-bucket --prefix ck/"),
        ("list-objects-v2-pages.json", "aws s3api list-objects-v2 --bucket flink-many --prefix ck/"),
        ("list-objects-v2-query.json", "aws s3api list-objects-v2 --bucket flink-bucket --query 'Contents[]'"),
        ("list-objects-v2-query.txt", f"aws s3api list-objects-v2 --bucket flink-bucket {QUERY}"),
        ("list-objects-v2-pages.txt", f"aws s3api list-objects-v2 --bucket flink-many {QUERY}"),
        ("list-objects-v2-encoded.json", "aws s3api list-objects-v2 --bucket flink-bucket --encoding-type url"),
        ("list-objects-v2-text.txt", "aws s3api list-objects-v2 --bucket flink-bucket --output text"),
        ("list-objects-v2-table.txt", "aws s3api list-objects-v2 --bucket flink-bucket --output table"),
        ("list-objects-v2-max-items.json", "aws s3api list-objects-v2 --bucket flink-bucket --max-items 3"),
        ("list-objects-v2-no-paginate.json", "aws s3api list-objects-v2 --bucket flink-many --no-paginate"),
        ("list-objects-v2-delimiter.json", "aws s3api list-objects-v2 --bucket flink-bucket --prefix ck/ --delimiter /"),
        ("list-objects-v2-nothing.json", "aws s3api list-objects-v2 --bucket flink-bucket --prefix none/"),
        ("list-objects-v2-cut.json", "aws s3api list-objects-v2 --bucket flink-bucket | head -c 3000"),
        ("list-objects.json", "aws s3api list-objects --bucket flink-bucket"),
        ("list-object-versions.json", "aws s3api list-object-versions --bucket flink-versions"),
        ("list-object-versions-max-items.json", "aws s3api list-object-versions --bucket flink-versions --max-items 2"),
    )),
    Client("s5cmd", "s5cmd version", "moto", recordings(
        "s5cmd",
        ("ls.json", "s5cmd --json ls 's3://flink-bucket/*'"),
        ("ls-pages.json", "s5cmd --json ls 's3://flink-many/ck/*'"),
        ("ls-odd.json", "s5cmd --json ls 's3://flink-odd/*'"),
        ("ls-one-level.json", "s5cmd --json ls s3://flink-bucket/ck/"),
        ("ls-versions.json", "s5cmd --json ls --all-versions 's3://flink-versions/*'"),
        ("ls-human-readable.json", "s5cmd --json ls --humanize 's3://flink-bucket/*'"),
        ("ls.txt", "s5cmd ls 's3://flink-bucket/*'"),
        ("ls-error.json", "s5cmd --json ls 's3://no-bucket/*' 2>&1", True),
        ("ls-cut.json", "s5cmd --json ls 's3://flink-bucket/*' | head -c 1000"),
    )),
    Client("s3cmd", "s3cmd --version", "moto", recordings(
        "s3cmd",
        ("ls.txt", "s3cmd ls -r s3://flink-bucket"),
        ("ls-pages.txt", "s3cmd ls -r s3://flink-many/ck/"),
        ("ls-odd.txt", "s3cmd ls -r s3://flink-odd"),
        ("ls-one-level.txt", "s3cmd ls s3://flink-bucket/ck/"),
        ("ls-human-readable.txt", "s3cmd ls -r -H s3://flink-bucket"),
        ("ls-long.txt", "s3cmd ls -r -l s3://flink-bucket"),
        ("ls-error.txt", "s3cmd ls -r s3://no-bucket 2>&1", True),
        ("ls-cut.txt", "s3cmd ls -r s3://flink-bucket | head -c 500"),
    )),
    Client("rclone", "rclone version", "moto", recordings(
        "rclone",
        ("lsjson.json", "rclone lsjson -R --files-only remote:flink-bucket"),
        ("lsjson-directories.json", "rclone lsjson -R remote:flink-bucket/ck"),
        ("lsjson-pages.json", "rclone lsjson -R --files-only remote:flink-many/ck"),
        ("lsjson-odd.json", "rclone lsjson -R --files-only --use-server-modtime remote:flink-odd"),
        ("lsjson-no-modtime.json", "rclone lsjson -R --files-only --no-modtime remote:flink-bucket"),
        ("lsjson-local.json", f"rclone lsjson -R --files-only {TREE}"),
        ("lsjson-one-level.json", "rclone lsjson remote:flink-bucket/ck"),
        ("lsjson-cut.json", "rclone lsjson -R --files-only remote:flink-bucket | head -c 1000"),
        ("lsl.txt", "rclone lsl remote:flink-bucket"),
        ("lsf.txt", "rclone lsf -R --format pst --separator ';' remote:flink-bucket"),
    )),
    Client("gcloud", "gcloud --version", "stand-in", recordings(
        "gcloud",
        ("ls.txt", "gcloud storage ls -l 'gs://flink-bucket/**'"),
        ("ls-pages.txt", "gcloud storage ls -l 'gs://flink-many/ck/**'"),
        ("ls-recursive.txt", "gcloud storage ls -l -r gs://flink-bucket/ck"),
        ("ls-odd.txt", "gcloud storage ls -l 'gs://flink-odd/**'"),
        ("ls-one-level.txt", "gcloud storage ls -l gs://flink-bucket/ck/0b1a/"),
        ("ls-only-directories.txt", "gcloud storage ls -l gs://flink-bucket/ck/"),
        ("ls-readable-sizes.txt", "gcloud storage ls -l --readable-sizes 'gs://flink-bucket/**'"),
        ("ls-versions.txt", "gcloud storage ls -l -a 'gs://flink-bucket/**'"),
        ("ls-short.txt", "gcloud storage ls 'gs://flink-bucket/**'"),
        ("ls-error.txt", "gcloud storage ls -l 'gs://no-bucket/**' 2>&1", True),
        ("ls-cut.txt", "gcloud storage ls -l 'gs://flink-bucket/**' | head -n 5"),
        ("ls.json", "gcloud storage ls --json 'gs://flink-bucket/**'"),
        ("ls-one-level.json", "gcloud storage ls --json gs://flink-bucket/ck/"),
        ("ls-versions.json", "gcloud storage ls -a --json 'gs://flink-bucket/**'"),
        ("objects-list.json", "gcloud storage objects list --format=json 'gs://flink-bucket/**'"),
        ("objects-list-pages.json", "gcloud storage objects list --format=json 'gs://flink-many/**'"),
        ("objects-list-raw.json", "gcloud storage objects list --raw --format=json 'gs://flink-odd/**'"),
    )),
    Client("gsutil", "gsutil version", "stand-in", recordings(
        "gsutil",
        ("ls.txt", "gsutil ls -l 'gs://flink-bucket/**'"),
        ("ls-pages.txt", "gsutil ls -l 'gs://flink-many/ck/**'"),
        ("ls-recursive.txt", "gsutil ls -l -r gs://flink-bucket/ck"),
        ("ls-one-level.txt", "gsutil ls -l gs://flink-bucket/ck/0b1a/"),
        ("ls-only-directories.txt", "gsutil ls -l gs://flink-bucket/ck/"),
        ("ls-human-readable.txt", "gsutil ls -l -h 'gs://flink-bucket/**'"),
        ("ls-versions.txt", "gsutil ls -l -a 'gs://flink-bucket/**'"),
        ("ls-short.txt", "gsutil ls 'gs://flink-bucket/**'"),
        ("ls-error.txt", "gsutil ls -l 'gs://no-bucket/**' 2>&1", True),
    )),
    Client("az", "az version", "stand-in", recordings(
        "az",
        ("blob-list.json", "az storage blob list -c flink-bucket --num-results '*' --output json"),
        ("blob-list-metadata.json", "az storage blob list -c flink-bucket --num-results '*' --include m --output json"),
        ("blob-list-default-length.json", "az storage blob list -c flink-many --query '[].{name: name, "
         "properties: {contentLength: properties.contentLength}}' --output json"),
        ("blob-list-next-marker.json",
         "az storage blob list -c flink-bucket --num-results 3 --show-next-marker --output json"),
        ("blob-list-whole.json",
         "az storage blob list -c flink-bucket --num-results '*' --show-next-marker --output json"),
        ("blob-list-delimiter.json", "az storage blob list -c flink-bucket --delimiter / --prefix ck/ --output json"),
        ("blob-list.tsv", "az storage blob list -c flink-bucket --num-results '*' --output tsv"),
        ("blob-list-table.txt", "az storage blob list -c flink-bucket --num-results '*' --output table"),
    )),
    Client("hdfs", "hdfs version", "local files", recordings(
        "hdfs",
        ("ls.txt", f"hdfs dfs -ls -R file://{TREE}"),
        ("ls-path.txt", f"hdfs dfs -ls -R {TREE}"),
        ("ls-warnings.txt", f"hdfs dfs -ls -R file://{TREE} 2>&1"),
        ("ls-one-level.txt", f"hdfs dfs -ls file://{TREE}/ck"),
        ("ls-human-readable.txt", f"hdfs dfs -ls -R -h file://{TREE}"),
        ("ls-only-paths.txt", f"hdfs dfs -ls -R -C file://{TREE}"),
        ("ls-by-time.txt", f"hdfs dfs -ls -R -t -r file://{TREE}"),
        ("ls-error.txt", f"hdfs dfs -ls -R file://{TREE}/none 2>&1", True),
    )),
    Client("hdfs-2.7", "hdfs version", "a NameNode and a DataNode of the same version", recordings(
        "hdfs-2.7",
        ("ls.txt", "hdfs dfs -ls -R hdfs://localhost:8020/flink"),
        ("ls-path.txt", "hdfs dfs -ls -R /flink/ck"),
        ("ls-warnings.txt", "hdfs dfs -ls -R /flink/ck 2>&1"),
        # Old releases write no header.
        ("oiv.tsv", "hdfs oiv -p Delimited -i fsimage -o listing.tsv && cat listing.tsv"),
    ), prelude="HADOOP_CLASSPATH=hadoop:$HADOOP_SERVER_CLASSPATH\n"),
    Client("find", "find --version", "local files", recordings(
        "find",
        ("printf-zeros.txt", f"find {TREE} -type f -printf '%s\\t%T@\\t%p\\0'"),
        ("printf-lines.txt", f"find {TREE} -type f -printf '%s\\t%T@\\t%p\\n'"),
        ("printf-relative.txt", f"cd {TREE} && find . -type f -printf '%s\\t%T@\\t%p\\n'"),
        ("printf-directories.txt", f"find {TREE} -printf '%s\\t%T@\\t%p\\n'"),
        ("ls.txt", f"find {TREE} -type f -ls"),
        ("error.txt", f"find {TREE}/none -type f -printf '%s\\t%T@\\t%p\\n' 2>&1", True),
    )),
]
