# SPDX-License-Identifier: GPL-3.0-or-later
"""Guessing over TLS, which nobody can read on the wire: Asterisk's res_hep tells the guard what it decrypted. The
guesser is banned as one whose address is proven, by the copies alone; a telephone on TLS works all the while."""
from lab import hep
from lab.waiting import until

KINDS = ["16-pjsip", "22"]
LOGS = "none"  # so that nothing but HEP can tell
PHONE, GUESSER = "192.0.2.14", "203.0.113.25"


def prepare(stage):
    hep.arrange(stage.pbx, stage.guard)
    stage.authority = stage.pbx.speak_tls()


def play(stage):
    stage.real_phone(stage.host("phone", PHONE), 4, port=5061, transport="tls", authority=stage.authority)
    by_udp = stage.phone(stage.host("udp-phone", "192.0.2.10"), 0)
    assert by_udp.register() == 200
    until("the guard was told by HEP", lambda: stage.eye("HEP")["packets"] > 0)
    stage.say("baresip is registered over TLS, another phone over UDP, and the guard hears of it by HEP")

    guesser = stage.attacker("guesser", GUESSER)
    answered = guesser.guess(stage.account(1), [f"word{n}" for n in range(60)], transport="tls", port_there=5061)
    stage.say(f"{answered} guesses over TLS were answered")
    stage.banned(GUESSER)
    found = stage.guard.findings(GUESSER)
    assert {item["address_proof"] for item in found} == {"returned"}, f"the nonces came back over TLS: {found}"
    assert {witness for item in found for witness in item["witnesses"]} == {"hep"}, f"nobody else can read TLS: {found}"
    stage.unheard(guesser.host)
    mark = stage.eye("HEP")["packets"]
    until("baresip registers again over TLS, as it does every 20 seconds", lambda: stage.eye("HEP")["packets"] >= mark + 2)
    assert by_udp.call(stage.account(4)) == 200, "the phone on TLS is not reached"
    stage.spared(PHONE, "192.0.2.10")
    eye = stage.eye("HEP")
    assert eye["packets"] > 4 * answered - 8 and eye["dropped"] == 0, f"both directions of each guess are told: {eye}"
    stage.say(f"status: {eye}")
