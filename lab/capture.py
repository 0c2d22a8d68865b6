# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading back what tcpdump wrote: of all interfaces of a host (`-i any`), and what the firewall told (`-i nflog:N`)."""
import collections
import socket
import struct

Packet = collections.namedtuple("Packet", "time source port tcp sequence payload")
SLL, SLL2, NFLOG = 113, 276, 239
OUTGOING, PAYLOAD = 4, 9


def packets(path):
    """The IPv4 packets in it that came in: UDP and TCP, in the order of the file."""
    raw = path.read_bytes()
    link = struct.unpack("<I", raw[20:24])[0]
    at = 24
    while at + 16 <= len(raw):
        seconds, micros, length, _ = struct.unpack("<4I", raw[at:at + 16])
        frame, at = raw[at + 16:at + 16 + length], at + 16 + length
        packet = network_layer(link, frame)
        if packet and packet[0] >> 4 == 4 and (read := transport(seconds + micros / 1e6, packet)):
            yield read


def network_layer(link, frame):
    if link == SLL2:
        return frame[20:] if frame[:2] == b"\x08\x00" and frame[10] != OUTGOING else None
    if link == SLL:
        return frame[16:] if frame[14:16] == b"\x08\x00" and frame[1] != OUTGOING else None
    assert link == NFLOG, f"link type {link}"
    at = 4
    while at + 4 <= len(frame):
        length, kind = struct.unpack("<HH", frame[at:at + 4])
        if kind == PAYLOAD:
            return frame[at + 4:at + length]
        at += max(4, length + 3 & ~3)
    return None


def transport(when, packet):
    header, protocol = 4 * (packet[0] & 15), packet[9]
    body = packet[header:int.from_bytes(packet[2:4], "big")]
    source = socket.inet_ntoa(packet[12:16])
    if protocol == 17 and len(body) >= 8:
        return Packet(when, source, int.from_bytes(body[:2], "big"), False, 0, body[8:])
    if protocol == 6 and len(body) >= 20:
        sequence = int.from_bytes(body[4:8], "big")
        return Packet(when, source, int.from_bytes(body[:2], "big"), True, sequence, body[4 * (body[12] >> 4):])
    return None
