# SPDX-License-Identifier: GPL-3.0-or-later
"""The guard is killed as by a crash, and is started again, while somebody guesses a password slowly and somebody else
forges the address of a phone. The proof against the guesser is not lost, and none is made up against the phone."""
import time

from lab.waiting import until

LOGS = "none"  # packets alone
KINDS = ["16-pjsip", "22"]
VICTIM, GUESSER, FORGER = "192.0.2.10", "203.0.113.23", "203.0.113.9"


def play(stage):
    phone = stage.phone(stage.host("phone", VICTIM), 0)
    assert phone.register() == 200
    guesser, forger = stage.attacker("guesser", GUESSER), stage.attacker("forger", FORGER)
    until("the guard saw packets", lambda: stage.eye("capture")["packets"] >= 4)

    # Challenged before the crash, answered after it.
    call = "over-the-crash"
    challenge = guesser.challenge(stage.account(1), call)
    stranger = forger.challenge(stage.account(1), "learnt-at-home")
    assert challenge and stranger
    guesser.guess(stage.account(1), ["early1", "early2"])
    saved = stage.guard.saved_at()
    until("the guard kept what it knows", lambda: stage.guard.saved_at() > saved, patience=60)
    stage.guard.kill()
    stage.say("the guard was killed")
    stage.guard.start()
    until("the guard captures", lambda: stage.eye("capture"))

    guesser.answer(stage.account(1), "late", challenge, call)
    until("the answer to the old challenge is seen", lambda: stage.guard.findings(GUESSER) or
          stage.guard.status()["wire"]["requests"] >= 1)
    for n in range(30):
        forger.forged_guess(VICTIM, stage.account(1 + n % 9), challenge=stranger, call="learnt-at-home",
                            victim_port=phone.line.port)
        time.sleep(0.02)
    assert phone.register() == 200, "the phone cannot register after the restart"
    foreign = until("nonces that were sent elsewhere are known as such", lambda: stage.guard.status()["wire"]["foreign_nonces"])
    stage.say(f"{foreign} requests in the phone's name carried a nonce that was sent to somebody else before the crash")
    guesser.guess(stage.account(1), [f"word{n}" for n in range(30)])
    stage.banned(GUESSER)
    assert {item["address_proof"] for item in stage.guard.findings(GUESSER)} == {"returned"}
    stage.spared(VICTIM)
    assert phone.register() == 200 and phone.call("600") == 200
