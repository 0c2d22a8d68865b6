#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forged records and addresses: no victim is banned or limited, and the sender is named where a record shows him."""
import sys

from replaying import RECORDINGS, Replayed

SENDER = "203.0.113.9"
VICTIMS = ("192.0.2.10", "192.0.2.11")
FOLDERS = ("addresses-and-digests", "auth-username-count", "display-names", "tcp-callid-ami")
# Folders and files in which a record shows the sender beyond doubt.
NAMED = [(version, folder, name) for version in ("a16", "a22") for folder, name in (
    ("addresses-and-digests", "messages"), ("addresses-and-digests", "security_json"), ("auth-username-count", "messages"),
    ("auth-username-count", "security"), ("tcp-callid-ami", "messages"), ("tcp-callid-ami", "security"),
    ("display-names", "messages"))]


def paths_of(version, folder, name):
    place = RECORDINGS / "forgeries" / version / folder
    return [p for p in (place / name, place / f"{name}.log") if p.is_file()]


def main():
    program, problems = sys.argv[1], []
    for version in ("a16", "a22"):
        for folder in FOLDERS:
            for names in (("messages",), ("security",), ("security_json",), ("messages", "security", "security_json")):
                paths = [p for name in names for p in paths_of(version, folder, name)]
                assert paths, f"nothing recorded in {version}/{folder} for {names}"
                replayed = Replayed(program, paths)
                where = f"{version} {folder} {'+'.join(names)}"
                problems += [f"{where}: victim {v} is hit" for v in VICTIMS if replayed.hits(v, "ban", "shed")]
                forgeries = [f for f in replayed.findings if f["detector"] == "forgery"]
                problems += [f"{where}: victim {v} is called a forger" for v in VICTIMS
                             for f in forgeries if f["subject"].get("address") == v]
                if len(names) == 3 and folder != "auth-username-count" and not forgeries:
                    problems.append(f"{where}: no forgery is found")
                if len(names) == 1 and (version, folder, names[0]) in NAMED and SENDER not in replayed.named():
                    problems.append(f"{where}: the sender is not named")
                print(f"{where}: named {sorted(replayed.named())}, banned {[str(t) for t in replayed.hit_by('ban')]}")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
