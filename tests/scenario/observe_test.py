#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`denwaban observe` over the recordings: its numbers are those that a reader of its own finds in the same files; and the page."""
import collections
import ipaddress
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import packets
from replaying import RECORDINGS, RUNS, logs_of, verdicts

TINY = pathlib.Path(__file__).resolve().parents[1] / "knowledge" / "data" / "tiny.mmdb"
COUNTRIES = {"192.0.2.0/24": "DE", "198.51.100.0/25": "JP", "198.51.100.128/25": "BR", "203.0.113.0/24": "NL",
             "2001:db8:bad::/48": "US"}


def country(address):
    for network, code in COUNTRIES.items():
        network = ipaddress.ip_network(network)
        if ipaddress.ip_address(address) in network:
            return code
    return "unknown"


class Observed:
    def __init__(self, program, paths, *options):
        run = subprocess.run([program, "--json", "--set", f"knowledge.country={TINY}", "--set", f"knowledge.network={TINY}",
                              "observe", "--timezone", "UTC", "--top", "500", *options, *map(str, paths)],
                             capture_output=True, text=True)
        assert run.returncode == 0, f"exit status {run.returncode}: {run.stderr}"
        records = [json.loads(line) for line in run.stdout.splitlines()]
        self.by = collections.defaultdict(dict)
        for record in records:
            if record["type"] == "observed":
                self.by[record["dimension"]][record["key"]] = record["count"]
        self.summary = records[-1]
        assert self.summary["type"] == "observation"


def silent(run):
    """Attackers who sent no SIP request."""
    people = json.loads((RECORDINGS / run / "ips.json").read_text())
    return [ip for ip, v in people.items() if v["verdict"] == "attacker" and not v.get("sip_requests_seen")]


def check_packets(program, run):
    """OPTIONS, which Asterisk never logs: each transaction that reached the PBX counts once."""
    path = RECORDINGS / run / "sip.pcap.xz"
    people = verdicts(run)
    observed = Observed(program, [path])
    asked = 0
    for method, packet, message in packets.sip_requests(path):
        if method == "OPTIONS" and ";tag=" not in packets.header(message, b"To", b"t") and packet.source in people:
            asked += 1
    counted = observed.by["method"].get("OPTIONS", 0)
    assert counted == asked, f"{run}: {counted} OPTIONS counted, {asked} sent"
    attempts = observed.summary["attempts"]
    for dimension in ("kind", "port", "country", "network", "transport"):
        assert sum(observed.by[dimension].values()) == attempts, f"{run}: {attempts} attempts, {observed.by[dimension]}"
    attackers = {country(ip) for ip, attacker in people.items() if attacker}
    assert attackers - set(observed.by["country"]) <= {country(ip) for ip in silent(run)}, f"{run}: {observed.by['country']}"
    assert sum(observed.summary["days"]) == attempts
    return counted


def check_manager(program):
    """What all four runs tried at the manager interface; by default only what several addresses tried."""
    paths = [RECORDINGS / run / "other.pcap.xz" for run in RUNS]
    tried = collections.defaultdict(list)
    users = collections.Counter()
    for path in paths:
        for source, user, secret in packets.ami_logins(path):
            tried[secret].append(source)
            users[user] += 1
    rare = Observed(program, paths, "--rare").by["ami_password"]
    told = Observed(program, paths).by["ami_password"]
    expected = {secret: len(by) for secret, by in tried.items() if len(by) >= 3 and len(set(by)) >= 2}
    assert "admin" in told and set(told) <= set(expected), f"told {told}, tried often {expected}"
    for secret, count in rare.items():
        assert count == len(tried[secret]), f"{secret}: {count}, tried {tried[secret]}"
    for secret, count in told.items():
        assert count == expected[secret]
    return told


def check_page(program):
    paths = logs_of("a16-default", "messages", "security") + [RECORDINGS / "a16-default" / "sip.pcap.xz"]
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "page.html"
        subprocess.run([program, "--set", f"knowledge.country={TINY}", "observe", "--timezone", "UTC", "--html", str(page),
                        *map(str, paths)], check=True, capture_output=True)
        text = page.read_text()
    assert "<script" not in text and not re.search(r"(?:src|href)=|https?:|url\(|@import", text)
    try:
        import html5lib
    except ImportError:
        print("missing: python3-html5lib: the page was not parsed")
        return
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    tables = document.findall(".//table")
    assert len(tables) >= 6
    for chart in document.findall(".//figure"):
        assert any(svg.get("role") == "img" and svg.get("aria-labelledby") for svg in chart), "a chart without a name"
    for table in tables:
        assert all(row.find("th") is not None and row.find("th").get("scope") == "row" for row in table.find("tbody"))


def main():
    program = sys.argv[1]
    for run in RUNS:
        print(f"{run}: {check_packets(program, run)} OPTIONS")
    print(f"passwords that are told: {check_manager(program)}")
    check_page(program)


if __name__ == "__main__":
    main()
