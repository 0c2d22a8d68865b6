# SPDX-License-Identifier: GPL-3.0-or-later
"""Six addresses share the work: four guesses each, all at one account. Its phone goes on."""


def play(stage):
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 1)
    assert phone.register() == 200
    for n in range(6):
        one = stage.attacker(f"guesser{n}", f"203.0.113.{200 + n}")
        one.guess(stage.account(1), [f"word{4 * n + k}" for k in range(4)])
    stage.read_up()
    found = [f for f in stage.guard.findings() if f["detector"] in ("account_guessing", "campaign")]
    bans = sorted(stage.guard.standing())
    stage.say(f"24 guesses; found: {sorted({f['detector'] for f in found})}; banned: {bans or 'nobody'}")
    assert found, "guessing together is not found"
    stage.spared("192.0.2.10")
    assert phone.register() == 200 and phone.call("600") == 200
