# SPDX-License-Identifier: GPL-3.0-or-later
"""Asterisk logs to syslog alone, and what listens there is a real journald, whose journal the guard reads. A guesser is banned and
the phone is not; what another user says in Asterisk's name is not believed; journald and the guard may be started again meanwhile."""
from lab import journal
from lab.scenarios.syslog import FRAMED, GUESSER, PHONE, SECOND, guess, say_as_somebody_else
from lab.waiting import until

LOGS = "none"
SETTINGS = "[wire]\ncapture = false\n"


def prepare(stage):
    user, _ = stage.pbx.user()
    stage.journald = journal.Journald(stage.folder / "journald")
    stage.running.append(stage.journald)
    stage.journald.serve(stage.pbx.own_devices())
    stage.journald.start()
    stage.pbx.configure("logger.conf", "syslog.local0 => notice,warning,error,security\n")
    stage.guard.configure(f'[journal]\nenabled = "on"\nfolder = "{stage.journald.files}"\n')
    stage.guard.set("pbx", f'users = ["{user}"]')


def carried(stage):
    return next(source for source in stage.guard.status()["sources"] if "journal" in source)


def play(stage):
    phone = stage.phone(stage.host("phone", PHONE), 0)
    assert phone.register() == 200
    answered, counted, found = guess(stage, stage.attacker("guesser", GUESSER))
    assert counted <= answered + 1, (answered, counted)
    assert {w for f in found for w in f["witnesses"]} == {"syslog"}, found
    stage.say(f"the journal told of it: {answered} guesses answered, {counted} counted")

    lines = [item["text"].replace(GUESSER, FRAMED) for f in found for item in f["evidence"] if GUESSER in item["text"]]
    assert lines, found
    before = carried(stage)["refused"].get("strangers", 0)
    say_as_somebody_else(stage, [f"<133>asterisk[1]: {line.split(': ', 1)[-1]}" for line in lines] * 40)
    until("strangers are counted", lambda: carried(stage)["refused"].get("strangers", 0) > before)
    assert not stage.guard.ban_of(FRAMED) and not stage.guard.findings(FRAMED)
    stage.say("what another user said in Asterisk's name was not believed")

    stage.journald.stop()
    stage.guard.kill()
    stage.journald.start()
    stage.guard.start()
    answered, counted, _ = guess(stage, stage.attacker("second", SECOND))
    assert counted <= answered + 1, (answered, counted)
    stage.say(f"after both were started again: {answered} guesses answered, {counted} counted")
    stage.spared(PHONE)
    assert phone.register() == 200 and phone.call("600") == 200
