# SPDX-License-Identifier: GPL-3.0-or-later
"""Guessing over IPv6."""
from lab import asterisk

KINDS = ["16-pjsip", "22"]
GUESSER = "2001:db8:bad::66"


def play(stage):
    guesser = stage.attacker("guesser", "203.0.113.25", GUESSER)
    guesser.pbx = asterisk.ADDRESS6
    answered = guesser.guess(stage.account(1), [f"word{n}" for n in range(60)])
    stage.say(f"{answered} guesses over IPv6 were answered")
    stage.banned(GUESSER)
    assert guesser.guess(stage.account(1), ["again"]) == 0, "the banned guesser is answered"
