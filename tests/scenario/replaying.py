# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs `denwaban replay --json` on recordings and reads what it says."""
import ipaddress
import json
import lzma
import pathlib
import subprocess

RECORDINGS = pathlib.Path(__file__).resolve().parents[2] / "recordings"
RUNS = ("a16-default", "a16-variant", "a22-default", "a22-variant")


class Replayed:
    def __init__(self, program, paths, *options):
        run = subprocess.run([program, "--json", "replay", "--timezone", "UTC", *options, *map(str, paths)],
                             capture_output=True, text=True)
        assert run.returncode == 0, f"exit status {run.returncode}: {run.stderr}"
        self.text = run.stdout
        records = [json.loads(line) for line in run.stdout.splitlines()]
        self.findings = [r for r in records if r["type"] == "finding"]
        self.decisions = [r for r in records if r["type"] == "decision"]
        (self.summary,) = [r for r in records if r["type"] == "summary"]

    def named(self):
        """Every address that a finding names, however mildly."""
        found = set()
        for finding in self.findings:
            found.update(finding["addresses"])
            if "address" in finding["subject"]:
                found.add(finding["subject"]["address"])
        return found

    def hit_by(self, *actions):
        return [ipaddress.ip_network(d["target"]) for d in self.decisions if d["action"] in actions]

    def hits(self, address, *actions):
        address = ipaddress.ip_address(address)
        return any(address in target for target in self.hit_by(*actions) if target.version == address.version)


def logs_of(run, *names):
    """The packed logs of a recording by name; `messages` is called messages.log by Asterisk 22."""
    folder = RECORDINGS / run
    return [path for path in sorted(folder.glob("*.xz"))
            if path.name[:-3] in names or path.name == "messages.log.xz" and "messages" in names]


def verdicts(run):
    return {ip: v["verdict"] == "attacker" for ip, v in json.loads((RECORDINGS / run / "ips.json").read_text()).items()}


def text_of(path):
    return lzma.open(path, "rt", errors="replace", newline="").read() if path.suffix == ".xz" else path.read_text(errors="replace")
