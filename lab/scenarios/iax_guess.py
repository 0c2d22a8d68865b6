# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody looks for IAX2 by POKE and guesses at an account. Without authdebug Asterisk logs nothing of it."""


def play(stage):
    guesser = stage.attacker("guesser", "198.51.100.90")
    assert guesser.iax_poke() == "pong"
    ends = [guesser.iax_register("branch", f"word{n}") for n in range(6)]
    stage.say(f"a POKE was answered, six guesses: {', '.join(sorted(set(map(str, ends))))}")
    assert guesser.iax_register("branch", "Ix-branch7") == "accepted" or stage.sees_the_wire(), "our own client cannot register"
    if stage.sees_the_wire():
        stage.banned("198.51.100.90")
        stage.unheard(guesser.host)
    else:
        assert any("IAX2" in spot for spot in stage.guard.status()["blind"])
        stage.say("the guard says in its status that it is blind to this")
