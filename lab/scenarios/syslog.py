# SPDX-License-Identifier: GPL-3.0-or-later
"""Asterisk logs to syslog alone: its /dev/log is the guard's socket. A guesser is banned and the phone is not; what another
user says in Asterisk's name is not believed. Then Asterisk logs to a file as well, and no attempt counts twice."""
import json
import os
import socket

from lab.waiting import until

LOGS = "none"
SETTINGS = "[wire]\ncapture = false\n"
GUESSER, SECOND, PHONE, FRAMED = "203.0.113.41", "203.0.113.42", "192.0.2.10", "198.51.100.99"
WORDS = [f"word{n}" for n in range(40)]


def prepare(stage):
    user, group = stage.pbx.user()
    stage.log = stage.pbx.own_devices() / "log"
    stage.pbx.configure("logger.conf", "syslog.local0 => notice,warning,error,security\n")
    stage.guard.configure(f'[syslog]\nsocket = "{stage.log}"\ngroup = "{group}"\n')
    stage.guard.set("pbx", f'users = ["{user}"]')


def carried(stage):
    return next(source for source in stage.guard.status()["sources"] if "syslog" in source)


def guess(stage, guesser):
    """How many guesses Asterisk answered, and how many the guard counted."""
    answered = guesser.guess(stage.account(1), WORDS, patience=15.0)
    stage.banned(guesser.address)
    found = [f for f in stage.guard.findings(guesser.address) if f.get("detector") == "auth_guessing"]
    return answered, max(f["count"] for f in found), found


def say_as_somebody_else(stage, lines):
    """A process of its own, in Asterisk's root: as nobody, but in Asterisk's group."""
    group = stage.pbx.user()[1]
    child = os.fork()
    if child == 0:
        try:
            os.chroot(stage.pbx.root)
            os.setgroups([])
            os.setgid(group)
            os.setuid(65534)
            to = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            for line in lines:
                to.sendto(line.encode(), "/dev/log")
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, "nobody could not speak to /dev/log"


def play(stage):
    phone = stage.phone(stage.host("phone", PHONE), 0)
    assert phone.register() == 200
    answered, counted, found = guess(stage, stage.attacker("guesser", GUESSER))
    assert counted <= answered + 1, (answered, counted)
    assert {w for f in found for w in f["witnesses"]} == {"syslog"}, found
    stage.say(f"syslog alone told of it: {answered} guesses answered, {counted} counted")

    # Somebody in Asterisk's group, who may write to the socket, says the same of another address.
    lines = [item["text"].replace(GUESSER, FRAMED) for f in found for item in f["evidence"] if GUESSER in item["text"]]
    assert lines, found
    before = carried(stage)["refused"].get("strangers", 0)
    say_as_somebody_else(stage, lines * 40)
    until("strangers are counted", lambda: carried(stage)["refused"].get("strangers", 0) >= before + 40)
    assert not stage.guard.ban_of(FRAMED) and not stage.guard.findings(FRAMED)
    stage.say("what another user said in Asterisk's name was not believed")

    # A file tells the same from now on.
    stage.pbx.configure("logger.conf", "also => notice,warning,error,security\n")
    stage.pbx.cli("logger reload")
    stage.guard.set("pbx", f'logs = {json.dumps([f"{stage.pbx.folder}/log/also"])}')
    stage.guard.reload()
    until("the file is followed", lambda: any(source.get("file", "").endswith("/also") and "read_to" in source
                                              for source in stage.guard.status()["sources"]))
    answered, counted, found = guess(stage, stage.attacker("second", SECOND))
    assert counted <= answered + 1, (answered, counted)
    stage.say(f"told by a file and by syslog: {answered} guesses answered, {counted} counted")
    stage.spared(PHONE)
    assert phone.register() == 200 and phone.call("600") == 200
