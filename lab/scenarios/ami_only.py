# SPDX-License-Identifier: GPL-3.0-or-later
"""The guard has neither logs nor packets, only Asterisk's manager. Somebody guesses a password; a phone logs in and is
known."""

LOGS = "none"
SETTINGS = "[wire]\ncapture = false\n"


def prepare(stage):
    stage.listens_to_the_manager()


def play(stage):
    stage.hears_the_manager()
    stage.say(f"the guard listens to {stage.manager()['manager']}")
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    guesser = stage.attacker("guesser", "203.0.113.23")
    assert phone.register() == 200
    guesser.svcrack(stage.account(1), [f"word{n}" for n in range(60)])
    stage.banned("203.0.113.23")
    assert {w for f in stage.guard.findings("203.0.113.23") for w in f["witnesses"]} == {"ami"}
    stage.unheard(guesser.host)
    assert phone.register() == 200 and phone.call("600") == 200
    stage.spared("192.0.2.10")
