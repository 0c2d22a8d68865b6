# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody guesses at the manager interface."""


def play(stage):
    guesser = stage.attacker("guesser", "203.0.113.66")
    for name, secret in [("admin", "admin"), ("root", "root"), ("manager", "manager")]:
        guesser.ami_login(name, secret)
    stage.banned("203.0.113.66")
    assert not guesser.ami_login("admin", "amp111"), "the banned guesser is answered, and his next guess is right"
    stage.unheard(guesser.host)
