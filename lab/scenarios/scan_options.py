# SPDX-License-Identifier: GPL-3.0-or-later
"""svmap looks for exchanges, and somebody sends OPTIONS to forty names. chan_sip logs nothing of it: only who sees
the wire sees them."""


def play(stage):
    scanner = stage.attacker("scanner", "203.0.113.5")
    scanner.svmap()
    scanner.options(range(190, 230))
    stage.say("svmap and forty OPTIONS")
    if stage.channel == "chan_sip" and not stage.sees_the_wire():
        stage.read_up()
        assert "203.0.113.5" not in stage.pbx.log()
        assert any("OPTIONS" in spot for spot in stage.guard.status()["blind"]), "the guard does not know that it is blind"
        stage.say("no log names the scanner, and the guard says in its status that it is blind to this")
        return
    stage.banned("203.0.113.5")
    stage.unheard(scanner.host)
