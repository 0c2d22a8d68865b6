# SPDX-License-Identifier: GPL-3.0-or-later
"""HEPv3 between Asterisk and the guard, and frames of it as anybody may send them (https://github.com/sipcapture/HEP)."""
import socket
import struct
import time

PORT = 9060


def arrange(pbx, guard, password="lab-hep-4711", key=None, wire=""):
    """res_hep sends what res_hep_pjsip tells it to the guard, which wants that key (without one: the password)."""
    pbx.configure("hep.conf", f"[general]\nenabled = yes\ncapture_address = 127.0.0.1:{PORT}\ncapture_password = {password}\n"
                              "capture_id = 1601\nuuid_type = call-id\n")
    file = guard.folder / "hep.key"
    file.write_text(f"{key or password}\n")
    guard.configure(f'[wire]\nhep_listen = "127.0.0.1:{PORT}"\nhep_key_file = "{file}"\n{wire}')


def chunk(kind, value):
    return struct.pack("!HHH", 0, kind, 6 + len(value)) + value


def frame(source, source_port, target, target_port, payload, key=None, protocol=17):
    """One message that passed from source to target."""
    now = time.time()
    chunks = [chunk(1, b"\x02"), chunk(2, bytes([protocol])), chunk(3, socket.inet_aton(source)),
              chunk(4, socket.inet_aton(target)), chunk(7, struct.pack("!H", source_port)),
              chunk(8, struct.pack("!H", target_port)), chunk(9, struct.pack("!I", int(now))),
              chunk(10, struct.pack("!I", int(now % 1 * 1e6))), chunk(11, b"\x01"), chunk(12, struct.pack("!I", 1601)),
              *([chunk(14, key.encode())] if key else []), chunk(15, payload)]
    body = b"".join(chunks)
    return b"HEP3" + struct.pack("!H", 6 + len(body)) + body
