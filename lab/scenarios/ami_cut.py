# SPDX-License-Identifier: GPL-3.0-or-later
"""The guard has Asterisk's logs and its manager. In the middle of a guesser's work packets between the guard and the
manager are lost, until the guard gives the session up, and later flow again. Each attempt is counted once: by whoever
tells of it."""
from lab.waiting import until

LOGS = "with security"
KINDS = ["16-pjsip", "22"]  # chan_sip does not say which of two attempts was meant
SETTINGS = "[wire]\ncapture = false\n"
GUESSER = "203.0.113.23"


def prepare(stage):
    # Nobody is banned: this is about the count.
    stage.guard.configure("[policy]\ndry_run = true\n")
    stage.listens_to_the_manager()


def counted(stage):
    """Refused passwords, however many have told of each."""
    return sum(row["count"] for row in stage.guard.ask("observe", "--top", "50")
               if row["type"] == "observed" and row["dimension"] == "kind" and row["key"] == "auth_failed")


def play(stage):
    stage.hears_the_manager()
    guesser = stage.attacker("guesser", GUESSER)
    guesses = guesser.guess(stage.account(1), [f"first{n}" for n in range(6)], patience=20)
    until("the manager told of all", lambda: stage.manager()["events"] >= guesses)
    stage.cut_off_the_manager("drop")
    guesses += guesser.guess(stage.account(1), [f"second{n}" for n in range(6)], patience=20)
    until("the guard gave the session up", lambda: stage.manager()["lost"] == 1, patience=180)
    guesses += guesser.guess(stage.account(1), [f"third{n}" for n in range(6)], patience=20)
    stage.mend()
    manager = stage.hears_the_manager(sessions=2)
    assert manager["filled_from_logs"] and manager["not_heard"]
    stage.say(f"the manager was not heard from {manager['not_heard'][-1]['from']} to {manager['not_heard'][-1]['to']}")
    told = manager["events"]
    guesses += guesser.guess(stage.account(1), [f"fourth{n}" for n in range(6)], patience=20)
    stage.read_up()
    until("all is counted", lambda: counted(stage) >= guesses)
    until("the manager told the rest", lambda: stage.manager()["events"] >= told + 6)
    assert counted(stage) == guesses == 24, f"{counted(stage)} counted, {guesses} made"
    stage.say(f"{guesses} guesses, {counted(stage)} counted")
