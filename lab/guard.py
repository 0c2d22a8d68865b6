# SPDX-License-Identifier: GPL-3.0-or-later
"""The guard on the PBX, as a service would run it, and what can be asked of it."""
import ipaddress
import json
import re
import signal
import subprocess

from lab import network
from lab.waiting import until


class Guard:
    def __init__(self, program, host, pbx, folder, settings=""):
        self.program, self.host, self.folder, self.process = program, host, folder, None
        folder.mkdir()
        self.config = folder / "denwaban.toml"
        # The paths in Asterisk's own configuration hold in its root only, so the logs are named here; ports the guard finds
        # for itself.
        logs = json.dumps([f"{pbx.folder}/log/{name}" for name in pbx.logs])
        self.config.write_text(f'[pbx]\nconfig_dir = "{pbx.folder}/etc"\nlog_dir = "{pbx.folder}/log"\n'
                               f'logs = {logs}\n[store]\npath = "{folder}/store"\n'
                               f'[control]\nsocket = "{folder}/socket"\n{settings}')

    def configure(self, toml):
        with self.config.open("a") as out:
            out.write(toml)

    def set(self, table, line):
        """One more setting in a table that is there already; one of the same name goes."""
        name = line.split(" = ")[0]
        text = re.sub(rf"^{name} = .*\n", "", self.config.read_text(), flags=re.M)
        self.config.write_text(text.replace(f"[{table}]\n", f"[{table}]\n{line}\n", 1))

    def start(self):
        with (self.folder / "said").open("w") as said:
            self.process = self.host.start("env", "TZ=UTC", self.program, "--config", self.config, "watch", stderr=said)
        until("the guard answers", lambda: self.process.poll() is not None or self.ask("status", check=False))
        if self.process.poll() is not None:
            raise RuntimeError(f"the guard ended at once: {self.said()}")

    def stop(self):
        network.end(self.process)

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def saved_at(self):
        """When it last kept its state, in nanoseconds; 0: never."""
        return max((path.stat().st_mtime_ns for path in (self.folder / "store").glob("snapshot*")), default=0)

    def kill(self):
        """As a crash would."""
        self.process.kill()
        self.process.wait()

    def said(self):
        return (self.folder / "said").read_text(errors="replace")

    def ask(self, *words, check=True):
        command = self.host.command("env", "TZ=UTC", self.program, "--config", self.config, "--json", *words)
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            if check:
                raise AssertionError(f"denwaban {' '.join(words)}: {done.returncode}: {done.stderr}")
            return None
        return [json.loads(line) for line in done.stdout.splitlines()]

    def status(self):
        return self.ask("status")[0]

    def calls(self, *words):
        return self.ask("calls", *words)

    def standing(self, action="ban"):
        return {record["target"]: record for record in self.ask("bans") if record["type"] == "standing"
                and record["action"] == action}

    def ban_of(self, address):
        """The ban that holds for the address, be it its own or its network's."""
        here = ipaddress.ip_address(address)
        return next((ban for target, ban in self.standing().items() if here in ipaddress.ip_network(target)), None)

    def findings(self, address=None, detector=None):
        return self.ask("findings", "--limit", 10000, *(["--address", address] if address else []),
                        *(["--detector", detector] if detector else []))

    def in_kernel(self, target):
        """Whether the firewall of the PBX itself holds the address or network."""
        return target.split("/")[0] in self.host.run("nft", "list", "ruleset")
