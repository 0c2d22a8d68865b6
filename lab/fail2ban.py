# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's fail2ban on the PBX instead of the guard: the package's own filter and jail, its nftables action."""
import ipaddress
import pathlib
import re
import shutil
import subprocess

from lab import Missing, network
from lab.waiting import until

PACKAGE = pathlib.Path("/etc/fail2ban")


class Fail2ban:
    """All that differs from the package is the log's place, and `port`, for an exchange that listens elsewhere."""

    def __init__(self, program, host, pbx, folder, port):
        if not shutil.which("fail2ban-server"):
            raise Missing("fail2ban is not installed: apt-get install fail2ban")
        self.host, self.folder, self.process = host, folder, None
        shutil.copytree(PACKAGE, folder / "etc")
        messages = next(name for name in pbx.logs if name.startswith("messages"))
        moved = "" if port == 5060 else f"port = 5060,5061,{port}\n"
        (folder / "etc/jail.local").write_text(
            "[DEFAULT]\nbanaction = nftables\nbanaction_allports = nftables[type=allports]\n[sshd]\nenabled = false\n"
            f"[asterisk]\nenabled = true\nlogpath = {pbx.folder}/log/{messages}\n{moved}")
        (folder / "etc/fail2ban.local").write_text(
            f"[Definition]\nlogtarget = {folder}/said\nsocket = {folder}/socket\npidfile = {folder}/pid\ndbfile = None\n")
        # It asks for its host's name before it first counts a failure, and no server of names can be reached here: without an
        # answer at once it would ban ten seconds late.
        for name, text in (("hosts", "127.0.0.1 localhost pbx\n"), ("resolv.conf", "nameserver 127.0.0.1\n")):
            (folder / name).write_text(text)
            network.run("mount", "--bind", folder / name, pathlib.Path("/etc", name).resolve())
        self.where = ["-c", folder / "etc", "-s", folder / "socket", "-p", folder / "pid"]

    def start(self):
        self.process = self.host.start("env", "TZ=UTC", "fail2ban-server", "-f", *self.where, "start",
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until("fail2ban watches the log", lambda: "Status for the jail" in self.client("status", "asterisk"))

    def client(self, *words):
        return self.host.run("fail2ban-client", *self.where, *words, check=False)

    def stop(self):
        network.end(self.process)

    def said(self):
        return (self.folder / "said").read_text(errors="replace")

    def ban_of(self, address):
        """Whether it bans the address now. (It bans no networks.)"""
        banned = re.search(r"Banned IP list:(.*)", self.client("status", "asterisk"))
        return address in {str(ipaddress.ip_address(word)) for word in banned[1].split()}

    def ask(self, *_, **__):
        return []
