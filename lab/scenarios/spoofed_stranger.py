# SPDX-License-Identifier: GPL-3.0-or-later
"""The same against an address that nobody knows: claims alone may ban it, and then for an hour, no longer however
long it goes on, and no network with it; a phone next door is not touched."""

VICTIM, NEIGHBOUR, FORGER = "192.0.2.99", "192.0.2.98", "203.0.113.9"
LOGS = "with security"


def play(stage):
    phone = stage.phone(stage.host("neighbour", NEIGHBOUR), 0)
    assert phone.register() == 200
    stage.read_up()
    forger = stage.attacker("forger", FORGER)
    with forger.flood(lambda n: forger.forged_guess(VICTIM, stage.account(1 + n % 9))) as flood:
        for _ in flood.seconds(4):
            assert phone.register() == 200
    stage.read_up()
    ban = stage.guard.ban_of(VICTIM)
    stage.say(f"{flood.sent} datagrams were forged; the stranger is "
              f"{'banned from ' + ban['since'] + ' until ' + str(ban['until']) if ban else 'not banned'}")
    bans = stage.guard.standing()
    assert set(bans) <= {f"{VICTIM}/32"}, f"more than the claimed address is banned: {sorted(bans)}"
    if ban:
        answer = stage.guard.ask("why", VICTIM)[0]
        assert answer["level"] == 0, f"a ban on claims counts towards the next: {answer}"
    stage.spared(NEIGHBOUR)
    assert phone.register() == 200 and phone.call("600") == 200
