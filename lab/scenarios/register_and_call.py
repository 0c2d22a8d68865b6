# SPDX-License-Identifier: GPL-3.0-or-later
"""An ordinary day: phones register, call each other and the world outside. Nobody is banned, nothing is found."""
from lab.waiting import until

LOGS = "with security"


def play(stage):
    baresip = stage.real_phone(stage.host("desk", "192.0.2.11"), 1)
    stage.say("baresip is registered")
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    assert phone.register() == 200
    answer = phone.call(stage.account(1))
    assert answer == 200, f"nobody picked up: {answer}"
    until("baresip took the call", lambda: baresip.calls_answered() >= 1)
    stage.say("a phone called baresip, which picked up")
    trunk = stage.trunk()
    if stage.kind != "16-pjsip":  # the trunk belongs to the other channel there
        assert phone.call("0301234567") == 200 and trunk.calls == 1, "no way out"
        stage.say("a phone called somebody outside")
    sipp = stage.sipp_callers(stage.host("fax", "192.0.2.12"), 3, "600", 10)
    assert sipp.all_went_well(), sipp.said.read_text()[-1500:]
    stage.say("sipp made ten calls")
    assert phone.register() == 200
    stage.spared("192.0.2.10", "192.0.2.11", "192.0.2.12", "192.0.2.200", "192.0.2.77")
    assert not stage.guard.findings(), f"an ordinary day, and yet: {stage.guard.findings()}"
