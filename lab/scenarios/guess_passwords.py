# SPDX-License-Identifier: GPL-3.0-or-later
"""A stranger tries one password after another at one account, with svcrack. The phones go on."""


def play(stage):
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    guesser = stage.attacker("guesser", "203.0.113.23")
    assert phone.register() == 200
    stage.say("a phone is registered")

    guesser.svcrack(stage.account(1), [f"word{n}" for n in range(60)])
    stage.say("svcrack begins to guess")

    stage.banned("203.0.113.23")
    stage.unheard(guesser.host)
    assert phone.register() == 200, "the honest phone cannot register any more"
    assert phone.call("600") == 200, "the honest phone cannot call any more"
    stage.spared("192.0.2.10")
