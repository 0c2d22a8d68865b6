# SPDX-License-Identifier: GPL-3.0-or-later
"""The same hunt under the name of an extension that exists. It is challenged and never answers the challenge: `messages` holds no
line of it, the security log one ChallengeSent for each call."""
from lab.scenarios.dial_probe import NUMBERS
from lab.waiting import until

LOGS = "with security"


def play(stage):
    prober = stage.attacker("prober", "198.51.100.45")
    prober.sipp("dial_probe", NUMBERS, name=stage.account(4))
    until("sipp is done", lambda: prober.tools[-1].poll() is not None)
    if stage.sees_the_wire():
        stage.banned("198.51.100.45")
        stage.unheard(prober.host)
        return
    stage.read_up()
    challenged = stage.pbx.log().count("ChallengeSent")
    found = [f["detector"] for f in stage.guard.findings("198.51.100.45")]
    stage.say(f"{challenged} challenges were sent; the guard: {found or 'sees nothing in it'}")
    assert challenged >= len(NUMBERS)
