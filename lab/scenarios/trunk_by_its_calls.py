# SPDX-License-Identifier: GPL-3.0-or-later
"""A record of a manager's session is all that there is: no configuration, no log, no packets. A trunk that never logs in calls and
is called, and then calls numbers that nobody has; so does a guest who gives the trunk's name for his own. Only he is banned."""
import json

from lab import ami, network, sip
from lab.scenarios.calls import LOGS, SETTINGS, TOLD
from lab.waiting import until

KINDS = ["16"]


def prepare(stage):
    stage.pbx.configure("manager.conf", f"\n[recorder]\nsecret = Rec-order5\nread = security,call,dialplan,system\n{TOLD}")


def calls_as_the_trunk(speaker, number):
    call = f"{next(sip.serial)}@{speaker.address}"
    invite = speaker.message("INVITE", f"sip:{number}@{speaker.there}:{speaker.pbx_port}", call=call, who="0309876543",
                             headers=["Content-Type: application/sdp"], body=sip.session(speaker.address))
    answer = speaker.exchange(invite.replace(f"@{speaker.there}>;tag".encode(), b"@trunk>;tag", 1), call, 20, 1)
    speaker.acknowledge(f"sip:{number}@{speaker.there}:{speaker.pbx_port}", call, 1, answer, "0309876543")
    return answer.status


def play(stage):
    record = ami.Record(stage.pbx_host, stage.pbx.address, "recorder", "Rec-order5", stage.folder / "ami.raw")
    phone = stage.handset(stage.host("phone", "192.0.2.10"), 0).register()
    trunk = stage.trunk()
    guest = sip.Speaker(stage.host("guest", "203.0.113.9"), stage.pbx.address, stage.sip_port)
    guest.patient = True
    phone.call("0301234567").hang_up()
    assert trunk.call("4930100") == 200
    assert calls_as_the_trunk(guest, stage.account(0)) == 200
    for number in ("+493010001", "+493010002", "+493010003", "+493010004", "+493010005"):
        assert trunk.call(number) == 404
        assert calls_as_the_trunk(guest, number) == 404
    stage.read_up()
    until("the session tells of all", lambda: record.path.read_text(errors="replace").count("no_extension_match") == 10)
    record.stop()
    told = network.run(stage.guard.program, "--json", "replay", record.path)
    banned = {one["target"].split("/")[0] for one in map(json.loads, told.splitlines()) if one.get("action") == "ban"}
    assert banned == {"203.0.113.9"}, told
    stage.say(f"the record has {', '.join(sorted(banned))} banned, and nobody else")
