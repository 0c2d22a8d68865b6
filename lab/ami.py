# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of the manager interface (AMI): logs in, gives orders one by one and waits for the answer to each."""
import socket
import threading


def session(host, pbx, name, secret, orders, port=5038, source=None, patience=5):
    """The answers to the orders, of the login first."""
    sock = host.socket(socket.SOCK_STREAM, address=source)
    with sock:
        sock.settimeout(patience)
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


class Record:
    """Everything that the manager sends to one who listens, in a file, until `stop`."""

    def __init__(self, host, pbx, name, secret, path, port=5038):
        self.path, self.over = path, False
        self.socket = host.stream(pbx, port, timeout=0.2)
        self.socket.sendall(f"Action: Login\r\nUsername: {name}\r\nSecret: {secret}\r\n\r\n".encode())
        self.thread = threading.Thread(target=self.write, daemon=True)
        self.thread.start()

    def write(self):
        with self.path.open("wb", buffering=0) as out:
            while True:
                try:
                    if not (got := self.socket.recv(65536)):
                        return
                    out.write(got)
                except socket.timeout:
                    if self.over:
                        return

    def stop(self):
        """When nothing more comes."""
        self.over = True
        self.thread.join()
        self.socket.close()
