# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody sends a hundred guesses a second that carry the address of a phone: with invented nonces, and where
Asterisk allows it with nonces learnt at home. The phone is not banned, registers and calls all the while."""
import time

VICTIM, FORGER = "192.0.2.10", "203.0.113.9"
LOGS = "with security"


def play(stage):
    phone = stage.phone(stage.host("phone", VICTIM), 0)
    slowest = (0.0, 0.0)

    def the_phone_works(when):
        nonlocal slowest
        began = time.monotonic()
        assert not stage.guard.ban_of(VICTIM), f"the victim is banned {when}: {stage.guard.ask('why', VICTIM)}"
        assert phone.register() == 200, f"the victim cannot register {when}"
        registered = time.monotonic()
        assert phone.call("600") == 200, f"the victim cannot call {when}"
        slowest = max(slowest, (registered - began, time.monotonic() - registered))

    the_phone_works("before anything happens")
    stage.read_up()
    forger = stage.attacker("forger", FORGER)
    challenged = 0

    def act(n):
        nonlocal challenged
        account = stage.account(1 + n % 9)
        if n % 10 == 5 and challenged >= 0:  # the nonce of a Call-ID, learnt as oneself
            call = f"carried-{n}"
            challenge = forger.challenge(account, call)
            challenged = challenged + 1 if challenge else -1 - challenged  # once nothing is answered, that is over
            if challenge:
                forger.forged_guess(VICTIM, account, challenge=challenge, call=call)
        elif n % 3:
            forger.forged_guess(VICTIM, account)
        else:  # with the very port of the phone
            forger.forged_guess(VICTIM, account, victim_port=phone.line.port)

    with forger.flood(act) as flood:
        for _ in flood.seconds(8):
            the_phone_works(f"after {flood.sent} forged datagrams")
    stage.say(f"{flood.sent} datagrams were forged; the log names the victim in {stage.pbx.log().count(VICTIM)} places")
    stage.spared(VICTIM)
    if stage.sees_the_wire():
        forgeries = [f for f in stage.guard.findings() if f.get("detector") == "forgery" and VICTIM in f.get("details", [])]
        assert forgeries, "nobody told that somebody forges"
        assert not any("address" in f["subject"] for f in forgeries), f"one datagram proves nobody: {forgeries}"
        stage.say(f"found: {', '.join(sorted({f['title'] for f in forgeries}))}")
    the_phone_works("afterwards")
    stage.say(f"all the time the phone registered and called, at worst in {slowest[0]:.1f} s and {slowest[1]:.1f} s; the forger is "
              f"{'banned' if stage.guard.ban_of(FORGER) else 'not banned'}")
