# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody guesses at ARI, which Asterisk logs nowhere, and another at the manager interface over HTTP, which it does log."""


def play(stage):
    quiet, loud = stage.attacker("quiet", "203.0.113.120"), stage.attacker("loud", "203.0.113.121")
    for word in ("asterisk", "admin", "switchboard", "1234"):
        quiet.http("/ari/asterisk/info", "switchboard", word)
        loud.http(f"/rawman?action=login&username=admin&secret={word}")
    stage.banned("203.0.113.121")
    assert loud.http("/rawman?action=login&username=admin&secret=amp111") is None, "a banned guesser is answered"
    if stage.sees_the_wire():
        stage.banned("203.0.113.120")
        assert quiet.http("/ari/asterisk/info", "switchboard", "qR5-switch") is None, "a banned guesser is answered"
    else:
        assert "203.0.113.120" not in stage.pbx.log() and any("ARI" in spot for spot in stage.guard.status()["blind"])
        stage.say("no log names who guessed at ARI, and the guard says in its status that it is blind to this")
