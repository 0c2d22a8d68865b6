# SPDX-License-Identifier: GPL-3.0-or-later
"""The guard has only Asterisk's manager. While somebody guesses, the connection breaks, and then Asterisk is
restarted. The guard comes back each time and has forgotten nothing."""
from lab.waiting import until

LOGS = "none"
SETTINGS = "[wire]\ncapture = false\n"
GUESSER, PHONE = "203.0.113.23", "192.0.2.10"


def prepare(stage):
    stage.listens_to_the_manager()


def heard(stage, count):
    until(f"the guard hears of {count} more events", lambda: stage.manager()["events"] >= count)


def play(stage):
    stage.hears_the_manager()
    phone = stage.phone(stage.host("phone", PHONE), 0)
    guesser = stage.attacker("guesser", GUESSER)
    assert phone.register() == 200
    heard(stage, 1)
    before = stage.manager()["events"]
    assert guesser.guess(stage.account(1), ["early1", "early2"], patience=5) == 2
    heard(stage, before + 2)

    stage.cut_off_the_manager("reject with tcp reset")
    until("the session breaks", lambda: stage.manager()["lost"] == 1, patience=180)
    stage.mend()
    stage.hears_the_manager(sessions=2)
    stage.say("the connection broke, and the guard came back")
    stage.pbx.restart()
    manager = stage.hears_the_manager(sessions=3)
    assert manager["lost"] >= 2 and len(manager["not_heard"]) >= 2 and all(gap["to"] for gap in manager["not_heard"])
    assert not manager["filled_from_logs"]
    assert any("was not heard" in notice for notice in stage.guard.status()["notices"])
    stage.say(f"Asterisk was restarted, and the guard came back; not heard: {manager['not_heard']}")

    until("the phone registers again", lambda: phone.register() == 200)
    guesser.guess(stage.account(1), [f"word{n}" for n in range(40)], patience=5)
    stage.banned(GUESSER)
    findings = stage.guard.findings(GUESSER)
    assert {w for f in findings for w in f["witnesses"]} == {"ami"}
    stage.unheard(guesser.host)
    assert phone.register() == 200 and phone.call("600") == 200
    stage.spared(PHONE)
