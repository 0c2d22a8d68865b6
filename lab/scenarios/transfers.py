# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls are sent on: a telephone forwards (302), transfers at once and after a word with the third, as caller and as called, also
out by the trunk. `denwaban calls` shows each as one call, by whom and where to; a record of the session tells the same."""
import json
import re

from lab import ami
from lab.scenarios.calls import LOGS, SETTINGS, TOLD, call_of
from lab.waiting import until


def prepare(stage):
    stage.listens_to_the_manager(rights="read = security,call,dialplan,system\nwrite =", more=TOLD)
    stage.pbx.configure("manager.conf", f"\n[recorder]\nsecret = Rec-order5\nread = security,call,dialplan,system\n{TOLD}")


def play(stage):
    stage.hears_the_manager()
    record = ami.Record(stage.pbx_host, stage.pbx.address, "recorder", "Rec-order5", stage.folder / "ami.raw")
    a, b, c = (stage.handset(stage.host(f"phone{n}", f"192.0.2.{10 + n}"), n).register() for n in range(3))
    forwards = stage.handset(stage.host("forwards", "192.0.2.20"), 4, sends_to=b.account).register()
    number = c.account

    forward(stage, a, b, forwards)
    blind_by_caller(stage, a, b, c)
    blind_by_called(stage, a, b, c, number)
    attended_by_caller(stage, a, b, c, number)
    attended_by_called(stage, a, b, c)
    if stage.kind != "16-pjsip":  # the trunk belongs to the other channel there
        trunk = stage.trunk()
        out_by_transfer(stage, a, b)
        out_after_a_word(stage, a, b)
        assert trunk.calls == 2, trunk.calls

    until("all calls are over", lambda: not stage.guard.calls())
    told = stage.guard.calls("--all")
    assert stage.manager()["call_events_doubted"] == 0, stage.manager()
    record.stop()
    again = stage.replayed_calls(record.path)
    assert sorted(map(essence, again)) == sorted(map(essence, told)), (again, told)
    stage.say(f"a record of the session tells the same {len(again)} calls")
    stage.spared("192.0.2.10", "192.0.2.11", "192.0.2.12", "192.0.2.20", "192.0.2.200")


def essence(call):
    return json.dumps([call["id"], call["dialled"], call["account"], call["address"], call["peer"], call["legs"],
                       [[one["kind"], one["from"], one["to"]] for one in call["redirects"]]])


def over(stage, dialled, hang_up):
    hang_up()
    call_of(stage, dialled, "ended", "--all")
    until("no call is left", lambda: not stage.guard.calls())


def tell(stage, dialled, kind, by, to, peer):
    """What is shown while the call lasts and somebody talks to that peer; it is the only one that does."""
    technology = "SIP" if stage.channel == "chan_sip" else "PJSIP"

    def found():
        return next((call for call in stage.guard.calls() if call["dialled"] == dialled and call["state"] == "answered"
                     and (call["peer"] or "").startswith(f"{technology}/{peer}-") and call["redirects"]), None)
    during = until(f"the call to {dialled} is sent on to {peer}", found)
    assert [(one["kind"], one["from"], one["to"]) for one in during["redirects"]] == [(kind, by, to)], during
    assert during["account"] == stage.account(0) and during["address"] == "192.0.2.10", during
    until("it is one call", lambda: len(stage.guard.calls()) == 1)
    stage.say(f"{during['dialled']}: {kind} by {by} to {to}")
    return during


def talking(stage, pairs):
    """Waits until the exchange has put so many pairs of channels together: none can be transferred before."""
    until(f"{pairs} talk", lambda: len(re.findall(r"^[0-9a-f-]{36} .*\b2 +basic", stage.pbx.cli("bridge show all"), re.M)) == pairs)


def forward(stage, a, b, forwards):
    call = a.call(forwards.account)
    b.taken()
    tell(stage, forwards.account, "forwarded", forwards.account, b.account, b.account)
    over(stage, forwards.account, call.hang_up)


def blind_by_caller(stage, a, b, c):
    call = a.call(b.account)
    b.taken()
    talking(stage, 1)
    call.transfer(c.account)
    there = c.taken()
    call.leave()
    tell(stage, b.account, "blind_transfer", a.account, c.account, c.account)
    over(stage, b.account, there.hang_up)


def blind_by_called(stage, a, b, c, number):
    call = a.call(b.account)
    first = b.taken()
    talking(stage, 1)
    first.transfer(number)
    c.taken()
    first.leave()
    tell(stage, b.account, "blind_transfer", b.account, number, c.account)
    over(stage, b.account, call.hang_up)


def attended_by_caller(stage, a, b, c, number):
    first = a.call(b.account)
    b.taken()
    first.hold()
    second = a.call(number)
    there = c.taken()
    talking(stage, 2)
    first.transfer_to(second)
    second.leave()
    first.leave()
    tell(stage, b.account, "attended_transfer", a.account, number, c.account)
    over(stage, b.account, there.hang_up)


def attended_by_called(stage, a, b, c):
    """He was called by both."""
    call = a.call(b.account)
    first = b.taken()
    first.hold()
    third = c.call(b.account)
    second = b.taken(besides=first)
    talking(stage, 2)
    first.transfer_to(second)
    second.leave()
    first.leave()
    tell(stage, b.account, "attended_transfer", b.account, c.account, c.account)
    over(stage, b.account, call.hang_up)
    until(f"{c.account}'s call is over", third.over.is_set)


def out_by_transfer(stage, a, b):
    call = a.call(b.account)
    first = b.taken()
    talking(stage, 1)
    first.transfer("0301112222")
    first.leave()
    during = tell(stage, b.account, "blind_transfer", b.account, "0301112222", "trunk")
    assert (during["direction"], during["trunk"], during["trunk_number"]) == ("outgoing", "trunk", "301112222"), during
    over(stage, b.account, call.hang_up)


def out_after_a_word(stage, a, b):
    call = a.call(b.account)
    first = b.taken()
    second = b.call("0303334444")
    talking(stage, 2)
    first.transfer_to(second)
    second.leave()
    first.leave()
    during = tell(stage, b.account, "attended_transfer", b.account, "0303334444", "trunk")
    assert (during["direction"], during["trunk"], during["trunk_number"]) == ("outgoing", "trunk", "303334444"), during
    over(stage, b.account, call.hang_up)
