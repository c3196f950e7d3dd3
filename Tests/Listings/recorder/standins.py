# SPDX-License-Identifier: Apache-2.0
"""Stand-ins for Google's and Azure's services: only what their clients ask for to list objects."""

import http.server
import json
import ssl
import subprocess
import threading
import time
import urllib.parse
from xml.sax.saxutils import escape

import storage

AZURE_ACCOUNT = "devstoreaccount1"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        path = [urllib.parse.unquote(part) for part in url.path.strip("/").split("/")]
        if path[0] == AZURE_ACCOUNT:
            return self.answer("application/xml", azure_list(path[1], query))
        if path[:3] == ["storage", "v1", "b"] and len(path) > 3 and path[3] in (storage.BUCKET, storage.MANY, storage.ODD):
            if len(path) == 4:
                return self.answer_json({"kind": "storage#bucket", "name": path[3], "id": path[3]})
            if path[4:] == ["o"]:
                return self.answer_json(google_list(path[3], query))
            for object in google_objects(path[3], versions=False):
                if object["name"] == path[5]:
                    return self.answer_json(object)
        self.answer_json({"error": {"code": 404, "message": "Not Found"}}, 404)

    def answer_json(self, value, status=200):
        self.answer("application/json", json.dumps(value), status)

    def answer(self, kind, text, status=200):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def start(certificate_folder=None):
    """Starts a server, with TLS if there is a folder for the certificate, and returns its port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate_folder:
        key, certificate = certificate_folder / "key.pem", certificate_folder / "certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
             "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
            check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


# Objects and what a delimiter makes of them, for both services.

def page(entries, query, size):
    """Cuts `entries` by prefix, delimiter and page: the entries, the prefixes and the token of the next page."""
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter")
    found = []
    for name, entry in entries:
        if not name.startswith(prefix):
            continue
        end = name.find(delimiter, len(prefix)) if delimiter else -1
        if end < 0:
            found.append((name, entry))
        elif ((name[:end + 1], None)) not in found:
            found.append((name[:end + 1], None))
    start = int(query.get("pageToken") or query.get("marker") or 0)
    cut = found[start:start + size]
    more = str(start + size) if start + size < len(found) else None
    return [e for e in cut if e[1] is not None], [name for name, entry in cut if entry is None], more


def sorted_objects(bucket, many_count):
    return sorted(storage.objects(bucket, many_count), key=lambda object: object[0].encode())


# Google

def google_objects(bucket, versions):
    for key, size, modified in sorted_objects(bucket, storage.MANY_COUNT):
        # With versions, the first object has an older one.
        ages = [86400, 0] if versions and key.endswith("_metadata") else [0]
        for age in ages:
            at = modified - age
            object = {
                "kind": "storage#object", "id": f"{bucket}/{key}/{at}000000", "name": key, "bucket": bucket,
                "generation": f"{at}000000", "metageneration": "1", "contentType": "application/octet-stream",
                "storageClass": "STANDARD", "size": str(size), "crc32c": "AAAAAA==", "etag": "CAE=",
                "timeCreated": storage.iso(at).replace("Z", ".000Z"), "updated": storage.iso(at).replace("Z", ".000Z"),
            }
            if age:
                object["timeDeleted"] = storage.iso(modified).replace("Z", ".000Z")
            yield object


def google_list(bucket, query):
    entries = [(object["name"], object) for object in google_objects(bucket, query.get("versions", "").lower() == "true")]
    items, prefixes, token = page(entries, query, min(int(query.get("maxResults", 1000)), 1000))
    answer = {"kind": "storage#objects", "items": [object for _, object in items]}
    if prefixes:
        answer["prefixes"] = prefixes
    if token:
        answer["nextPageToken"] = token
    return answer


# Azure

def azure_list(container, query):
    entries = [
        (key.rstrip("/"), azure_blob(key, size, modified, "metadata" in query.get("include", "")))
        for key, size, modified in sorted_objects(container, storage.MANY_COUNT_AZURE)]
    blobs, prefixes, marker = page(entries, query, min(int(query.get("maxresults", 5000)), 5000))
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<EnumerationResults ServiceEndpoint="http://127.0.0.1/{AZURE_ACCOUNT}/" ContainerName="{container}"><Blobs>'
        + "".join(xml for _, xml in blobs)
        + "".join(f"<BlobPrefix><Name>{escape(name)}</Name></BlobPrefix>" for name in prefixes)
        + f"</Blobs><NextMarker>{marker or ''}</NextMarker></EnumerationResults>")


def azure_blob(key, size, modified, with_metadata):
    # As a container with a hierarchical namespace lists a directory.
    is_directory = key.endswith("/")
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(modified))
    folder = "<Metadata><hdi_isfolder>true</hdi_isfolder></Metadata>" if is_directory and with_metadata else ""
    return (
        f"<Blob><Name>{escape(key.rstrip('/'))}</Name><Properties><Creation-Time>{date}</Creation-Time>"
        f"<Last-Modified>{date}</Last-Modified><Etag>0x8DE2B6A3A1F0000</Etag><Content-Length>{size}</Content-Length>"
        "<Content-Type>application/octet-stream</Content-Type><BlobType>BlockBlob</BlobType>"
        "<AccessTier>Hot</AccessTier><AccessTierInferred>true</AccessTierInferred><LeaseStatus>unlocked</LeaseStatus>"
        f"<LeaseState>available</LeaseState><ServerEncrypted>true</ServerEncrypted></Properties>{folder}</Blob>")
