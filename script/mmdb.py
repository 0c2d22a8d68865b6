# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes files in MaxMind's DB format 2.0 (https://maxmind.github.io/MaxMind-DB/), as little of it as our data needs:
records are maps of texts and numbers. Networks must not overlap."""
import ipaddress
import struct
import time

POINTER, TEXT, DOUBLE, BYTES, UINT16, UINT32, MAP = 1, 2, 3, 4, 5, 6, 7
UINT64, ARRAY = 9, 11
SEPARATOR = 16


class Typed(int):
    """A number that is written as another type than 32 bits."""

    def __new__(cls, value, kind):
        self = super().__new__(cls, value)
        self.kind = kind
        return self


def head(kind, size):
    low, extra = (kind << 5, b"") if kind < 8 else (0, bytes([kind - 7]))
    if size < 29:
        return bytes([low | size]) + extra
    if size < 285:
        return bytes([low | 29]) + extra + bytes([size - 29])
    return bytes([low | 30]) + extra + struct.pack(">H", size - 285)


def encoded(value):
    if isinstance(value, str):
        text = value.encode()
        return head(TEXT, len(text)) + text
    if isinstance(value, int):
        raw = int(value).to_bytes(8, "big").lstrip(b"\0")
        return head(getattr(value, "kind", UINT32), len(raw)) + raw
    if isinstance(value, dict):
        return head(MAP, len(value)) + b"".join(encoded(k) + encoded(v) for k, v in value.items())
    if isinstance(value, list):
        return head(ARRAY, len(value)) + b"".join(map(encoded, value))
    raise TypeError(type(value))


class Writer:
    """A tree of IPv6; IPv4 lives under ::/96, as readers expect it."""

    def __init__(self):
        self.left, self.right = [0], [0]  # 0: nothing, positive: a node, negative: -1 - offset of a record
        self.data, self.places = bytearray(), {}

    def place(self, record):
        raw = encoded(record)
        if raw not in self.places:
            self.places[raw] = len(self.data)
            self.data += raw
        return -1 - self.places[raw]

    def add(self, network, record):
        """`network`: an ipaddress network."""
        bits, length = int(network.network_address), network.prefixlen
        if network.version == 4:
            length += 96
        self.insert(bits, length, self.place(record))

    def add_range(self, first, last, record):
        for network in ipaddress.summarize_address_range(first, last):
            self.add(network, record)

    def insert(self, bits, length, leaf):
        left, right = self.left, self.right
        node = 0
        for depth in range(length):
            side = right if bits >> (127 - depth) & 1 else left
            if depth + 1 == length:
                side[node] = leaf
                return
            child = side[node]
            if child <= 0:
                left.append(0)
                right.append(0)
                child = side[node] = len(left) - 1
            node = child

    def write(self, path, kind, description):
        count = len(self.left)
        size = 28 if count + SEPARATOR + len(self.data) < 1 << 28 else 32

        def number(value):
            return value if value > 0 else count if value == 0 else count + SEPARATOR - 1 - value

        with open(path, "wb") as out:
            tree = bytearray()
            for left, right in zip(self.left, self.right):
                a, b = number(left), number(right)
                if size == 28:
                    tree += struct.pack(">I", a & 0xffffff)[1:] + bytes([a >> 24 << 4 | b >> 24]) + struct.pack(">I", b & 0xffffff)[1:]
                else:
                    tree += struct.pack(">II", a, b)
            out.write(tree)
            out.write(bytes(SEPARATOR))
            out.write(self.data)
            out.write(b"\xab\xcd\xefMaxMind.com")
            out.write(encoded({
                "node_count": count, "record_size": Typed(size, UINT16), "ip_version": Typed(6, UINT16),
                "database_type": kind, "languages": ["en"], "binary_format_major_version": Typed(2, UINT16),
                "binary_format_minor_version": Typed(0, UINT16), "build_epoch": Typed(int(time.time()), UINT64),
                "description": {"en": description}}))
