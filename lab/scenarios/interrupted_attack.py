# SPDX-License-Identifier: GPL-3.0-or-later
"""In the middle of a guesser's work the logs are rotated; in the middle of another's the guard is killed, as by a crash, and started
again. Both are banned, each attempt is counted once, and a phone goes on. (The guard is told to wait for more failures than
usual, so that there is a middle.)"""
from lab.waiting import until

LOGS = "with security"
BEFORE, ENOUGH = 6, 16
SETTINGS = (f"[detect.auth_guessing]\nburst_count = {ENOUGH}\nburst_window = \"10m\"\nclaimed_count = {ENOUGH}\nsteady_count = 0\n"
            f"short_count = 0\n")
PHONE = "192.0.2.10"


def prepare(stage):
    stage.listens_to_the_manager()


def refused(stage, address):
    """How many of his passwords Asterisk refused, as it tells itself: one notice each, of whichever channel."""
    return sum("NOTICE" in line and f" failed for '{address}:" in line
               for path in (stage.pbx.folder / "log").glob("messages*") for line in path.read_text(errors="replace").splitlines())


def counted(stage):
    """Refused passwords, however many have told of each."""
    return sum(row["count"] for row in stage.guard.ask("observe", "--top", "50")
               if row["type"] == "observed" and row["dimension"] == "kind" and row["key"] == "auth_failed")


def rotate(stage):
    stage.pbx.cli("logger rotate")


def kill(stage):
    stage.guard.kill()
    stage.guard.start()


def play(stage, interruptions=(rotate, kill)):
    phone = stage.phone(stage.host("phone", PHONE), 0)
    stage.hears_the_manager()
    assert phone.register() == 200
    for number, interrupt in enumerate(interruptions):
        guesser = stage.attacker(f"guesser{number}", f"203.0.113.{20 + number}")
        before = counted(stage)
        with guesser.keeps_guessing(stage.account(3 + number)):
            until("he has begun", lambda: refused(stage, guesser.address) >= BEFORE)
            interrupt(stage)
            stage.say(f"{interrupt.__name__}: {refused(stage, guesser.address)} guesses so far")
            stage.banned(guesser.address)
        stage.unheard(guesser.host)
        stage.read_up()
        made = refused(stage, guesser.address)
        until("all is counted", lambda: counted(stage) - before >= made)
        stage.say(f"{made} guesses were refused, {counted(stage) - before} counted")
        assert counted(stage) - before == made >= ENOUGH
        until("the phone registers", lambda: phone.register() == 200)
        until("the phone calls", lambda: phone.call("600") == 200)
    stage.spared(PHONE)
