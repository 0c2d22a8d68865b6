# SPDX-License-Identifier: GPL-3.0-or-later
"""Which extensions are there? svwar asks for one name after another, by INVITE; a second one by REGISTER with a
guessed password."""
from lab.waiting import until


def play(stage):
    caller, registrar = stage.attacker("caller", "203.0.113.17"), stage.attacker("registrar", "203.0.113.18")
    caller.svwar("INVITE", "7000-7040")
    stage.say("svwar asks by INVITE")
    for name in range(8000, 8030):
        if not registrar.guess(str(name), [str(name)]):
            break
    stage.say("another tries thirty names, each with the name as its password")
    stage.banned("203.0.113.18")
    stage.unheard(registrar.host)
    if stage.channel == "chan_sip":
        stage.banned("203.0.113.17")
        stage.unheard(caller.host)
    else:
        until("svwar is done", lambda: caller.tools[0].poll() is not None)
        stage.say("pjsip answers every name alike, so svwar gave up after its second question")
