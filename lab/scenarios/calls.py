# SPDX-License-Identifier: GPL-3.0-or-later
"""Telephones call each other, the world outside and a number that is sent on; one is not answered. `denwaban calls` shows each
while it lasts and after: who, from where, what was dialled, by which trunk; also when the guard is killed while it lasts. What is not
read is not told to the guard."""
import time

from lab.waiting import until

LOGS = "none"
SETTINGS = "[wire]\ncapture = false\n"
TOLD = "".join(f"eventfilter = ^Event: {what}\n" for what in (
    "[A-Za-z]+[[:space:]]+Privilege: security",
    "(Newchannel|Newstate|NewCallerid|Rename|Dial|Bridge(Enter|Leave)|Hold|Unhold|BlindTransfer|AttendedTransfer|Hangup)",
    "(PeerStatus|ContactStatus|FullyBooted)",
    "VarSet.*Variable: (SIPURI|SIPCALLID|BRIDGEPVTCALLID)"))


def prepare(stage):
    stage.listens_to_the_manager(rights="read = security,call,dialplan,system\nwrite =", more=TOLD)
    stage.pbx.configure("extensions.conf", f"\n[inside](+)\nexten => 710,1,Dial(Local/{stage.account(1)}@inside,10)\n"
                                           "exten => 720,1,Ringing()\n same => n,Wait(2)\n same => n,Hangup(19)\n")


def call_of(stage, dialled, state, *words):
    """The call to that number in that state, as soon as the guard shows it."""
    def found():
        calls = [call for call in stage.guard.calls(*words) if call["dialled"] == dialled and call["state"] == state]
        return calls and calls[-1]
    return until(f"a call to {dialled} is {state}", found)


def talk_to(stage, phone, number):
    """The call while it lasts, and when it is over."""
    status, hang_up = phone.talk(number)
    assert status == 200, f"{number}: {status}"
    during = call_of(stage, number, "answered")
    hang_up()
    return during, call_of(stage, number, "ended", "--all")


def survives(stage, phone, number):
    """The guard is killed and started again while they talk: the call is known as before, and how it ends, too."""
    status, hang_up = phone.talk(number)
    assert status == 200, f"{number}: {status}"
    before = call_of(stage, number, "answered")
    saved, told = stage.guard.saved_at(), time.time_ns()
    until("the guard keeps its state", lambda: stage.guard.saved_at() > max(saved, told), patience=120)
    stage.guard.kill()
    stage.guard.start()
    stage.hears_the_manager()
    after = call_of(stage, number, "answered")
    assert after["unsure"] and not before["unsure"], after
    changed = {key for key in before if before[key] != after[key]} - {"unsure", "seconds"}
    assert not changed, (changed, before, after)
    hang_up()
    ended = call_of(stage, number, "ended", "--all")
    assert ended["began"] == before["began"] and ended["cause"] == 16 and not ended["joined"], ended
    stage.say(f"the call to {number} is known although the guard was killed")


def play(stage):
    stage.hears_the_manager()
    baresip = stage.real_phone(stage.host("desk", "192.0.2.11"), 1)
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    assert phone.register() == 200
    pjsip = stage.channel == "chan_pjsip"
    technology, account, colleague = "PJSIP" if pjsip else "SIP", stage.account(0), stage.account(1)

    during, after = talk_to(stage, phone, colleague)
    for call in (during, after):
        assert (call["account"], call["address"], call["port"]) == (account, "192.0.2.10", phone.line.port), call
        assert call["direction"] == "internal" and call["trunk"] is None and not call["joined"], call
        assert call["peer"].startswith(f"{technology}/{colleague}-"), call
        assert call["began"] <= call["answered"] and call["reached"], call
    assert after["ended"] and after["cause"] == 16, after
    assert after["address_source"] == ("call_id" if pjsip else "uri"), after
    assert after["address_proof"] == ("returned" if pjsip else "claimed"), after
    stage.say(f"{account} called {colleague}, from {after['address']} ({after['address_source']})")

    if stage.kind != "16-pjsip":  # the trunk belongs to the other channel there
        stage.trunk()
        during, after = talk_to(stage, phone, "0301234567")
        for call in (during, after):
            assert (call["account"], call["address"]) == (account, "192.0.2.10"), call
            assert (call["direction"], call["trunk"], call["trunk_number"]) == ("outgoing", "trunk", "301234567"), call
        stage.say(f"{account} called {after['trunk_number']} by the trunk {after['trunk']}")

    during, after = talk_to(stage, phone, "710")
    assert after["account"] == account and after["reached"], after
    assert [(r["kind"], r["from"], r["to"]) for r in after["redirects"]] == [("forwarded", "710", f"{colleague}@inside")], after
    stage.say(f"710 was sent on to {after['redirects'][0]['to']}")

    status, _ = phone.talk("720")
    assert status and status >= 400, status
    unanswered = call_of(stage, "720", "ended", "--all")
    assert unanswered["answered"] is None and unanswered["account"] == account, unanswered
    stage.say("720 did not answer")

    survives(stage, phone, colleague)
    assert not stage.guard.calls(), stage.guard.calls()
    assert stage.manager()["hears_calls"] and stage.manager()["call_events_doubted"] == 0, stage.manager()
    stage.spared("192.0.2.10", "192.0.2.11", "192.0.2.200")
