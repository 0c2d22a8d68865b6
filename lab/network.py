# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's world: a router, and hosts on veth pairs behind it. No link leads out.

The whole lab lives in mount, network, pid and host-name namespaces of its own (`enter`). When its first process ends,
however it ends, the kernel ends all others and takes the namespaces away; and labs that run at once never meet.
"""
import contextlib
import ctypes
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys

from lab import Missing

CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
ROUTER = "10.99.255.1"
INSIDE = "DENWABAN_LAB_INSIDE"
libc = ctypes.CDLL(None, use_errno=True)


def enter(module, arguments):
    """Starts `python -m module arguments` in the lab's namespaces; returns its exit status."""
    flags = ["--mount", "--net", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "--mount-proc"]
    probe = subprocess.run(["unshare", *flags, "true"], capture_output=True, text=True)
    if probe.returncode != 0:
        raise Missing(f"namespaces cannot be made here ({probe.stderr.strip()}): run as root")
    command = ["unshare", *flags, sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env={**os.environ, INSIDE: "1"}, preexec_fn=end_with_parent).returncode


def end_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def inside():
    return os.environ.get(INSIDE) == "1"


def run(*command, check=True):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.returncode}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


class Network:
    """The router is the namespace that this process is in."""

    def __init__(self):
        assert inside(), "call enter() first"
        run("hostname", "pbx")
        pathlib.Path("/run/netns").mkdir(exist_ok=True)
        run("mount", "-t", "tmpfs", "tmpfs", "/run/netns")
        run("ip", "link", "set", "lo", "up")
        for key, value in (("ipv4/ip_forward", 1), ("ipv6/conf/all/forwarding", 1), ("ipv4/conf/all/rp_filter", 0),
                           ("ipv4/conf/default/rp_filter", 0)):
            pathlib.Path("/proc/sys/net", key).write_text(str(value))
        self.hosts = []

    def host(self, name, *addresses):
        host = Host(name, addresses, len(self.hosts))
        self.hosts.append(host)
        return host


class Host:
    """A namespace with addresses of its own; the first one is where it speaks from."""

    def __init__(self, name, addresses, number):
        self.name, self.addresses, self.address = name, addresses, addresses[0]
        run("ip", "netns", "add", name)
        self.near = near = f"veth{number}"
        run("ip", "link", "add", near, "type", "veth", "peer", "name", "eth0", "netns", name)
        run("ip", "address", "add", f"{ROUTER}/32", "dev", near)
        run("ip", "-6", "address", "add", "fe80::1/64", "dev", near, "nodad")
        run("ip", "link", "set", near, "up")
        self.run("ip", "link", "set", "lo", "up")
        self.run("ip", "link", "set", "eth0", "up")
        for address in addresses:
            six = ":" in address
            length = 128 if six else 32
            self.run("ip", "address", "add", f"{address}/{length}", "dev", "eth0", *(["nodad"] if six else []))
            run("ip", "route", "add", f"{address}/{length}", "dev", near)
        self.run("ip", "route", "add", "default", "via", ROUTER, "dev", "eth0", "onlink", "src",
                 next((a for a in addresses if ":" not in a), "10.99.255.2"))
        if any(":" in address for address in addresses):
            self.run("ip", "-6", "route", "add", "default", "via", "fe80::1", "dev", "eth0")

    def speaks_for(self, prefix):
        """From now on every address of that IPv4 network that no other host has is this host's, too: sockets may be bound to it."""
        run("ip", "route", "add", prefix, "dev", self.near)
        self.run("ip", "route", "add", "local", prefix, "dev", "lo")

    def command(self, *words):
        return ["ip", "netns", "exec", self.name, *[str(word) for word in words]]

    def run(self, *words, check=True):
        return run(*self.command(*words), check=check)

    def start(self, *words, **options):
        """A program that goes on; whoever starts it stops it."""
        return subprocess.Popen(self.command(*words), stdin=subprocess.DEVNULL, **options)

    def socket(self, kind=socket.SOCK_DGRAM, port=0, family=socket.AF_INET, address=None):
        """A socket of this process that lives on this host."""
        with self.visited():
            sock = socket.socket(family, kind)
        address = address or next(a for a in self.addresses if (":" in a) == (family == socket.AF_INET6))
        sock.bind((address, port))
        sock.settimeout(5)
        return sock

    def stream(self, address, port, timeout=2.0):
        """A TCP connection of this process from this host."""
        with self.visited():
            sock = socket.socket()
        sock.settimeout(timeout)
        sock.connect((address, port))
        return sock

    @contextlib.contextmanager
    def visited(self):
        """This thread is in the host's network namespace meanwhile; sockets made here stay there."""
        with open("/proc/thread-self/ns/net", "rb") as home, open(f"/run/netns/{self.name}", "rb") as there:
            set_namespace(there)
            try:
                yield
            finally:
                set_namespace(home)

    def forge(self, source, target, payload, source_port=5060, port=5060):
        """One UDP datagram with a source address that is not ours. The kernel fills in the IPv4 checksum; UDP needs none."""
        with self.visited():
            raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
        with raw:
            udp = struct.pack("!HHHH", source_port, port, 8 + len(payload), 0) + payload
            header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, socket.IPPROTO_UDP, 0,
                                 socket.inet_aton(source), socket.inet_aton(target))
            raw.sendto(header + udp, (target, 0))


def set_namespace(handle):
    if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def end(process, patience=10):
    """Asks a process to end, if there is one that runs, and makes it."""
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
