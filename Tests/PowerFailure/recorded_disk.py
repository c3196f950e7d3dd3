# SPDX-License-Identifier: Apache-2.0
"""A disk that records what is written to it.

The disk is one file of a FUSE file system, which a process of this module serves. A loop device on that file passes
every write and every flush of a real file system on, in order.
"""

import ctypes
import os
import signal
import struct
import subprocess

LIBC = ctypes.CDLL(None, use_errno=True)

# Operations of the FUSE protocol (linux/fuse.h).
LOOKUP, FORGET, GETATTR, SETATTR, OPEN, READ, WRITE, STATFS = 1, 2, 3, 4, 14, 15, 16, 17
RELEASE, FSYNC, FLUSH, INIT, OPENDIR, RELEASEDIR, INTERRUPT, BATCH_FORGET = 18, 20, 25, 26, 27, 29, 36, 42

HEADER = struct.Struct("<IIQQIIII")
RECORD = struct.Struct("<qI")
MOST_BYTES = 1 << 20
ROOT, DISK = 1, 2


def system(*command):
    """Runs a command that has to succeed, and returns what it prints."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise OSError(f"{' '.join(command)}: status {done.returncode}: {done.stderr.strip()}")
    return done.stdout


class RecordedDisk:
    """Records from the state of an image file, which does not change itself."""

    def __init__(self, image, folder):
        self.folder = folder
        self.log = f"{folder}.log"
        self.content = bytearray(open(image, "rb").read())
        os.makedirs(folder, exist_ok=True)
        self.device = os.open("/dev/fuse", os.O_RDWR)
        options = f"fd={self.device},rootmode=40000,user_id=0,group_id=0".encode()
        if LIBC.mount(b"recorded-disk", folder.encode(), b"fuse", 0, options) != 0:
            raise OSError(ctypes.get_errno(), f"cannot mount a FUSE file system on {folder}")
        open(self.log, "wb").close()
        # A process of its own: the one that waits for a system call on the disk cannot also answer it.
        self.process = os.fork()
        if self.process == 0:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            try:
                self._serve()
            finally:
                os._exit(0)
        os.close(self.device)

    @property
    def path(self):
        return f"{self.folder}/disk"

    def position(self):
        """How much has been recorded."""
        return os.path.getsize(self.log)

    def end(self):
        system("umount", self.folder)
        os.waitpid(self.process, 0)

    def events(self):
        """What has been recorded: (position after it, offset, bytes); a flush has the offset -1."""
        log = open(self.log, "rb").read()
        position = 0
        while position < len(log):
            offset, count = RECORD.unpack_from(log, position)
            position += RECORD.size
            data = log[position : position + count]
            position += count
            yield position, offset, data

    # The server.

    def _serve(self):
        log = open(self.log, "ab", buffering=0)
        while True:
            try:
                request = os.read(self.device, MOST_BYTES + 4096)
            except InterruptedError:
                continue
            except OSError:
                return  # unmounted
            _, operation, unique, node = HEADER.unpack_from(request)[:4]
            if operation in (FORGET, BATCH_FORGET, INTERRUPT):
                continue
            error, answer = self._answer(operation, node, memoryview(request)[HEADER.size :], log)
            os.write(self.device, struct.pack("<IiQ", 16 + len(answer), -error, unique) + answer)

    def _answer(self, operation, node, body, log):
        if operation == INIT:
            # Version 7.31, with writes of more than a page.
            flags = 1 << 5 | 1 << 22
            return 0, struct.pack("<IIIIHHIIHHI28x", 7, 31, MOST_BYTES, flags, 0, 0, MOST_BYTES, 1, 256, 0, 0)
        if operation == LOOKUP:
            if bytes(body).rstrip(b"\0") != b"disk":
                return 2, b""  # ENOENT
            return 0, struct.pack("<QQQQII", DISK, 0, 3600, 3600, 0, 0) + self._attributes(DISK)
        if operation in (GETATTR, SETATTR):
            return 0, struct.pack("<QII", 3600, 0, 0) + self._attributes(node)
        if operation in (OPEN, OPENDIR):
            return 0, struct.pack("<QII", 0, 1, 0)  # FOPEN_DIRECT_IO: nothing waits in the page cache
        if operation == READ:
            _, offset, count = struct.unpack_from("<QQI", body)
            return 0, bytes(self.content[offset : offset + count])
        if operation == WRITE:
            _, offset, count = struct.unpack_from("<QQI", body)
            data = bytes(body[40 : 40 + count])
            self.content[offset : offset + count] = data
            log.write(RECORD.pack(offset, count) + data)
            return 0, struct.pack("<II", count, 0)
        if operation == FSYNC:
            log.write(RECORD.pack(-1, 0))
            return 0, b""
        if operation in (FLUSH, RELEASE, RELEASEDIR):
            return 0, b""
        if operation == STATFS:
            return 0, struct.pack("<QQQQQIII28x", 1 << 20, 1 << 19, 1 << 19, 9, 9, 4096, 255, 4096)
        return 38, b""  # ENOSYS

    def _attributes(self, node):
        size, mode = (0, 0o40755) if node == ROOT else (len(self.content), 0o100600)
        return struct.pack("<QQQQQQIIIIIIIIII", node, size, size // 512, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0, 4096, 0)
