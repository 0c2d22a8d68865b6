# SPDX-License-Identifier: GPL-3.0-or-later
"""The same attacks on the same exchange, whoever guards it: what of each came through, when the first packet was dropped, and
whether those who mean well could telephone meanwhile.

`python -m lab.race KIND GUARD PROGRAM` plays all of them and prints one line of JSON for each. The firewall itself tells what came
through: a last rule, behind those of the guard, logs each packet that is still there, and a capture before the firewall has
all that arrived.
"""
import argparse
import contextlib
import errno
import functools
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import threading
import time

from lab import capture, fail2ban, guard, network, stage
from lab.scenarios import injected_lines
from lab.waiting import until

# Who guards, and what Asterisk logs for it: as it is shipped, or with the security events that fail2ban's filter also reads.
GUARDS = {"denwaban": "shipped", "fail2ban": "shipped", "fail2ban with security": "in one file"}
CALLER, CALLED = "192.0.2.10", "192.0.2.11"
CLOSED = 9  # a port on which nobody listens
GROUP = 7  # of the packets that came through
FORGED = b"Call-ID: forged-"
SEED = 4711


class Honest(threading.Thread):
    """A telephone registers and calls baresip, which picks up, about once a second; a turn is both, each within three seconds."""

    def __init__(self, phone, to):
        super().__init__(daemon=True)
        self.phone, self.to, self.turns, self.good, self.over = phone, to, 0, 0, False

    def run(self):
        while not self.over:
            began = time.monotonic()
            try:
                self.good += self.phone.register(timeout=3) == 200 and self.phone.call(self.to, timeout=3) == 200
            except OSError:  # refused: what fail2ban's ban looks like
                pass
            self.turns += 1
            time.sleep(max(0.0, began + 1 - time.monotonic()))

    def more(self, turns):
        wanted = self.turns + turns
        until("the telephone had its turns", lambda: self.turns >= wanted, 60)


# The attacks: what is done, and which of its packets are an attempt.
def words(number):
    dice = random.Random(SEED)
    return [f"{dice.choice(['pass', 'word', 'tel', 'sip', 'admin'])}{dice.randrange(10**5)}" for _ in range(number)]


def is_guess(payload):
    return payload.startswith(b"REGISTER ") and b"\nAuthorization:" in payload


def fast_guesser(it, attacker):
    """svcrack at full speed, 400 passwords at one account"""
    attacker.svcrack(it.account(3), words(400), pace="0.005")
    until("svcrack is done", lambda: attacker.tools[-1].poll() is not None or banned_a_while_ago(it, attacker), 120)
    attacker.stop()


def slow_guesser(it, attacker):
    """a guess every two seconds, at most 25"""
    attacker.guess(it.account(3), words(25), pause=2.0)


def enumerator(it, attacker):
    """60 names, each with itself as its password, 20 a second"""
    names = [str(7000 + 13 * n) for n in range(60)]
    random.Random(SEED).shuffle(names)
    for name in names:
        if not attacker.guess(name, [name], pause=0.05, patience=0.5):
            break


def ami_guesser(it, attacker):
    """40 logins at the manager interface, a tenth of a second after each answer"""
    misses = 0
    for name, word in zip(["admin", "root", "manager", "asterisk"] * 10, words(40)):
        misses = 0 if attacker.ami_login(name, word) else misses + 1
        if misses == 2:
            break
        attacker.pause(0.1)


def options_scan(it, attacker):
    """OPTIONS to 60 names, one after another"""
    attacker.options(range(180, 240))


def forger(it, attacker):
    """packets that make the log name a registered telephone: injected lines, imitated notices, fields within fields; `;maddr=`"""
    line = attacker.voice

    def redirected(line, uri, victim, n):
        return line.message("REGISTER", uri, to=f"sip:{n}@{line.there}", who=str(n), via=f";maddr={victim}", headers=[
            injected_lines.DIGEST.format(n=n, nonce="1a2b3c4d", uri=uri)])

    for n in range(700, 730):
        for trick in [*injected_lines.TRICKS[:7], redirected]:
            with contextlib.suppress(ConnectionRefusedError):
                line.send(trick(line, attacker.aim, CALLER, n))
            attacker.pause(0.02)


def forged_source(it, attacker):
    """300 guesses that carry a registered telephone's address as their source, 50 a second"""
    for n in range(300):
        attacker.forged_guess(CALLER, it.account(1 + n % 9), call=f"forged-{n}")
        attacker.pause(0.02)


def banned_a_while_ago(it, attacker):
    """A ban is told before it is in the firewall."""
    if not it.guard.ban_of(attacker.address):
        return False
    time.sleep(10)
    return True


ATTACKS = {
    fast_guesser: (is_guess, "guesses"),
    slow_guesser: (is_guess, "guesses"),
    enumerator: (is_guess, "names"),
    ami_guesser: (lambda payload: payload.startswith(b"Action: Login"), "logins"),
    options_scan: (lambda payload: payload.startswith(b"OPTIONS "), "OPTIONS"),
    forger: (lambda payload: b"SIP/2.0\r\n" in payload, "packets"),
    forged_source: (lambda payload: FORGED in payload, "packets"),
}


class Race(stage.Stage):
    def __init__(self, kind, who, program):
        port = stage.KINDS[kind][2]
        make = guard.Guard if who == "denwaban" else functools.partial(fail2ban.Fail2ban, port=port)
        self.make = lambda program, host, pbx, folder, *_: make(program, host, pbx, folder)
        super().__init__(kind, program, GUARDS[who], prepare=type(self).lay_the_last_rule, who_guards=self.make)
        self.program, self.round, self.who = program, 0, who

    def lay_the_last_rule(self):
        self.nft("add table inet last", "add chain inet last in { type filter hook input priority 300; }",
                 f"add rule inet last in meta l4proto {{ tcp, udp }} log group {GROUP} queue-threshold 1")

    def nft(self, *lines):
        for line in lines:
            self.pbx_host.run("nft", line)

    def say(self, what):
        print(f"{time.monotonic() - self.began:6.1f} s  {what}", file=sys.stderr, flush=True)

    def renew_the_guard(self):
        """One that knows nothing of what was before; and logs in which nothing is."""
        self.round += 1
        self.guard.stop()
        self.pbx.cli("logger rotate")
        self.guard = self.make(self.program, self.pbx_host, self.pbx, self.folder / f"guard{self.round}")
        self.running[1] = self.guard
        self.guard.start()

    def tcpdump_to(self, path, interface):
        process = self.pbx_host.start("tcpdump", "-i", interface, "-U", "-B", "8192", "-s", "1600", "-Z", "root", "-w", path,
                                      stderr=subprocess.PIPE, text=True)
        while "listening on" not in (line := process.stderr.readline()):
            if not line:
                raise RuntimeError("tcpdump does not capture")
        return process

    def play(self, attack, honest):
        """What became of that attack."""
        attempt, noun = ATTACKS[attack]
        attacker = self.attacker(f"attacker{self.round}", f"203.0.{113 + self.round}.66")
        until("the attacker reaches the exchange", lambda: attacker.host.socket(socket.SOCK_STREAM).connect_ex(
            (attacker.pbx, CLOSED)) == errno.ECONNREFUSED)
        seen, passed = self.folder / f"seen{self.round}", self.folder / f"passed{self.round}"
        dumps = [self.tcpdump_to(seen, "any"), self.tcpdump_to(passed, f"nflog:{GROUP}")]
        honest.more(2)
        turns, good = honest.turns, honest.good
        attack(self, attacker)
        honest.more(5)
        turns, good = honest.turns - turns, honest.good - good
        time.sleep(1.5)  # the firewall tells once a second
        for dump in dumps:
            dump.send_signal(signal.SIGINT)
            dump.wait()
        banned = [name for name, address in (("attacker", attacker.address), ("telephone", CALLER)) if self.guard.ban_of(address)]
        return {"attack": attack.__name__, "what": attack.__doc__, "noun": noun, "turns": turns, "good": good,
                "banned": banned, **outcome(seen, passed, attacker.address, attempt)}


def outcome(seen, passed, attacker, attempt):
    """What arrived, what of it came through, and how long it took until something did not."""
    def bad(packet):
        return packet.source == attacker or FORGED in packet.payload

    def name(packet):
        return packet.port, packet.tcp, packet.sequence, packet.payload

    arrived = [packet for packet in capture.packets(seen) if bad(packet)]
    through = {name(packet) for packet in capture.packets(passed) if bad(packet)}
    tries = {name(packet) for packet in arrived if attempt(packet.payload)}
    dropped = next((packet.time - arrived[0].time for packet in arrived if name(packet) not in through), None)
    return {"tried": len(tries), "through": len(tries & through), "dropped_after": dropped}


def play_all(kind, who, program, attacks):
    with Race(kind, who, program) as it:
        called = it.real_phone(it.host("called", CALLED), 1)
        phone = it.phone(it.host("caller", CALLER), 0)
        for attack in attacks:
            it.renew_the_guard()
            until("the telephone works", lambda: phone.register() == 200 and phone.call(it.account(1)) == 200)
            honest = Honest(phone, it.account(1))
            honest.start()
            result = it.play(attack, honest)
            honest.over = True
            honest.join()
            print(json.dumps({"kind": kind, "guard": who, "load": os.getloadavg()[0], **result}), flush=True)
        assert called.process.poll() is None


def main():
    parser = argparse.ArgumentParser(prog="python3 -m lab.race")
    parser.add_argument("kind", choices=stage.KINDS)
    parser.add_argument("guard", choices=GUARDS)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("attacks", nargs="*", help=f"of {', '.join(attack.__name__ for attack in ATTACKS)}; all if none is named")
    options = parser.parse_args()
    if network.inside():
        wanted = [attack for attack in ATTACKS if attack.__name__ in options.attacks or not options.attacks]
        play_all(options.kind, options.guard, options.program.resolve(), wanted)
        return 0
    return network.enter("lab.race", sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
