# SPDX-License-Identifier: GPL-3.0-or-later
"""What passes on the wire: the SIP parser, captures read and judged, live capture, beside programs that do the like."""
import os
import pathlib
import re
import statistics
import subprocess
import tempfile

from measure import ROUNDS, interleaved
from peers import Peers
from lab import Missing

PACKETS = 300_000
GOALS = {"sofia-sip": "10 times", "kamailio": "10 times", "libosip2": "19.6 times"}


def said_by(command):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True, timeout=600).stdout


def parser_rows(tree, shared, peers):
    bench = tree / "bench" / "denwaban_sip_bench"
    said_by([bench, "--write", shared / "messages"])
    kamailio = peers.kamailio_parser() if peers else None
    taken = {}
    for _ in range(ROUNDS):
        said = said_by([bench]).split("REGISTER")[0] + (said_by(kamailio) if kamailio else "")
        for name, figure in re.findall(r"^ *([\w-]+) (\d+)$", said, re.M):
            taken.setdefault(name, []).append(int(figure))
    ours = statistics.median(taken.pop("denwaban"))
    for name, figures in taken.items():
        theirs = statistics.median(figures)
        yield (f"SIP message parsed in full, against {name}", f"{theirs / ours:.1f} times", GOALS[name],
               f"{ours:.0f} against {theirs:.0f} ns of processor time, recorded messages")


def capture_rows(tree, shared, peers):
    capture = shared / "wire.pcap"
    reader = tree / "bench" / "denwaban_capture_bench"
    said_by([reader, "--make", capture, PACKETS])
    read = re.search(r"datagrams ([\d.]+) s: ([\d.]+) million packets/s, .* ([\d.]+) of read", said_by([reader, capture]))
    yield ("captures read and reassembled", f"{read[2]} M packets/s", "-",
           f"{PACKETS} packets, {capture.stat().st_size / 1e6:.0f} MB; {read[3]} of bare read(); best of seven")
    empty = shared / "empty.toml"
    empty.write_text("")
    commands = {"ours": [tree / "src" / "denwaban", "--config", empty, "--json", "replay", "--threads", "1", capture]}
    if peers:
        commands |= {"Suricata": peers.suricata(capture.name), "tshark": peers.tshark(capture.name),
                     "sngrep": peers.sngrep(capture.name)}
    taken = interleaved(commands, processor=True)  # of all threads; on a busy machine, too
    ours, memory = taken.pop("ours")
    yield ("capture replay, all detectors, one thread", f"{PACKETS / ours / 1e6:.2f} M packets/s", "-",
           f"{ours:.2f} s of processor time, {memory:.0f} MB")
    for name, (seconds, memory) in taken.items():
        goal = {"Suricata": "60 times", "tshark": "100 times"}.get(name, "-")
        yield (f"capture replay against {name}", f"{seconds / ours:.1f} times", goal,
               f"{seconds:.2f} s of processor time, {memory:.0f} MB; the same file")


def live_rows(tree):
    as_root = [] if os.geteuid() == 0 else ["unshare", "-Ur"]
    said = said_by([*as_root, tree / "bench" / "denwaban_capture_live_bench"])
    best = cost = 0
    for sent, lost, each in re.findall(r"sent +(\d+)/s, lost in the ring +(\d+), .* (\d+) ns", said):
        if int(lost) != 0:
            break
        best, cost = max(best, int(sent)), int(each)
    lost = " (the next rate lost some)" if re.search(r"ring +[1-9]", said) else ": more could not be sent"
    yield ("live capture on veth, before the first drop", f"{best} packets/s", "-", f"{cost} ns of processor time each{lost}")


def rows(tree):
    with tempfile.TemporaryDirectory(dir=os.environ.get("DENWABAN_BENCH_DIR")) as name:
        shared = pathlib.Path(name)
        try:
            peers = Peers(shared)
        except Missing as why:
            peers = None
            yield ("Suricata, tshark, sngrep, Kamailio", "not measured", "-", str(why))
        yield from parser_rows(tree, shared, peers)
        yield from capture_rows(tree, shared, peers)
    yield from live_rows(tree)
