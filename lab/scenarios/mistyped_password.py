# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody sets up a phone, gets the password wrong three times, and then right."""


def play(stage):
    phone = stage.phone(stage.host("home", "192.0.2.40"), 3)
    for wrong in ("summer", "Summer", "Summer1"):
        assert phone.register(password=wrong) in (401, 403)
    assert phone.register() == 200
    stage.say("three typing errors, then the right password")
    stage.spared("192.0.2.40")
    assert phone.call("600") == 200
    stage.say("and the phone calls")
