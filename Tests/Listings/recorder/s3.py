# SPDX-License-Identifier: Apache-2.0
"""The S3 server: moto's, whose objects get the sizes and times of the storage, not those of the upload."""

import datetime
import logging

import boto3
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

import storage


def start():
    """Starts a server with all buckets, and returns its URL."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    url = "http://%s:%d" % server.get_host_and_port()
    client = boto3.client("s3", endpoint_url=url)
    for bucket in storage.BUCKET, storage.MANY, storage.ODD:
        client.create_bucket(Bucket=bucket)
        for key, size, time in storage.objects(bucket):
            # The server takes no line feed in the path of a request.
            name = key.replace("\n", "-")
            client.put_object(Bucket=bucket, Key=name, Body=b"")
            rename(bucket, name, key)
            pretend(bucket, key, size, time)
    make_versions(client)
    return url


def keys_of(bucket):
    return s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[bucket].keys


def rename(bucket, old, new):
    keys = keys_of(bucket)
    if new != old:
        object = keys[old]
        del keys[old]
        object.name = new
        keys[new] = object


def pretend(bucket, key, size, time):
    # The server is in this process, so its objects can be changed without making gigabytes of content.
    object = keys_of(bucket)[key]
    object.contentsize = size
    object.last_modified = datetime.datetime.fromtimestamp(time, datetime.timezone.utc).replace(tzinfo=None)


def make_versions(client):
    bucket = storage.VERSIONED
    client.create_bucket(Bucket=bucket)
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for key, size in [("ck/overwritten", 1), ("ck/overwritten", 2), ("ck/deleted", 3), ("ck/kept", 4)]:
        client.put_object(Bucket=bucket, Key=key, Body=b"x" * size)
    client.delete_object(Bucket=bucket, Key="ck/deleted")
    keys = keys_of(bucket)
    for number, key in enumerate(["ck/deleted", "ck/kept", "ck/overwritten"]):
        for index, version in enumerate(keys.getlist(key)):
            # Ids are random; recordings are to be the same each time.
            version._version_id = f"version-{number}-{index}"
            version.last_modified = datetime.datetime.fromtimestamp(
                storage.time_of(10 * number + index), datetime.timezone.utc).replace(tzinfo=None)
