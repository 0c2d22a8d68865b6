# SPDX-License-Identifier: GPL-3.0-or-later
"""HEP with another key than the guard's is refused and counted, be it of a forger on the same machine who names a
phone as the guesser, or of an Asterisk whose hep.conf has the wrong password; and nobody is banned for it."""
from lab import hep
from lab.waiting import until

KINDS = ["16-pjsip", "22"]
VICTIM = "192.0.2.10"


def prepare(stage):
    hep.arrange(stage.pbx, stage.guard, password="of-old", key="lab-hep-4711")


def play(stage):
    phone = stage.phone(stage.host("phone", VICTIM), 0)
    assert phone.register() == 200
    refused = until("what Asterisk sends is refused", lambda: stage.eye("HEP")["refused"].get("wrong_key", 0))
    stage.say(f"{refused} messages of Asterisk had the wrong key")
    assert stage.eye("HEP")["packets"] == 0

    voice = stage.phone(stage.pbx_host, 0)  # only to write what a guesser would send
    sock = stage.pbx_host.socket(address="127.0.0.1")
    for n in range(100):
        request = voice.line.message("REGISTER", voice.uri, to=f"sip:{stage.account(1)}@{stage.pbx.address}",
                                     who=stage.account(1), here=f"{VICTIM}:5060",
                                     headers=['Authorization: Digest username="x", realm="asterisk", nonce="n", response="r"'])
        for key in (None, "guessed"):
            told = hep.frame(VICTIM, 5060, stage.pbx.address, stage.sip_port, request, key, protocol=6)
            sock.sendto(told, ("127.0.0.1", hep.PORT))
    sock.close()
    until("the forger's messages are refused", lambda: stage.eye("HEP")["refused"]["wrong_key"] >= refused + 200)
    assert stage.eye("HEP")["packets"] == 0, stage.eye("HEP")
    stage.spared(VICTIM)
    assert any("key" in notice for notice in stage.guard.status()["notices"]), "status does not say what is wrong"
    assert phone.register() == 200 and phone.call("600") == 200
