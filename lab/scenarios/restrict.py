# SPDX-License-Identifier: GPL-3.0-or-later
"""`denwaban setup --restrict`: an account logs in from the networks that the guard knows it from, and from nowhere else, even with
the right password; taken back, it logs in from everywhere."""
from lab.scenarios.setup import files_of, prepare, setup
from lab.waiting import until

SETTINGS = ""


def play(stage):
    account = stage.account(0)
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    thief = stage.phone(stage.host("thief", "203.0.113.50"), 0)
    before = files_of(stage)
    assert phone.register() == 200 and phone.call("600") == 200

    def planned():
        status, shown, _ = setup(stage, "--restrict", account, "--dry-run")
        return status == 0 and [record for record in shown if record["type"] == "change"]

    until("the guard knows where the account is at home", planned)
    status, _, said = setup(stage, "--restrict", account, "--to", "198.51.100.0/24", "--yes")
    assert status == 2 and "192.0.2.10" in said and "locked out" in said, (status, said)
    assert files_of(stage) == before, "something was changed"

    status, done, said = setup(stage, "--restrict", account, "--yes")
    changed = [record["path"].rsplit("/", 1)[-1] for record in done if record["type"] == "change"]
    assert status == 0 and len(changed) == 1, (status, done, said)
    until("a stranger with the right password is refused", lambda: thief.register() != 200)
    assert phone.register() == 200 and phone.call("600") == 200, "the phone at home was shut out"
    stage.say(f"{account} is restricted in {changed[0]}: the right password fails elsewhere, and works at home")
    status, again, _ = setup(stage, "--restrict", account, "--yes")
    assert status == 0 and not [record for record in again if record["type"] == "change"], again

    status, _, said = setup(stage, "--unrestrict", account, "--yes")
    assert status == 0 and files_of(stage) == before, said
    until("it logs in from everywhere again", lambda: thief.register() == 200)
    stage.say("and everything is as it was")
