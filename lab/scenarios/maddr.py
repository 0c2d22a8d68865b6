# SPDX-License-Identifier: GPL-3.0-or-later
"""chan_sip writes into its security events the address that `;maddr=` in a Via names, without any spoofing. The
address named is a phone's, and it goes on; who sends it is in the notices, and is banned."""
from lab.waiting import until

KINDS = ["16"]
VICTIM, FORGER = "192.0.2.10", "203.0.113.9"
LOGS = "with security"


def play(stage):
    phone = stage.phone(stage.host("phone", VICTIM), 0)
    assert phone.register() == 200
    stage.read_up()
    forger = stage.attacker("forger", FORGER)
    for n in range(40):
        line = forger.voice
        answer = line.ask("REGISTER", forger.aim, to=f"sip:101@{line.there}", user="101", password=f"word{n}",
                          via=f";maddr={VICTIM}", timeout=0.5)
        if not answer:
            break
    events = sum("InvalidPassword" in text and VICTIM in text for text in stage.pbx.log().splitlines())
    stage.say(f"{n + 1} guesses with ;maddr=, {events} security events name the victim")
    assert events, "Asterisk did not fall for it"
    stage.banned(FORGER)

    if stage.sees_the_wire():
        def forgeries():
            return [f for f in stage.guard.findings() if f.get("detector") == "forgery" and f["pattern"] == "redirected"]
        until("it is told whom the log blames, and that packets disprove it",
              lambda: any(VICTIM in f.get("details", []) for f in forgeries()))
        # Whether the sender is proven before his ban ends it all is a matter of milliseconds.
        assert not any(f["subject"].get("address") == VICTIM for f in forgeries()), forgeries()
        for found in forgeries():
            stage.say(f"{found['title']}: {found['why']}")
    stage.unheard(forger.host)
    stage.spared(VICTIM)
    assert phone.register() == 200 and phone.call("600") == 200
