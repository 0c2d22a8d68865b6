# SPDX-License-Identifier: GPL-3.0-or-later
"""Packets with the shapes of attacks that were published: each is harmless by itself to this Asterisk, and says what its
sender is after. A telephone goes on calling."""
from lab.waiting import until

ATTACKER = "198.51.100.140"


def play(stage):
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    assert phone.register() == 200
    attacker = stage.attacker("attacker", ATTACKER)
    line, uri = attacker.voice, f"sip:{stage.account(0)}@{attacker.pbx}:{attacker.pbx_port}"
    accepts = [f"Accept: application/x{n}" for n in range(40)]
    line.send(line.message("SUBSCRIBE", uri, headers=[*accepts, "Event: presence"]))
    sdp = "v=0\r\no=- 1 1 IN IP4 198.51.100.140\r\ns=-\r\nc=IN IP4 198.51.100.140\r\nt=0 0\r\nm=audio 9000 RTP/AVP banana\r\n"
    line.send(line.message("INVITE", uri, headers=["Content-Type: application/sdp"], body=sdp))

    def told():
        return next((f for f in stage.guard.findings(ATTACKER) if f.get("detector") == "malformed" and f["pattern"] == "crash"
                     and f["severity"] == "medium"), None)

    found = until("the attacks are told", told)
    assert set(found["details"]) >= {"AST-2018-004", "AST-2018-002"}, found
    stage.say(found["why"])
    stage.banned(ATTACKER)
    stage.unheard(attacker.host)
    assert phone.register() == 200 and phone.call("600") == 200
    stage.spared("192.0.2.10")
