# SPDX-License-Identifier: GPL-3.0-or-later
"""Replay beside `wc -l`, bare read() and fail2ban."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

from measure import interleaved, timed

LOG_BYTES = 1_000_000_000
REGEX_LINES = 100_000
SERVER_LINES = 20_000


def make_log(tree, folder, size):
    log = folder / "messages"
    subprocess.run([tree / "bench" / "denwaban_make_log", str(size)], check=True, stdout=log.open("wb"))
    return log


def head_of(log, lines, target):
    with log.open("rb") as source, target.open("wb") as out:
        for _ in range(lines):
            out.write(source.readline())
    return target


def fail2ban_server_rate(log, folder):
    """Lines a second that a real fail2ban-server with the asterisk jail takes in: the time until it has seen every failure."""
    fresh = folder / "fresh"
    fresh.write_text("")
    conf = folder / "f2b"
    for part in ("filter.d", "action.d", "jail.d"):
        (conf / part).mkdir(parents=True)
    for name in ("asterisk.conf", "common.conf"):
        shutil.copy(f"/etc/fail2ban/filter.d/{name}", conf / "filter.d" / name)
    (conf / "fail2ban.conf").write_text(
        f"[Definition]\nloglevel = ERROR\nlogtarget = {folder}/f2b.log\nsyslogsocket = auto\nsocket = {folder}/f2b.sock\n"
        f"pidfile = {folder}/f2b.pid\ndbfile = None\ndbpurgeage = 1d\ndbmaxmatches = 10\n")
    (conf / "jail.conf").write_text(
        f"[DEFAULT]\n[asterisk]\nenabled = true\nfilter = asterisk\nlogpath = {fresh}\nbackend = polling\nmaxretry = 10\n"
        f"findtime = 600\nbantime = 3600\nusedns = no\naction =\n")
    client = ["fail2ban-client", "-c", str(conf), "-s", f"{folder}/f2b.sock", "-p", f"{folder}/f2b.pid"]
    server = subprocess.Popen(["fail2ban-server", "-f", *client[1:], "start"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def total_failed():
        answer = subprocess.run([*client, "status", "asterisk"], capture_output=True, text=True).stdout
        found = re.search(r"Total failed:\s*(\d+)", answer)
        return int(found[1]) if found else None

    try:
        deadline = time.monotonic() + 60
        while total_failed() is None:
            assert time.monotonic() < deadline, "fail2ban-server did not start"
            time.sleep(0.1)
        face = time.strftime("[%b %e %H:%M:%S]")
        lines = [re.sub(r"^\[\w{3} +\d+ [\d:]+\]", face, line) for line in
                 log.read_text(errors="replace").splitlines(True)[:SERVER_LINES]]
        known = subprocess.run(["fail2ban-regex", "-o", "<ip>", str(log), "asterisk"], capture_output=True, text=True)
        expected = len(known.stdout.splitlines())
        started = time.perf_counter()
        fresh.open("a").writelines(lines)
        while total_failed() < expected * 0.99:
            assert time.monotonic() < deadline + 120, "fail2ban-server did not get through"
            time.sleep(0.05)
        return len(lines) / (time.perf_counter() - started)
    finally:
        server.terminate()
        server.wait()


def rows(tree):
    program = tree / "src" / "denwaban"
    with tempfile.TemporaryDirectory(dir=os.environ.get("DENWABAN_BENCH_DIR")) as name:
        folder = pathlib.Path(name)
        log = make_log(tree, folder, LOG_BYTES)
        size, lines = log.stat().st_size, sum(chunk.count(b"\n") for chunk in iter(lambda f=log.open("rb"): f.read(1 << 20), b""))
        empty = folder / "empty.toml"
        empty.write_text("")
        ours = [program, "--config", empty, "--json", "replay", "--timezone", "UTC", "--year", "2026"]
        taken = interleaved({
            "wc": ["wc", "-l", log], "read": ["dd", f"if={log}", "of=/dev/null", "bs=256k"],
            "one": [*ours, "--threads", "1", log], "two": [*ours, "--threads", "2", log],
            "jail": [*ours, "--threads", "1", "--set", "detect.preset=fail2ban", log]})
        wc, one, two = taken["wc"][0], taken["one"][0], taken["two"][0]
        yield ("replay, one thread, of `wc -l`", f"{wc / one:.2f}", "0.40",
               f"{size / 1e6:.0f} MB, {lines} lines: wc {wc:.2f} s, read() {taken['read'][0]:.2f} s, replay {one:.2f} s = {lines / one / 1e6:.1f} M lines/s")
        yield ("replay, one thread, memory", f"{taken['one'][1]:.0f} MB", "25 MB", "peak resident")
        yield ("replay, two threads, of `wc -l`", f"{wc / two:.2f}", "0.75", f"replay {two:.2f} s, {taken['two'][1]:.0f} MB")
        yield ("replay set like fail2ban's jail, of `wc -l`", f"{wc / taken['jail'][0]:.2f}", "-", f"{taken['jail'][0]:.2f} s")
        sample = head_of(log, REGEX_LINES, folder / "sample")
        seconds, memory = timed(["fail2ban-regex", sample, "asterisk"])
        regex = REGEX_LINES / seconds
        yield ("replay against fail2ban-regex", f"{lines / one / regex:.0f} times", "340 times", f"fail2ban-regex {regex:.0f} lines/s, {memory:.0f} MB")
        server = fail2ban_server_rate(head_of(log, SERVER_LINES, folder / "short"), folder)
        yield ("replay against fail2ban-server", f"{lines / one / server:.0f} times", "500 times", f"fail2ban-server {server:.0f} lines/s")
        jail = taken["jail"][0]
        yield ("replay set like fail2ban's jail against fail2ban-server", f"{lines / jail / server:.0f} times", "-", f"{lines / jail / 1e6:.1f} M lines/s")
