# SPDX-License-Identifier: GPL-3.0-or-later
"""As much IAX2 (RFC 5456) as somebody needs who looks for exchanges and guesses passwords."""
import hashlib
import socket
import struct

IAX, POKE, PONG, REGREQ, REGAUTH, REGACK, REGREJ, CALLTOKEN = 6, 30, 3, 13, 14, 15, 16, 40
USERNAME, CHALLENGE, MD5_RESULT, REFRESH, TOKEN = 6, 15, 16, 19, 54
NAMES = {PONG: "pong", REGACK: "accepted", REGREJ: "rejected", REGAUTH: "challenged"}


def frame(subclass, elements=(), ours=1, theirs=0, sent=0, received=0):
    body = b"".join(struct.pack("!BB", kind, len(value)) + value for kind, value in elements)
    return struct.pack("!HHIBBBB", 0x8000 | ours, theirs, 3, sent, received, IAX, subclass) + body


def answer(sock):
    """(subclass, their call number, elements) of the next full frame that says something; None when nothing comes."""
    while True:
        try:
            raw = sock.recv(4096)
        except (socket.timeout, ConnectionRefusedError):
            return None
        if len(raw) < 12 or raw[10] != IAX or raw[11] == 4:  # 4: a bare acknowledgement
            continue
        elements, at = {}, 12
        while at + 2 <= len(raw):
            elements[raw[at]] = raw[at + 2:at + 2 + raw[at + 1]]
            at += 2 + raw[at + 1]
        return raw[11], struct.unpack("!H", raw[:2])[0] & 0x7FFF, elements


def poke(sock, pbx):
    with sock:
        sock.settimeout(1)
        sock.sendto(frame(POKE), pbx)
        got = answer(sock)
        return NAMES.get(got[0]) if got else None


def register(sock, pbx, name, secret):
    """Says how the registration ended: accepted, rejected, challenged, or None for silence."""
    with sock:
        sock.settimeout(1)
        who = [(USERNAME, name.encode()), (REFRESH, struct.pack("!H", 60))]
        sock.sendto(frame(REGREQ, [*who, (TOKEN, b"")]), pbx)
        got = answer(sock)
        if got and got[0] == CALLTOKEN:
            sock.sendto(frame(REGREQ, [*who, (TOKEN, got[2].get(TOKEN, b""))]), pbx)
            got = answer(sock)
        if got and got[0] == REGAUTH:
            digest = hashlib.md5(got[2].get(CHALLENGE, b"") + secret.encode()).hexdigest().encode()
            sock.sendto(frame(REGREQ, [*who, (MD5_RESULT, digest)], theirs=got[1], sent=1, received=1), pbx)
            got = answer(sock)
        return NAMES.get(got[0], str(got[0])) if got else None
