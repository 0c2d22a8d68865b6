# SPDX-License-Identifier: GPL-3.0-or-later
"""Eight phones share one address; one of them kept its old password and will not give up. The others go on. Then a machine in
that office begins to guess at other accounts, and the phones that are known still go on."""

LOGS = "with security"


def play(stage):
    office = stage.host("office", "192.0.2.60")
    phones = [stage.phone(office, n) for n in range(7)]
    assert all(phone.register() == 200 for phone in phones)
    stage.read_up()
    stale = stage.phone(office, 7)
    answers = [stale.register(password="last-year", timeout=0.3) for _ in range(15)]
    stage.say(f"an old password was tried 15 times in a row, answered {sum(a is not None for a in answers)} times")
    stage.read_up()
    # Where packets prove who it was, the port of that one telephone may be banned while it goes on; never the address.
    whole = [target for target in stage.guard.standing("ban") if target.split("/")[0] == "192.0.2.60" and target.endswith("/32")]
    ports = stage.guard.ask("why", "192.0.2.60")[0].get("verdict") == "banned_port"
    assert ports or not whole, f"the office is banned: {stage.guard.ask('why', '192.0.2.60')}"
    stage.say("not banned: 192.0.2.60" + (", but the port of the telephone with the old password" if ports else ""))
    assert all(phone.register() == 200 for phone in phones), "phones of the office cannot register any more"
    assert phones[0].call("600") == 200

    bad = stage.phone(office, 8)
    for n in range(60):
        bad.account = str(700 + n % 20)
        bad.register(password=f"word{n}", timeout=0.3)
    stage.read_up()
    found = sorted({f["detector"] for f in stage.guard.findings("192.0.2.60")})
    stage.say(f"a machine there guessed 60 times at 20 accounts; the guard: {found}")
    assert all(phone.register() == 200 for phone in phones), "known phones pay for their neighbour"
    assert phones[0].call("600") == 200
    stage.say("all known phones register and call")
