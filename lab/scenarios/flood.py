# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody sends hundreds of OPTIONS a second; then INVITEs for one number come from a thousand made-up addresses. Both are
told as floods, the second as nobody's. A telephone goes on calling."""
from lab.waiting import until

FLOODER, PHONE = "203.0.113.120", "192.0.2.10"


def play(stage):
    phone = stage.phone(stage.host("phone", PHONE), 0)
    assert phone.register() == 200
    flooder = stage.attacker("flooder", FLOODER)

    def call(when):
        answer = phone.call("600", timeout=30)
        assert answer == 200, f"the telephone cannot call {when}: {answer}"

    def told(pattern):
        call(f"as a flood begins ({pattern})")
        found = until(f"the flood is told by its {pattern}", lambda: next(
            (f for f in stage.guard.findings() if f.get("detector") == "flood" and f["pattern"] == pattern), None), 120)
        call(f"in the midst of a flood ({pattern})")
        return found

    def options(n):
        for _ in range(4):
            flooder.voice.send(flooder.voice.message("OPTIONS", flooder.aim, who="load"))

    with flooder.flood(options):
        found = told("source")
    assert found["subject"] == {"address": FLOODER}, found
    stage.say(f"{found['title']}: {found['why']}")

    def made_up(n):
        source = f"100.64.{n % 250}.{n // 250 % 250 + 1}"
        flooder.forge(source, flooder.voice.message("INVITE", f"sip:900@{flooder.pbx}:{flooder.pbx_port}", here=f"{source}:5060"))

    with flooder.flood(made_up):
        found = told("target")
    assert found["subject"] == {} and found["details"] == ["900"], found
    stage.say(f"{found['title']}: {found['why']}")
    call("afterwards")
    assert phone.register() == 200
    stage.spared(PHONE, stage.witness.address)
