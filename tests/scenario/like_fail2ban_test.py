#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Set like fail2ban's jail, we ban whom Debian's fail2ban would ban by the very lines that it matches."""
import ipaddress
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's fail2ban, whichever Python runs this
from fail2ban.server.failmanager import FailManager  # noqa: E402
from fail2ban.server.ticket import FailTicket  # noqa: E402

from replaying import RUNS, Replayed, logs_of, text_of

MAXRETRY, FINDTIME = 10, 600
# Addresses of whom only lines speak that a packet wrote into the log: fail2ban believes those.
FORGED = {ipaddress.ip_address("192.0.2.10"), ipaddress.ip_address("192.0.2.11")}


def fail2ban_bans(log):
    """Whom a jail bans: the filter's hits, as fail2ban-regex shows them, go through fail2ban's own FailManager."""
    run = subprocess.run(["fail2ban-regex", "-o", "<ip> <time>", str(log), "asterisk"], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    manager = FailManager()
    manager.setMaxRetry(MAXRETRY)
    manager.setMaxTime(FINDTIME)
    banned, hits = set(), 0
    for line in run.stdout.splitlines():
        address, _, when = line.rpartition(" ")
        when = float(when)
        manager.cleanup(when)
        hits += 1
        if manager.addFailure(FailTicket(address, when)) >= MAXRETRY:
            manager.toBan(address)
            banned.add(ipaddress.ip_address(address))
    return banned, hits


def our_bans(program, log):
    replayed = Replayed(program, [log], "--set", "detect.preset=fail2ban")
    return set(replayed.hit_by("ban"))


def generated(folder):
    """Lines that both know, of many sources at all paces around the limit."""
    dice = random.Random(7)
    events = []
    for n in range(300):
        pace, count = dice.choice([1, 20, 59, 61, 66.7, 70, 300]), dice.randint(1, 25)
        start = dice.randint(0, 7200)
        events += [(start + i * pace, f"198.18.{n // 250}.{n % 250 + 1}") for i in range(count)]
    forms = ("NOTICE[22821] chan_sip.c: Registration from '<sip:103@10.0.0.1>' failed for '{ip}:5060' - Wrong password",
             "NOTICE[22821] chan_sip.c: Registration from '\"a\"<sip:a@10.0.0.1>' failed for '{ip}:5060' - No matching peer found",
             "NOTICE[2279] res_pjsip/pjsip_distributor.c: Request 'REGISTER' from '<sip:200@10.0.0.1>' failed for '{ip}:5061'"
             " (callid: a{n}) - Failed to authenticate",
             "NOTICE[22986] manager.c: {ip} failed to authenticate as 'admin'")
    log = folder / "messages"
    with log.open("w") as out:
        for n, (second, ip) in enumerate(sorted(events)):
            face = f"2026-11-21 {10 + int(second) // 3600:02}:{int(second) // 60 % 60:02}:{int(second) % 60:02}"
            out.write(f"[{face}] " + dice.choice(forms).format(ip=ip, n=n) + "\n")
    return log


def main():
    program, problems = sys.argv[1], []
    if not shutil.which("fail2ban-regex"):
        print("missing: fail2ban-regex (Debian package fail2ban)")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        logs = [generated(folder)]
        for run in RUNS:
            for packed in logs_of(run, "messages", "security"):
                log = folder / f"{run}-{packed.stem}"
                log.write_text(text_of(packed))
                logs.append(log)
        for log in logs:
            theirs, hits = fail2ban_bans(log)
            ours = our_bans(program, log)
            print(f"{log.name}: fail2ban {hits} hits, {len(theirs)} bans; ours {len(ours)} bans")
            missed = {a for a in theirs - FORGED if not any(a in target for target in ours)}
            problems += [f"{log.name}: fail2ban bans {a}, we do not" for a in sorted(missed, key=str)]
            if log is logs[0]:
                extra = {target for target in ours if not any(a in target for a in theirs)}
                problems += [f"{log.name}: we ban {target}, fail2ban does not" for target in sorted(extra, key=str)]
        assert len(fail2ban_bans(logs[0])[0]) > 50, "the generated log bans too few to compare"
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
