# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of the manager interface (AMI): logs in, gives orders one by one and waits for the answer to each."""
import socket


def session(host, pbx, name, secret, orders, port=5038, source=None):
    """The answers to the orders, of the login first."""
    sock = host.socket(socket.SOCK_STREAM, address=source)
    with sock:
        sock.connect((pbx, port))
        stream = sock.makefile("rwb")
        stream.readline()  # who greets
        return [say(stream, order, n) for n, order in
                enumerate([{"Action": "Login", "Username": name, "Secret": secret, "Events": "off"}, *orders])]


def say(stream, order, number):
    stream.write("".join(f"{key}: {value}\r\n" for key, value in {**order, "ActionID": str(number)}.items()).encode() + b"\r\n")
    stream.flush()
    while f"actionid: {number}" not in (block := block_of(stream)).lower():
        pass
    return block


def block_of(stream):
    lines = []
    while (line := stream.readline()) not in (b"\r\n", b""):
        lines.append(line.decode(errors="replace"))
    if not lines:
        raise ConnectionResetError("the exchange hung up")
    return "".join(lines)
