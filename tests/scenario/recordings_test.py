#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The four recorded runs: every attacker that a log or the wire shows is named, no honest address is banned, whatever there is."""
import json
import re
import sys

import replaying
from replaying import RUNS, Replayed, logs_of, text_of, verdicts

VIEWS = {
    "messages": ("messages",),
    "security": ("security",),
    "full": ("full",),
    "fail2ban": ("fail2ban",),
    "json": ("messages_json", "security_json"),
    "plain": ("messages_plain", "security_plain"),
    "syslog": ("syslog.raw",),
    "all": ("messages", "security", "full", "fail2ban", "messages_json", "security_json", "messages_plain",
            "security_plain", "syslog.raw"),
    "wire": ("sip.pcap", "other.pcap"),
    "ami": ("ami.raw",),
}
VIEWS["everything"] = VIEWS["all"] + VIEWS["wire"] + VIEWS["ami"]
# Attackers whom a ban must hit when all logs are read: they guessed, listed or dialled again and again.
BANNED = {
    "a16-default": ["198.51.100.3", "198.51.100.44", "203.0.113.23", "203.0.113.99", "203.0.113.66", "203.0.113.17"],
    "a16-variant": ["198.51.100.18", "198.51.100.77", "198.51.100.201", "203.0.113.140", "2001:db8:bad::66"],
    "a22-default": ["198.51.100.4", "198.51.100.45", "203.0.113.24", "203.0.113.18", "203.0.113.67", "2001:db8:bad::67"],
    "a22-variant": ["198.51.100.19", "198.51.100.78", "198.51.100.202", "2001:db8:bad::68"],
}
# Lines that show an attacker's address only as text that somebody sent, or as a mere login.
NO_EVIDENCE = re.compile(r"VERBOSE|DEBUG|SuccessfulAuth|ChallengeSent|^\s*(Via|Contact|From|To|Call-ID):")


def shown(attackers, paths):
    seen = set()
    for path in paths:
        for line in text_of(path).splitlines():
            if not NO_EVIDENCE.search(line) and re.search(r"NOTICE|WARNING|ERROR|SECURITY", line):
                seen.update(a for a in attackers if re.search(rf"(?<![0-9a-f.:]){re.escape(a)}(?![0-9a-f.]|:[0-9a-f]*:)", line))
    return seen


def told_by_the_manager(attackers, session):
    """Whom an event of a failure names in the line that Asterisk wrote: the last one, a sender's come before it."""
    seen = set()
    for block in session.split("\r\n\r\n"):
        if re.match(r"Event: (Invalid\w+|ChallengeResponseFailed|FailedACL)\r\n", block):
            remote = re.findall(r"\r\nRemoteAddress: IPV\d/\w+/(.+)/\d+", block)
            seen.update(a for a in attackers if remote and a == remote[-1])
    return seen


def on_the_wire(run):
    """Attackers who sent a SIP request."""
    people = json.loads((replaying.RECORDINGS / run / "ips.json").read_text())
    return {ip for ip, v in people.items() if v["verdict"] == "attacker" and v.get("sip_requests_seen")}


def check(program, run, view):
    paths = logs_of(run, *VIEWS[view])
    if not paths:
        return []
    truth = verdicts(run)
    replayed = Replayed(program, paths)
    attackers = shown([ip for ip, attacker in truth.items() if attacker],
                      [path for path in paths if ".pcap" not in path.name and "ami" not in path.name])
    if view in ("ami", "everything"):
        attackers |= told_by_the_manager([ip for ip, attacker in truth.items() if attacker], text_of(logs_of(run, "ami.raw")[0]))
    if view in ("wire", "everything"):
        attackers |= on_the_wire(run)
    assert attackers, f"{run} {view}: the logs show nobody"
    problems = [f"not named: {ip}" for ip in sorted(attackers - replayed.named())]
    problems += [f"honest, but hit: {ip}" for ip, attacker in truth.items()
                 if not attacker and replayed.hits(ip, "ban", "shed")]
    problems += [f"trunk hit: {ip}" for ip in ("192.0.2.200", "192.0.2.201") if replayed.hits(ip, "ban", "shed")]
    problems += honest_accused(replayed, truth)
    if view in ("wire", "everything"):
        problems += orders_missed(run, replayed)
    if view in ("all", "wire", "everything"):
        problems += [f"not banned: {ip}" for ip in BANNED[run] if not replayed.hits(ip, "ban")]
    if view in ("all", "wire", "ami", "everything"):
        problems += threads_differ(program, paths, replayed)
    print(f"{run} {view}: {len(attackers)} attackers shown, {len(replayed.named())} named, "
          f"{len(replayed.hit_by('ban'))} bans, {len(problems)} problems")
    return [f"{run} {view}: {problem}" for problem in problems]


def honest_accused(replayed, truth):
    """Telephones are sloppy, and quiet exchanges have their peaks: neither is an attack."""
    for finding in replayed.findings:
        grave = finding["detector"] in ("malformed", "forgery", "flood") and finding["severity"] != "info"
        if grave and truth.get(finding["subject"].get("address")) is False:
            yield f"honest, but found: {finding['title']}: {finding['why']}"


def orders_missed(run, replayed):
    """Whoever got into the manager interface by guessing then read its configuration; no log tells."""
    steps = [json.loads(line) for line in (replaying.RECORDINGS / run / "truth.jsonl").read_text().splitlines()]
    for ip in {ip for step in steps if step["label"] == "ami-bruteforce" for ip in step["src"]}:
        found = [f for f in replayed.findings if f["detector"] == "management_abuse" and f["subject"].get("address") == ip]
        if not any(detail.startswith("GetConfig") for f in found for detail in f["details"]):
            yield f"orders not told: {ip}"
        if not any(f["detector"] == "account_takeover" and f["subject"].get("address") == ip for f in replayed.findings):
            yield f"takeover not told: {ip}"


def threads_differ(program, paths, replayed):
    def stable(text):
        return [{k: v for k, v in json.loads(line).items() if k != "seconds" or json.loads(line)["type"] != "summary"}
                for line in text.splitlines()]
    return [f"another result on {n} threads" for n in (1, 2, 5)
            if stable(Replayed(program, paths, "--threads", str(n)).text) != stable(replayed.text)]


def main():
    program = sys.argv[1]
    problems = [p for run in RUNS for view in VIEWS for p in check(program, run, view)]
    assert replaying.RECORDINGS.is_dir()
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
