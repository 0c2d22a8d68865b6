# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scenario is given: a PBX that runs, a guard that watches it, and people to invite."""
import json
import pathlib
import re
import signal
import subprocess
import tempfile
import time

from lab import asterisk, attackers, guard, handset, network, phones, rootfs, sip
from lab.waiting import until

# Which exchange is played against: the Asterisk, its SIP channel, port and accounts.
KINDS = {"16": (16, "chan_sip", 5060, "10{}"), "16-pjsip": (16, "chan_pjsip", 5070, "20{}"),
         "22": (22, "chan_pjsip", 5060, "10{}")}


class Stage:
    def __init__(self, kind, program, logs="shipped", settings="", keep=False, prepare=None, who_guards=guard.Guard):
        self.kind, self.keep, self.began = kind, keep, time.monotonic()
        self.version, self.channel, self.sip_port, self.accounts = KINDS[kind]
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="denwaban-lab."))
        self.running = []
        self.network = network.Network()
        if not keep:  # seen by this run only, and gone with it
            network.run("mount", "-t", "tmpfs", "tmpfs", self.folder)
        self.folder.chmod(0o755)
        self.pbx_host = self.network.host("pbx", asterisk.ADDRESS, asterisk.ADDRESS6)
        self.pbx = asterisk.Asterisk(self.pbx_host, rootfs.prepare(self.version), self.version, self.folder / "pbx", logs)
        self.guard = who_guards(program, self.pbx_host, self.pbx, self.folder / "guard", settings)
        self.witness, self.logs, self.prepare = None, logs, prepare

    def __enter__(self):
        try:
            self.capture()
            if self.prepare:
                self.prepare(self)
            version = self.pbx.start()
            self.running.append(self.pbx)
            self.running.append(self.guard)
            self.guard.start()
            self.witness = self.host("witness", "192.0.2.77")
            self.say(f"{version} ({self.channel}, {self.logs} logs) is up, and guarded")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind, value, trace):
        if kind and issubclass(kind, Exception):
            self.tell_what_was_seen()
        for one in reversed(self.running):
            one.stop()
        self.tcpdump.send_signal(signal.SIGINT)
        self.tcpdump.wait()
        if self.keep:
            print(f"kept: {self.folder}")
        else:
            network.run("umount", "--lazy", self.folder)
            self.folder.rmdir()

    def capture(self):
        self.tcpdump = self.pbx_host.start("tcpdump", "-i", "any", "-U", "-Z", "root", "-w", self.folder / "pbx.pcap",
                                           stderr=subprocess.PIPE, text=True)
        while "listening on" not in (line := self.tcpdump.stderr.readline()):
            if not line:
                raise RuntimeError("tcpdump does not capture")

    def tell_what_was_seen(self):
        seen = [line for line in self.pbx.log().splitlines() if "loader.c" not in line and "Unable to load config" not in line]
        print("--- Asterisk logged", *seen[:5], "...", *seen[-15:], sep="\n")
        print(f"--- the guard said\n{self.guard.said()[-2000:]}")
        if self.guard.process and self.guard.process.poll() is None:
            for words in (["status"], ["findings"], ["bans"]):
                print(f"--- denwaban {' '.join(words)}\n" + "\n".join(map(str, self.guard.ask(*words, check=False) or [])))

    def say(self, what):
        print(f"{time.monotonic() - self.began:6.1f} s  {what}", flush=True)

    # Who there is
    def host(self, name, *addresses):
        return self.network.host(name, *addresses)

    def account(self, number):
        return self.accounts.format(number)

    def password(self, number):
        return "1234" if number == 2 else asterisk.PASSWORD.format(self.account(number))

    def phone(self, host, number, **options):
        return phones.Phone(host, self.pbx.address, self.sip_port, self.account(number), self.password(number), **options)

    def more_accounts(self, numbers):
        """Accounts beyond the ten that there are; before Asterisk starts."""
        for name, password in ((self.account(n), self.password(n)) for n in numbers):
            if self.channel == "chan_sip":
                self.pbx.configure("sip.conf", f"\n[{name}](phone)\nsecret = {password}\n")
            else:
                self.pbx.configure("pjsip.conf", f"\n[{name}](phone)\nauth = {name}-login\naors = {name}\n[{name}-login](login)\n"
                                                 f"username = {name}\npassword = {password}\n[{name}](place)\n")

    def real_phone(self, host, number, port=None, **options):
        phone = phones.RealPhone(host, self.pbx.address, port or self.sip_port, self.account(number), self.password(number),
                                 self.folder / f"baresip-{number}", **options)
        self.running.append(phone)
        return phone.start()

    def handset(self, host, number, **options):
        one = handset.Handset(host, self.pbx.address, self.sip_port, self.account(number), self.password(number), **options)
        self.running.append(one)
        return one

    def trunk(self):
        trunk = phones.Trunk(self.host("trunk", "192.0.2.200"), self.pbx.address, self.sip_port)
        self.running.append(trunk)
        if self.kind != "16-pjsip":  # the trunk belongs to the other channel there
            until("Asterisk knows that the trunk is alive", self.trunk_is_alive)
        return trunk

    def trunk_is_alive(self):
        """Asterisk has asked before there was a trunk, and asks again in its own time, or when it is told to."""
        if self.version < 18:
            self.pbx.cli("sip qualify peer trunk")
            return re.search(r"Status +: OK", self.pbx.cli("sip show peer trunk"))
        self.pbx.cli("pjsip qualify trunk")
        return re.search(r"Contact: .* Avail ", self.pbx.cli("pjsip show aor trunk"))

    def sipp_callers(self, host, number, to, calls):
        callers = phones.SippCallers(host, self.pbx.address, self.sip_port, self.account(number), self.password(number), to,
                                     calls, self.folder / "sipp-callers")
        self.running.append(callers)
        return callers

    def attacker(self, name, *addresses):
        one = attackers.Attacker(self.host(name, *addresses), self.pbx.address, self.sip_port, self.folder / name)
        self.running.append(one)
        return one

    def eye(self, what):
        """What `status` says of that source of packets ("capture", "HEP"); None where there is none."""
        return next((source for source in self.guard.status()["sources"] if source.get("wire", "").startswith(what)), None)

    def manager(self):
        """What `status` says of Asterisk's manager; None where the guard does not listen to it."""
        return next((source for source in self.guard.status()["sources"] if "manager" in source), None)

    def replayed_calls(self, path):
        """What `replay --calls` tells of a recorded session."""
        told = network.run(self.guard.program, "--json", "replay", "--calls", path)
        return [call for call in map(json.loads, told.splitlines()) if call["type"] == "call"]

    def listens_to_the_manager(self, secret="Dw-ears9", rights="read = security", more="", settings=""):
        """Before anything starts: a user of manager.conf for the guard, and the guard told of it."""
        self.pbx.configure("manager.conf", f"\n[denwaban]\nsecret = Dw-ears9\n{rights}\ndeny = 0.0.0.0/0.0.0.0\n"
                                           f"permit = 127.0.0.1/255.255.255.255\n{more}")
        path = self.guard.folder / "ami.secret"
        path.touch(mode=0o600)
        path.write_text(f"{secret}\n")
        self.guard.configure(f'[ami]\nsecret_file = "{path}"\n{settings}')

    def hears_the_manager(self, sessions=1):
        """Waits until the guard has logged in so many times, and listens."""
        def listens():
            manager = self.manager()
            return manager and manager["state"] == "listening" and manager["sessions"] >= sessions and manager
        return until("the guard listens to the manager", listens, patience=120)

    def cut_off_the_manager(self, verdict):
        """What is sent to the manager or by it is met with that verdict of nft, until `mend`."""
        self.pbx_host.run("nft", "add", "table", "inet", "cut")
        self.pbx_host.run("nft", "add", "chain", "inet", "cut", "out", "{ type filter hook output priority 0; }")
        for side in ("dport", "sport"):
            self.pbx_host.run("nft", "add", "rule", "inet", "cut", "out", "tcp", side, "5038", *verdict.split())

    def mend(self):
        self.pbx_host.run("nft", "delete", "table", "inet", "cut")

    def sees_the_wire(self):
        return self.eye("capture") is not None

    # What must be true
    def banned(self, address):
        """Waits until the guard has banned the address, and looks whether the kernel's firewall holds it."""
        ban = until(f"{address} is banned", lambda: self.guard.ban_of(address))
        until(f"the firewall has {ban['target']}", lambda: self.guard.in_kernel(ban["target"]), 5)
        found = [f["detector"] for f in self.guard.findings(address) if "detector" in f]
        whom = address if ban["target"].startswith(address) else ban["target"]
        self.say(f"{whom} is banned ({ban['reason']}; {', '.join(sorted(set(found))) or 'no finding'})")
        return ban

    def unheard(self, host, address=None):
        """Nothing that the host sends is answered; that a witness is answered afterwards says when to stop waiting."""
        asking = sip.Speaker(host, self.pbx.address, self.sip_port, address=address)
        asking.send(asking.message("OPTIONS", f"sip:{asking.there}:{self.sip_port}"))
        self.heard(self.witness)
        answer = asking.receive(timeout=0.2)
        asking.close()
        assert answer is None, f"{asking.address} is banned, and yet was answered: {answer.first}"
        self.say(f"{asking.address} speaks, and is not answered")

    def heard(self, host, who="witness"):
        asking = sip.Speaker(host, self.pbx.address, self.sip_port)
        asking.patient = True
        answer = asking.ask("OPTIONS", f"sip:{self.account(0)}@{asking.there}:{self.sip_port}", who=who, timeout=10)
        asking.close()
        assert answer, f"{host.address} is not answered"

    def read_up(self):
        """Returns when the guard has read all that is in the logs now."""
        def read():
            # A file that was rotated away is listed before the one that has its name now.
            read_to = {s["file"]: s["read_to"] for s in self.guard.status()["sources"] if "read_to" in s}
            return read_to and all(at >= (self.pbx.folder / "log" / pathlib.Path(file).name).stat().st_size
                                   for file, at in read_to.items())
        until("the guard has read everything", read)

    def spared(self, *addresses):
        self.read_up()
        for address in addresses:
            assert not self.guard.ban_of(address), f"{address} did nothing and is banned: {self.guard.ask('why', address)}"
        limited = [target for target in self.guard.standing("shed") if target.split("/")[0] in addresses]
        self.say(f"not banned: {', '.join(addresses)}" + (f" (limited: {', '.join(limited)})" if limited else ""))
