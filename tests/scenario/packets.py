# SPDX-License-Identifier: GPL-3.0-or-later
"""A small reader of captures that shares nothing with the program: classic pcap, Ethernet or Linux cooked, UDP and TCP whole
in their packets, which the recordings are."""
import collections
import ipaddress
import lzma
import re
import struct

Packet = collections.namedtuple("Packet", "time source source_port target target_port protocol payload")


def packets(path):
    data = lzma.open(path).read()
    assert data[:4] == b"\xd4\xc3\xb2\xa1", f"{path}: not a classic little-endian pcap"
    link = struct.unpack_from("<I", data, 20)[0]
    skip = {1: 14, 113: 16, 276: 20}[link]
    at = 24
    while at < len(data):
        seconds, fraction, length, _ = struct.unpack_from("<IIII", data, at)
        packet = decoded(seconds + fraction / 1e6, data[at + 16 + skip:at + 16 + length])
        if packet:
            yield packet
        at += 16 + length


def decoded(time, ip):
    if not ip:
        return None
    if ip[0] >> 4 == 4:
        head, protocol = (ip[0] & 15) * 4, ip[9]
        source, target = (str(ipaddress.ip_address(ip[i:i + 4])) for i in (12, 16))
        end = struct.unpack_from(">H", ip, 2)[0]
    elif ip[0] >> 4 == 6:
        head, protocol = 40, ip[6]
        source, target = (str(ipaddress.ip_address(ip[i:i + 16])) for i in (8, 24))
        end = 40 + struct.unpack_from(">H", ip, 4)[0]
    else:
        return None
    if protocol not in (6, 17):
        return None
    source_port, target_port = struct.unpack_from(">HH", ip, head)
    body = head + (8 if protocol == 17 else (ip[head + 12] >> 4) * 4)
    return Packet(time, source, source_port, target, target_port, protocol, ip[body:end])


def header(message, *names):
    for name in names:
        found = re.search(rb"^%s[ \t]*:[ \t]*(.*?)\r?$" % name, message, re.M | re.I)
        if found:
            return found[1].decode(errors="replace")
    return ""


def sip_requests(path):
    """Requests over UDP, each transaction once: (method, packet, message)."""
    seen = set()
    for packet in packets(path):
        first = re.match(rb"([A-Z]+) sips?:\S+ SIP/2\.0\r?\n", packet.payload)
        if packet.protocol != 17 or not first:
            continue
        key = (packet.source, packet.source_port, packet.target, header(packet.payload, b"Call-ID", b"i"),
               header(packet.payload, b"CSeq"), header(packet.payload, b"Via", b"v"))
        if key not in seen:
            seen.add(key)
            yield first[1].decode(), packet, packet.payload


def ami_logins(path):
    """Plain-text logins on port 5038: (source, user, secret)."""
    streams = collections.defaultdict(bytes)
    for packet in packets(path):
        if packet.protocol == 6 and packet.target_port == 5038:
            streams[packet.source, packet.source_port] += packet.payload
    for (source, _), text in streams.items():
        for block in re.split(rb"\r?\n\r?\n", text):
            if header(block, b"Action").lower() == "login" and header(block, b"Secret"):
                yield source, header(block, b"Username"), header(block, b"Secret")
