# SPDX-License-Identifier: Apache-2.0
"""The file systems that are tried, and how they are made and mounted."""

import os
from dataclasses import dataclass

from recorded_disk import system


@dataclass(frozen=True)
class FileSystem:
    name: str
    kind: str
    size: int
    format: tuple = ()
    options: str = "defaults"


FILE_SYSTEMS = [
    FileSystem("ext4", "ext4", 24 << 20, ("-q",)),
    FileSystem("ext4 noauto_da_alloc", "ext4", 24 << 20, ("-q",), "noauto_da_alloc"),
    FileSystem("ext4 commit=600", "ext4", 24 << 20, ("-q",), "commit=600"),
    FileSystem("ext4 data=writeback", "ext4", 24 << 20, ("-q",), "data=writeback,noauto_da_alloc"),
    FileSystem("xfs", "xfs", 64 << 20, ("-q", "--unsupported")),
    FileSystem("btrfs", "btrfs", 128 << 20, ("-q",)),
]
# It neither keeps data and names in order nor writes data early.
WEAKEST = "ext4 data=writeback"


class Disks:
    """Images, mount points and recorded disks, in a folder that should be in memory."""

    def __init__(self, folder, file_system):
        self.folder = folder
        self.file_system = file_system
        self.mount_point = f"{folder}/mounted"
        os.makedirs(self.mount_point, exist_ok=True)
        self.empty = f"{folder}/empty"
        with open(self.empty, "wb") as image:
            image.truncate(file_system.size)
        system(f"mkfs.{file_system.kind}", *file_system.format, self.empty)

    def mount(self, image):
        system("mount", "-t", self.file_system.kind, "-o", f"loop,{self.file_system.options}", image, self.mount_point)

    def unmount(self):
        system("umount", self.mount_point)

    def copy(self, image, name):
        copied = f"{self.folder}/{name}"
        system("cp", "--sparse=always", image, copied)
        return copied
