# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody on the machine pours garbage, halves, giants and wrong keys into the HEP listener, by UDP and by many TCP
connections, as fast as it goes. It is counted, `status` says so, the guard stays small and answers, and a guesser on TLS
is banned all the same."""
import os
import pathlib
import random
import threading

from lab import hep
from lab.waiting import until

KINDS = ["22"]
LOGS = "none"
PHONE, GUESSER = "192.0.2.14", "203.0.113.25"
MEMORY_MAX = 300_000  # kB


def prepare(stage):
    hep.arrange(stage.pbx, stage.guard)
    stage.authority = stage.pbx.speak_tls()


def garbage(dice):
    request = b"REGISTER sip:pbx SIP/2.0\r\nCall-ID: x\r\n\r\n"
    good = hep.frame(PHONE, 5060, "10.99.16.1", 5061, request, "guessed", protocol=6)
    return dice.choice([
        lambda: os.urandom(dice.randrange(1, 1400)),
        lambda: good,
        lambda: good[:dice.randrange(1, len(good))],
        lambda: hep.frame(PHONE, 5060, "10.99.16.1", 5061, b"A" * 60_000, "guessed", protocol=6)[:65_000],
        lambda: b"HEP3\xff\xff" + os.urandom(200),
        lambda: b"HEP3" + (6 + 60).to_bytes(2, "big") + b"\0\0\0\1\xff\xff" * 10,
        lambda: b"HEP3" + (6 + 60).to_bytes(2, "big") + b"\0\0\0\1\0\0" * 10,
    ])()


class Flood:
    def __init__(self, stage):
        self.stage, self.over, self.sent = stage, threading.Event(), 0
        self.threads = [threading.Thread(target=self.by_udp), *(threading.Thread(target=self.by_tcp) for _ in range(3))]

    def by_udp(self):
        dice, sock = random.Random(1), self.stage.pbx_host.socket(address="127.0.0.1")
        while not self.over.is_set():
            try:
                sock.sendto(garbage(dice), ("127.0.0.1", hep.PORT))
                self.sent += 1
            except OSError:
                pass
        sock.close()

    def by_tcp(self):
        dice = random.Random(2)
        while not self.over.is_set():
            try:
                with self.stage.pbx_host.stream("127.0.0.1", hep.PORT) as sock:
                    for _ in range(dice.randrange(1, 50)):
                        sock.sendall(garbage(dice))
                        self.sent += 1
            except OSError:
                pass

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()


def memory_of(process):
    """Of the largest program in its family, in kB."""
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


def play(stage):
    stage.real_phone(stage.host("phone", PHONE), 4, port=5061, transport="tls", authority=stage.authority)
    with Flood(stage) as flood:
        until("much was sent", lambda: flood.sent > 30_000, patience=120)
        eye = stage.eye("HEP")
        assert eye["refused"]["wrong_key"] > 0 and eye["refused"]["unknown"] > 0 and eye["refused"]["damaged"] > 0, eye
        assert eye["refused"]["connections_broken"] > 0, eye
        memory = memory_of(stage.guard.process.pid)
        assert memory < MEMORY_MAX, f"{memory} kB"
        stage.say(f"in the flood: {eye}; the guard has {memory} kB")
        guesser = stage.attacker("guesser", GUESSER)
        rounds = 0
        while not stage.guard.ban_of(GUESSER) and rounds < 40:  # much of what is told gets lost in the flood
            guesser.guess(stage.account(1), [f"word{n}" for n in range(20)], transport="tls", port_there=5061)
            rounds += 1
        stage.banned(GUESSER)
    stage.unheard(guesser.host)
    stage.spared(PHONE)
