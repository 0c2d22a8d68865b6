# SPDX-License-Identifier: GPL-3.0-or-later
"""Forty phones share one address, and one of them has an old password. From the address next door, in the same /24, somebody guesses
at their accounts. He is banned alone; the phones register and call all the while."""
LOGS = "with security"
OFFICE, GUESSER, ALONE = "192.0.2.60", "192.0.2.61", "192.0.2.62"


def prepare(stage):
    stage.more_accounts(range(10, 40))


def play(stage):
    office = stage.host("office", OFFICE)
    phones = [stage.phone(office, n) for n in range(39)]
    assert all(phone.register() == 200 for phone in phones)
    alone = stage.phone(stage.host("alone", ALONE), 0)
    assert alone.register() == 200
    stale = stage.phone(office, 39)
    stage.say("39 phones of the office are registered, and one beside it")

    def all_is_well(when):
        for n in range(0, 39, 8):
            answer = phones[n].call("600")
            assert answer == 200, f"a call from the office is answered {answer} {when}"
        assert alone.call("600") == 200, f"the neighbour cannot call {when}"

    guesser = stage.attacker("guesser", GUESSER)
    assert stale.register(password="last-year") not in (200, None)
    with guesser.keeps_guessing(stage.account(5), pause=0.02):
        all_is_well("as the guesser begins")
        stage.banned(GUESSER)
        # As a telephone does: again after a while, and again. Nobody is banned for that, nor for his neighbours.
        for _ in range(2):
            assert stale.register(password="last-year") not in (200, None), "the phone with the old password is not answered"
            all_is_well("while one phone has an old password, and the banned guesser goes on")
    stage.unheard(guesser.host)
    assert all(phone.register() == 200 for phone in phones), "phones of the office cannot register any more"
    assert stale.register() == 200, "the right password does not help any more"
    stage.spared(OFFICE, ALONE)
    banned = sorted(stage.guard.standing())
    assert banned == [f"{GUESSER}/32"], f"others are banned, too: {banned}"
    stage.say("forty phones registered, 18 calls were answered, and the guesser alone is banned")
