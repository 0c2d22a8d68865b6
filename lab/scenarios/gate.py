# SPDX-License-Identifier: GPL-3.0-or-later
"""The gate: the dialplan asks before a call leaves. What the rules refuse gets no way out, who knows the PIN gets one, calls for
help always do: also of an account that may not call, and while no guard runs."""
import os
import re
import subprocess
import time

from lab import sip
from lab.scenarios.setup import prepare as with_a_console
from lab.waiting import until

KINDS = ("16", "22")
LOGS = "shipped"
SETTINGS = """[wire]
capture = false
[numbering]
country = "DE"
outside_prefix = "0"
area_code = "30"
"""
COSTLY = "000252612345678"


def rules(stage):
    return f'["refuse any for {stage.account(1)}", "pin abroad at 0-24", "allow any"]'


def setup(stage, *words, runs=True):
    """What it shows. 3: written, but no Asterisk runs that could be told."""
    done = subprocess.run(stage.pbx_host.command("env", f"PATH={stage.folder}/bin:{os.environ['PATH']}", stage.guard.program,
                                                 "--config", stage.guard.config, "setup", *words),
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == (0 if runs else 3), (words, done.returncode, done.stdout, done.stderr)
    return done.stdout


def asks_before_calls_leave(stage):
    """The dialplan has the lines that somebody writes by hand."""
    pjsip = stage.channel == "chan_pjsip"
    out = "PJSIP/{}@trunk" if pjsip else "SIP/trunk/{}"
    dialplan = stage.pbx.folder / "etc/extensions.conf"
    text = re.sub(r"^exten => _0X\..*\n", "", dialplan.read_text(), flags=re.M)
    ways = "[inside](+)\n"
    for pattern, number in (("_0X.", "${EXTEN:1}"), ("_[19]1X", "${EXTEN}")):
        ways += (f"exten => {pattern},1,Gosub(denwaban-gate,s,1(${{EXTEN}},{number},trunk))\n"
                 f" same => n,Dial({out.format(number)},30)\n")
    dialplan.write_text(f"{text}\n{ways}")


def prepare(stage):
    with_a_console(stage)
    stage.guard.configure(f'[gate]\nrules = {rules(stage)}\npins_file = "{stage.guard.folder}/pins"\n')
    asks_before_calls_leave(stage)
    if stage.channel == "chan_pjsip":  # keys are pressed by INFO here
        phones = stage.pbx.folder / "etc/pjsip.conf"
        phones.write_text(phones.read_text().replace("context = inside\n", "context = inside\ndtmf_mode = info\n"))
    shown = setup(stage, "--gate", "--dry-run")
    assert "denwaban_gate.conf" in shown and "exten => 112,1,NoOp()" in shown, shown
    assert not (stage.pbx.folder / "etc/denwaban_gate.conf").exists()
    setup(stage, "--gate", "--gate-down", "refuse", "--yes", runs=False)


def set_pin(stage, account, pin):
    done = subprocess.run(stage.pbx_host.command(stage.guard.program, "--config", stage.guard.config, "fraud", "pin", account),
                          input=f"{pin}\n", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert pin not in (stage.guard.folder / "pins").read_text()


def helps(stage, trunk, phone, numbers=("112", "110", "911", "119", "0112")):
    """Who calls for help is put through."""
    for number in numbers:
        before = trunk.calls
        assert phone.call(number, timeout=20) == 200 and trunk.calls == before + 1, f"{number} was not put through"


def refused(trunk, phone, number):
    before = trunk.calls
    status = phone.call(number, timeout=20)
    assert status and status >= 400 and trunk.calls == before, (number, status, trunk.calls - before)


class Keys:
    """A call on which keys are pressed."""

    def __init__(self, phone, number):
        self.phone, self.line, self.number = phone, phone.line, 3
        self.ear = phone.host.socket(port=9000)  # where the session description says that sound is wanted
        self.call, self.uri = f"{next(sip.serial)}@{self.line.address}", f"sip:{number}@{self.line.there}:{self.line.pbx_port}"
        answer = self.line.ask("INVITE", self.uri, user=phone.account, password=phone.password, timeout=20, call=self.call,
                               headers=["Content-Type: application/sdp"], body=sip.session(self.line.address))
        assert answer and answer.status == 200, answer and answer.first
        self.tag = re.search(r";tag=([^;\s]+)", answer.get("to"))[1]

    def hears_something(self):
        """Waits until something is played from now on."""
        self.ear.setblocking(False)
        try:
            while self.ear.recv(2048):
                pass
        except BlockingIOError:
            pass
        self.ear.settimeout(15)
        assert self.ear.recv(2048)

    def say(self, method, headers=(), body=""):
        self.number += 1
        return self.line.exchange(self.line.message(method, self.uri, who=self.phone.account, call=self.call, number=self.number,
                                                    to_tag=self.tag, headers=headers, body=body), self.call, 5, self.number)

    def press(self, keys):
        for key in keys:
            time.sleep(0.2)  # as fingers do: what comes sooner Asterisk holds back until it hears the caller's voice
            answer = self.say("INFO", ["Content-Type: application/dtmf-relay"], f"Signal={key}\r\nDuration=160\r\n")
            assert answer and answer.status == 200, answer and answer.first

    def hang_up(self):
        self.say("BYE")
        self.ear.close()


def asks_for_pin(stage, trunk, phone):
    before = trunk.calls
    keys = Keys(phone, COSTLY)
    for pin in ("9999#", "4711#"):
        keys.hears_something()
        keys.press(pin)
    until("who knows the PIN is put through", lambda: trunk.calls == before + 1, 12)
    keys.hang_up()
    stage.say("a costly number asked for the PIN: a wrong one, then the right one, and the call went out")


def play(stage):
    account, locked = stage.account(0), stage.account(1)
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    thief = stage.phone(stage.host("thief", "203.0.113.50"), 1)
    assert phone.register() == 200 and thief.register() == 200
    trunk = stage.trunk()
    set_pin(stage, account, "4711")
    until("the gate is open", lambda: stage.guard.status().get("gate"))

    assert phone.call("0301234567", timeout=20) == 200, "no way out"
    refused(trunk, thief, "0301234567")
    until("it is told", lambda: stage.guard.status()["gate"]["refused"] == 1)
    stage.say(f"{account} calls out, {locked} is refused")
    helps(stage, trunk, thief)
    stage.say(f"{locked} calls for help")
    asks_for_pin(stage, trunk, phone)

    stage.guard.kill()
    refused(trunk, phone, "0301234567")
    helps(stage, trunk, thief)
    stage.say("no guard runs: calls are refused, as was wanted, and help is called")
    setup(stage, "--gate", "--gate-down", "allow", "--yes")
    assert phone.call("0301234567", timeout=20) == 200, "the guard is down, and calls were to be allowed"
    stage.say("and calls go out where that is wanted")
    stage.guard.start()
    refused(trunk, thief, "0301234567")
    helps(stage, trunk, thief, ["112"])
    stage.say("the guard is back, and asked again")
