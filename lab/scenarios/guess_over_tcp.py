# SPDX-License-Identifier: GPL-3.0-or-later
"""Guessing over TCP. With the ban the open connection is dead, and no new one comes about."""


def play(stage):
    guesser = stage.attacker("guesser", "203.0.113.24")
    answered = guesser.guess(stage.account(1), [f"word{n}" for n in range(60)], transport="tcp")
    stage.say(f"{answered} guesses over TCP were answered")
    stage.banned("203.0.113.24")
    stage.unheard(guesser.host)
    try:
        sock = guesser.stream(guesser.pbx_port, timeout=1)
    except OSError:
        stage.say("no new connection either")
    else:
        sock.close()
        raise AssertionError("the banned guesser can still connect")
