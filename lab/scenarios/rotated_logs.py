# SPDX-License-Identifier: GPL-3.0-or-later
"""Asterisk rotates its logs in the middle of an attack."""


def play(stage):
    guesser = stage.attacker("guesser", "203.0.113.26")
    guesser.guess(stage.account(1), ["a", "b", "c", "d"])
    stage.pbx.cli("logger rotate")
    stage.say("four guesses, then asterisk -rx 'logger rotate'")
    guesser.guess(stage.account(2), ["e", "f", "g", "h", "i", "j", "k", "l"])
    stage.banned("203.0.113.26")
    stage.unheard(guesser.host)
    stage.guard.ask("unban", "203.0.113.26")
    stage.heard(guesser.host)
    stage.say("unbanned, he is answered again")
