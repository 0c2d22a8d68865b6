# SPDX-License-Identifier: GPL-3.0-or-later
"""Forged datagrams from a thousand addresses, one each, while a real guesser hides in the noise. He is banned, and
none of the others."""

GUESSER = "203.0.113.23"


def play(stage):
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    assert phone.register() == 200
    forger, guesser = stage.attacker("forger", "203.0.113.9"), stage.attacker("guesser", GUESSER)
    for n in range(1000):
        forger.forged_guess(f"198.18.{n // 250}.{1 + n % 250}", stage.account(1 + n % 9))
        if n == 500:
            guesser.svcrack(stage.account(1), [f"word{n}" for n in range(60)])
            stage.say("in the middle of it svcrack begins to guess")
        forger.pause()
    stage.banned(GUESSER)
    stage.unheard(guesser.host)
    stage.read_up()
    bans = sorted(stage.guard.standing())
    assert bans == [f"{GUESSER}/32"], f"others are banned: {bans[:10]} ({len(bans)})"
    assert phone.register() == 200 and phone.call("600") == 200
    status = stage.guard.status()
    stage.say(f"{status['lines']} lines were read, {status['addresses_counted']} addresses counted, one banned; "
              "the phone registers and calls")
