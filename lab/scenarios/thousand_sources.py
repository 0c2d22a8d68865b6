# SPDX-License-Identifier: GPL-3.0-or-later
"""A thousand addresses in 250 networks guess at one account, once each. The account is named; its own phone goes on, and so does
a phone whose address is in the midst of them."""
import concurrent.futures

from lab.waiting import until

LOGS = "with security"
PHONE, NEIGHBOUR = "192.0.2.10", "100.66.7.200"
HERD = "100.64.0.0/10"


def source(n):
    return f"100.{64 + n % 10}.{n // 10 % 25}.{1 + n // 250}"


def play(stage):
    herd = stage.attacker("herd", "203.0.113.9")
    herd.host.speaks_for(HERD)
    phone, neighbour = stage.phone(stage.host("phone", PHONE), 1), stage.phone(stage.host("neighbour", NEIGHBOUR), 0)

    def guess(n):
        return herd.guess(stage.account(1), [f"word{n}"], patience=3, address=source(n))

    answered = 0
    with concurrent.futures.ThreadPoolExecutor(8) as hands:
        for begin in range(0, 1000, 125):
            guesses = hands.map(guess, range(begin, begin + 125))
            for who in (phone, neighbour):
                answer = (who.register(), who.call("600"))
                assert answer == (200, 200), f"{who.line.address} is answered {answer} after {begin} guesses"
            answered += sum(guesses)
    stage.say(f"{answered} of 1000 guesses were answered")
    assert answered > 900

    def named():
        return next((f for f in stage.guard.findings(detector="account_guessing")
                     if stage.account(1) in (f["subject"].get("account"), *f["accounts"])), None)

    found = until("the account is named", named)
    stage.read_up()
    found = named()
    stage.say(f"{found['title']}: {found['why']}")
    stage.spared(PHONE, NEIGHBOUR, stage.witness.address)
    herd_banned = [target for target in stage.guard.standing() if target.startswith("100.")]
    assert sorted(herd_banned) == sorted(stage.guard.standing()), f"others are banned: {sorted(stage.guard.standing())}"
    reasons = sorted({f"{ban['reason']}: {ban['why']}" for ban in stage.guard.standing().values()})
    stage.say(f"{len(herd_banned)} of their addresses and networks are banned {reasons[:3] or ''}")
    assert all(who.register() == 200 and who.call("600") == 200 for who in (phone, neighbour))
