# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody sends a hundred datagrams a second that carry the address and port of the trunk: guesses at accounts with made-up
nonces, calls to numbers that nobody has, calls in an extension's name. The trunk is never banned, and calls go in and out
through it all the while."""

KINDS = ["16", "22"]
LOGS = "with security"
TRUNK, FORGER, PHONE, DESK = "192.0.2.200", "203.0.113.9", "192.0.2.10", "192.0.2.11"


def play(stage):
    desk = stage.real_phone(stage.host("desk", DESK), 0)  # where calls from outside ring
    phone = stage.phone(stage.host("phone", PHONE), 1)
    assert phone.register() == 200
    trunk = stage.trunk()
    calls = 0

    def the_trunk_works(when):
        nonlocal calls
        assert not stage.guard.ban_of(TRUNK), f"the trunk is banned {when}: {stage.guard.ask('why', TRUNK)}"
        answer = trunk.call("0305550100")
        assert answer == 200, f"a call from outside is answered {answer} {when}"
        before = trunk.calls
        answer = phone.call("0301234567", timeout=15)
        assert answer == 200 and trunk.calls > before, f"a call to the outside is answered {answer} {when}"
        calls += 2

    the_trunk_works("before anything happens")
    forger = stage.attacker("forger", FORGER)

    def act(n):
        if n % 20 == 0:
            forger.forged_call(TRUNK, f"+25219000{n % 10000:04}", who="0305550199")
        elif n % 20 == 10:
            forger.forged_call(TRUNK, f"+9011252190{n % 10000:04}", who=stage.account(2 + n % 7))
        else:
            forger.forged_guess(TRUNK, stage.account(1 + n % 9))

    with forger.flood(act) as flood:
        for n in flood.seconds(8):
            the_trunk_works(f"after {flood.sent} forged datagrams")
    stage.read_up()
    the_trunk_works("afterwards")
    assert desk.calls_answered() >= calls // 2 and phone.register() == 200
    stage.say(f"{flood.sent} datagrams were forged; {calls} calls went in and out through the trunk, all of them answered; the log "
              f"names the trunk in {stage.pbx.log().count(TRUNK)} places")
    stage.spared(TRUNK, PHONE, DESK)
    forgeries = sorted({f["title"] for f in stage.guard.findings() if f.get("detector") == "forgery"})
    stage.say(f"found: {', '.join(forgeries) or 'no forgery'}")
