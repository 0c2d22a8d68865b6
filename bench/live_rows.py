#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a line in a log to the ban in the kernel: the real guard, beside the least that any guard with a privileged helper
does (bare_watch), and Debian's fail2ban.

Both run in a network namespace that this makes. The guard is set to ban at the fifth failure, as fail2ban's jail counts
(chan_sip's lines are claims, which the defaults trust less), and the fifth is measured; fail2ban bans at the first.
line_to_ban writes the lines and hears from the kernel itself when the element is in the set."""
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

PATIENCE = 60  # seconds
LINES_BEFORE = 4
ROUNDS, ATTACKERS, BURST, PEER_ATTACKERS = 5, 150, 300, 40


def rows(tree):
    flags = ["-n"] if os.geteuid() == 0 else ["-U", "-r", "-n"]
    done = subprocess.run(["unshare", *flags, sys.executable, __file__, str(tree)], capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        yield ("line to ban", "not measured", "120 us", (done.stderr.strip().splitlines() or ["?"])[-1])
        return
    for line in done.stdout.splitlines():
        yield tuple(json.loads(line))


def until(what, condition):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.05)
    raise SystemExit(f"never came true: {what}")


class Guard:
    """The program as its unit starts it: the guard, and the privileged helper."""
    elements = "ban4"

    def __init__(self, tree, folder):
        self.program, self.log = tree / "src" / "denwaban", folder / "messages"
        etc = folder / "etc"
        etc.mkdir()
        (etc / "pjsip.conf").write_text("[udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0:5060\n")
        self.log.touch()
        self.config = folder / "denwaban.toml"
        self.config.write_text(f'[pbx]\nconfig_dir = "{etc}"\nlog_dir = "{folder}"\nlogs = ["{self.log}"]\n'
                               f'[store]\npath = "{folder}/store"\n[control]\nsocket = "{folder}/control.sock"\n'
                               '[detect]\npreset = "fail2ban"\nmaxretry = 5\n')
        self.process = subprocess.Popen([self.program, "--config", self.config, "watch"], stderr=(folder / "guard.log").open("w"))
        until("the guard answers", self.answers)

    def answers(self):
        return subprocess.run([self.program, "--config", self.config, "status"], capture_output=True).returncode == 0

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


class Bare:
    """bare_watch: no grammar, no judgement, no ledger."""
    elements = "ban4"

    def __init__(self, tree, folder):
        self.log = folder / "messages"
        self.log.touch()
        self.process = subprocess.Popen([tree / "bench" / "bare_watch", self.log], stdin=subprocess.PIPE)
        until("bare_watch waits", lambda: "inotify" in " ".join(map(os.readlink, descriptors(self.process.pid))))

    def stop(self):
        self.process.stdin.close()
        self.process.wait(PATIENCE)


def descriptors(pid):
    folder = pathlib.Path(f"/proc/{pid}/fd")
    return [one for one in folder.iterdir() if one.is_symlink()]


class Fail2ban:
    """Debian's package with its own filter for Asterisk and its own nftables action; inotify where python3-pyinotify is."""
    elements = "addr-set-asterisk"

    def __init__(self, folder):
        self.log, self.conf = folder / "messages", folder / "f2b"
        for part in ("filter.d", "action.d", "jail.d"):
            (self.conf / part).mkdir(parents=True)
        for name in ("filter.d/asterisk.conf", "filter.d/common.conf", "action.d/nftables.conf"):
            shutil.copy(f"/etc/fail2ban/{name}", self.conf / name)
        self.log.touch()
        (self.conf / "fail2ban.conf").write_text(
            f"[Definition]\nloglevel = ERROR\nlogtarget = {folder}/f2b.log\nsyslogsocket = auto\nsocket = {folder}/f2b.sock\n"
            f"pidfile = {folder}/f2b.pid\ndbfile = None\ndbpurgeage = 1d\ndbmaxmatches = 10\n")
        (self.conf / "jail.conf").write_text(
            f"[DEFAULT]\n[asterisk]\nenabled = true\nfilter = asterisk\nlogpath = {self.log}\nbackend = auto\nmaxretry = 1\n"
            "findtime = 600\nbantime = 3600\nusedns = no\n"
            'action = nftables[type=multiport, name=asterisk, port="5060,5061", protocol=udp]\n')
        self.client = ["-c", self.conf, "-s", f"{folder}/f2b.sock", "-p", f"{folder}/f2b.pid"]
        self.process = subprocess.Popen(["fail2ban-server", "-f", *self.client, "start"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until("fail2ban-server answers", self.answers)

    def answers(self):
        return subprocess.run(["fail2ban-client", *self.client, "status", "asterisk"], capture_output=True).returncode == 0

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


def times(tree, who, before, count, how, pause=20, first=0):
    """Microseconds, sorted."""
    done = subprocess.run([tree / "bench" / "line_to_ban", who.log, who.elements, str(before), str(count), how, str(pause), str(first)],
                          capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise SystemExit(done.stderr.strip())
    return sorted(map(float, done.stdout.split()))


def say(*row):
    print(json.dumps(row), flush=True)


def percentile(taken, part):
    return taken[min(len(taken) - 1, int(part * len(taken)))]


def one_round(tree, watcher, before, k):
    """Times of single attackers, and of one burst."""
    first = 1900 * k
    try:
        times(tree, watcher, before, 30, "one", first=19_000 + 100 * k)  # warm
        taken = times(tree, watcher, before, ATTACKERS, "one", first=first)
        return taken, times(tree, watcher, before, BURST, "burst", first=first + 1000)
    finally:
        watcher.stop()


def rounds(tree, folder):
    """Guard and limit in turn, each started anew: (times, bursts) of both, sorted."""
    all_of = {"ours": ([], []), "bare": ([], [])}
    for k in range(ROUNDS):
        for who in all_of:
            place = folder / f"{who}{k}"
            place.mkdir()
            guard = who == "ours"
            single, burst = one_round(tree, Guard(tree, place) if guard else Bare(tree, place), LINES_BEFORE if guard else 0, 2 * k + guard)
            all_of[who][0].extend(single)
            all_of[who][1].extend(burst)
    return {who: (sorted(single), sorted(bursts)) for who, (single, bursts) in all_of.items()}


def measure(tree, folder):
    both = rounds(tree, folder)
    (taken, bursts), (least, least_bursts) = both["ours"], both["bare"]
    median, limit = statistics.median(taken), statistics.median(least)
    say("line to kernel ban, through the privileged helper", f"{median:.0f} us", "120 us",
        f"median of {len(taken)} attackers, {ROUNDS} starts of `denwaban watch`, the fifth failure of each; load average {os.getloadavg()[0]:.1f}")
    say("the same, 99th percentile", f"{percentile(taken, .99):.0f} us", "300 us", f"best {taken[0]:.0f}, worst {taken[-1]:.0f} us")
    say("the same, against the least that this machine allows", f"{median / limit:.2f} times", "-",
        f"`bare_watch`, in turn with ours: {limit:.0f} us, 99th percentile {percentile(least, .99):.0f} us")
    burst, least_burst = statistics.median(bursts), statistics.median(least_bursts)
    say("burst: 300 attackers in one write of the log, until the last is banned", f"{1e6 * BURST / burst:.0f} bans/s", "250,000 bans/s",
        f"{burst / 1000:.2f} ms, median of {len(bursts)}; the least {1e6 * BURST / least_burst:.0f} bans/s")

    (folder / "peer").mkdir()
    peer = Fail2ban(folder / "peer")
    try:
        times(tree, peer, 0, 2, "one", first=19_000)  # the first ban makes its table
        theirs = times(tree, peer, 0, PEER_ATTACKERS, "one", pause=300)
        crowd = times(tree, peer, 0, BURST, "burst", first=1000)[0] if len(theirs) else 0
    finally:
        peer.stop()
    say("line to kernel ban, fail2ban-server", f"{statistics.median(theirs) / 1000:.0f} ms", "-",
        f"worst {theirs[-1] / 1000:.0f} ms of {len(theirs)}: {statistics.median(theirs) / median:.0f} times ours")
    say("burst of 300, fail2ban-server", f"{1e6 * BURST / crowd:.1f} bans/s", "-", f"{crowd / 1e6:.1f} s")


def main():
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory(dir=os.environ.get("DENWABAN_BENCH_DIR")) as name:
        measure(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(name))


if __name__ == "__main__":
    main()
