# SPDX-License-Identifier: GPL-3.0-or-later
"""Real attacks on real Asterisk, guarded by Denwaban and by Debian's fail2ban in turn: lab/race.py plays and counts."""
import collections
import concurrent.futures
import json
import os
import pathlib
import statistics
import subprocess
import sys

ROUNDS = 3
GUARDS = ["denwaban", "fail2ban", "fail2ban with security"]
EXCHANGES = {"16": "16, chan_sip", "16-pjsip": "16, chan_pjsip", "22": "22, chan_pjsip"}
COLUMNS = ["attack", "Asterisk", "Denwaban", "fail2ban", "fail2ban with security events"]
PROJECT = pathlib.Path(__file__).resolve().parents[1]


def played(kind, program):
    """attack -> guard -> what each round gave; all who guard once, then all again …"""
    given = collections.defaultdict(lambda: collections.defaultdict(list))
    for _ in range(ROUNDS):
        for who in GUARDS:
            done = subprocess.run([sys.executable, "-m", "lab.race", kind, who, str(program)], capture_output=True, text=True,
                                  cwd=PROJECT)
            if done.returncode != 0:
                raise SystemExit(f"{kind}, {who}: {done.stderr.strip()[-2000:]}")
            for line in filter(lambda line: line.startswith("{"), done.stdout.splitlines()):
                one = json.loads(line)
                given[one["attack"]][who].append(one)
                if keep := os.environ.get("DENWABAN_BENCH_KEEP"):
                    with open(keep, "a") as out:
                        out.write(line + "\n")
    return given


def told(rounds):
    """One cell: medians; who was banned, if that was not the attacker alone; calls of all rounds together."""
    rounds = [one for one in rounds if one["tried"]]  # on a machine that is busy enough an attacker may fail to begin
    if not rounds:
        return "not measured"
    through, noun = statistics.median_high([one["through"] for one in rounds]), rounds[0]["noun"]
    dropped = [one["dropped_after"] for one in rounds]
    never = sum(time is None for time in dropped)
    typical = statistics.median_high([float("inf") if time is None else time for time in dropped])
    when = "nothing was dropped" if typical == float("inf") else f"{typical:.2f} s" + (f" (never in {never} of {len(rounds)})" if never else "")
    victim = sum("telephone" in one["banned"] for one in rounds)
    words = [f"{through} {noun}", when]
    words += [f"**the telephone was banned** in {victim} of {len(rounds)}"] if victim else []
    words += ["the ban dropped nothing of it"] if typical == float("inf") and all("attacker" in one["banned"] for one in rounds) else []
    return ", ".join([*words, f"calls {sum(one['good'] for one in rounds)} of {sum(one['turns'] for one in rounds)}"])


def rows(tree):
    program = tree / "src" / "denwaban"
    with concurrent.futures.ThreadPoolExecutor() as pool:  # they mostly wait, and each has a world of its own
        given = dict(zip(EXCHANGES, pool.map(lambda kind: played(kind, program), EXCHANGES)))
    loads = [one["load"] for by_guard in given["22"].values() for rounds in by_guard.values() for one in rounds]
    for attack in given["22"]:
        for kind, name in EXCHANGES.items():
            by_guard = given[kind][attack]
            yield by_guard["denwaban"][0]["what"], name, *(told(by_guard[who]) for who in GUARDS)
    yield "load average meanwhile", "", f"{min(loads):.0f} to {max(loads):.0f}", "", ""
