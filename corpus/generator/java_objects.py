# SPDX-License-Identifier: Apache-2.0
"""Reads the part of Java's object streams that Flink's CheckpointProperties use, enough to find the end of a stream.

Follows the grammar of the Java Object Serialization Specification, chapter 6. Independent of Flink and of Java.
"""

import struct

MAGIC = bytes.fromhex("aced0005")
NULL, REFERENCE, CLASS_DESCRIPTION, OBJECT, STRING, ENUM = 0x70, 0x71, 0x72, 0x73, 0x74, 0x7E
END_OF_BLOCK = 0x78
FIRST_HANDLE = 0x7E0000
PRIMITIVES = {"B": "b", "C": "H", "D": "d", "F": "f", "I": "i", "J": "q", "S": "h", "Z": "?"}


class ObjectStream:
    """Reads one object from the stream that begins at `position`; `position` then is where the stream ends."""

    def __init__(self, data, position):
        self.data = data
        self.position = position
        self.handles = []

    def read(self):
        if self.take(4) != MAGIC:
            raise ValueError(f"no Java object stream at {self.position - 4}")
        return self.content()

    def take(self, count):
        taken = self.data[self.position : self.position + count]
        if len(taken) != count:
            raise ValueError(f"the file ends inside a Java object, at {len(self.data)}")
        self.position += count
        return taken

    def number(self, code):
        return struct.unpack(">" + code, self.take(struct.calcsize(">" + code)))[0]

    def utf(self):
        return self.take(self.number("H"))

    def content(self):
        kind = self.number("B")
        if kind == NULL:
            return None
        if kind == REFERENCE:
            return self.handles[self.number("I") - FIRST_HANDLE]
        if kind == STRING:
            handle = self.new_handle()
            self.handles[handle] = self.utf().decode()
            return self.handles[handle]
        if kind == CLASS_DESCRIPTION:
            return self.class_description()
        if kind == ENUM:
            description = self.content()
            handle = self.new_handle()
            self.handles[handle] = {"class": description["name"], "constant": self.content()}
            return self.handles[handle]
        if kind == OBJECT:
            description = self.content()
            handle = self.new_handle()
            self.handles[handle] = value = {"class": description["name"]}
            for level in self.lineage(description):
                for name, code in level["fields"]:
                    value[name] = self.number(PRIMITIVES[code]) if code in PRIMITIVES else self.content()
            return value
        raise ValueError(f"a Java object of kind {kind:#x} at {self.position - 1}")

    def class_description(self):
        name = self.utf().decode()
        self.take(8)  # serialVersionUID
        handle = self.new_handle()
        self.handles[handle] = description = {"name": name}
        self.take(1)  # flags
        fields = []
        for _ in range(self.number("H")):
            code = chr(self.number("B"))
            field = self.utf().decode()
            if code not in PRIMITIVES:
                self.content()  # the field's class
            fields.append((field, code))
        description["fields"] = fields
        if self.number("B") != END_OF_BLOCK:
            raise ValueError(f"class annotations at {self.position - 1}")
        description["super"] = self.content()
        return description

    @staticmethod
    def lineage(description):
        """The class and its ancestors, the eldest first, as their fields are written."""
        levels = []
        while description:
            levels.insert(0, description)
            description = description["super"]
        return levels

    def new_handle(self):
        self.handles.append(None)
        return len(self.handles) - 1
