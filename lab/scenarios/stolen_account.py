# SPDX-License-Identifier: GPL-3.0-or-later
"""An account's password was stolen: a stranger calls Somalia with it, at a company that never called there. The call is cut
within seconds and the account locked for outside calls; its owner's own inside calls and emergency calls go through. The same
while the manager cannot be reached: the call is cut when it comes back. The lock outlives the guard, until a person takes it away."""
import datetime
import json
import random
import time

from lab.waiting import until

LOGS = "none"
KINDS = ["16", "22"]  # the trunk belongs to the other channel in the third
SETTINGS = ('[wire]\ncapture = false\n[numbering]\ncountry = "DE"\noutside_prefix = "0"\narea_code = "30"\n'
            '[fraud]\nwatch_for = "0s"\n')
DEAR = "000252612345678"
EMERGENCY = ("110", "112", "911", "119", "0112")


def night():
    """How far from UTC it is three o'clock in the night now, in hours."""
    return (3 - datetime.datetime.now(datetime.timezone.utc).hour + 11) % 24 - 11


def habits(stage):
    """A month of work, as Asterisk would have written it down."""
    dice, technology = random.Random(5), "SIP" if stage.channel == "chan_sip" else "PJSIP"
    rows, number = [], 0
    day = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=night())))
    day = day.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    for back in range(35, 0, -1):
        date = day - datetime.timedelta(days=back)
        for hour in range(8, 18) if date.weekday() < 5 else ():
            for account in (stage.account(n) for n in range(5)):
                number += 1
                begin = date + datetime.timedelta(hours=hour, minutes=dice.randrange(55))
                talked = dice.randrange(20, 200)
                answer, end = begin + datetime.timedelta(seconds=5), begin + datetime.timedelta(seconds=5 + talked)
                dialled = f"0030{2000000 + dice.randrange(90) * 311}"
                where = f"{technology}/trunk/{dialled[1:]}" if technology == "SIP" else f"PJSIP/{dialled[1:]}@trunk"
                rows.append(f'"","{account}","{dialled}","inside","{account}","{technology}/{account}-{number:08x}",'
                            f'"{technology}/trunk-{number:08x}","Dial","{where},30","{begin}","{answer}","{end}",{talked + 5},'
                            f'{talked},"ANSWERED","DOCUMENTATION","{int(begin.timestamp())}.{number}",""')
    return "\n".join(rows) + "\n"


def hears_and_acts(stage):
    """The guard has its users of the manager, and a month to learn from."""
    stage.listens_to_the_manager(rights="read = security,call,dialplan,system\nwrite =")
    stage.pbx.configure("manager.conf", "\n[denwaban-acting]\nsecret = Dw-hands7\nread =\nwrite = call\ndeny = 0.0.0.0/0.0.0.0\n"
                                        "permit = 127.0.0.1/255.255.255.255\n")
    secret = stage.guard.folder / "acting.secret"
    secret.touch(mode=0o600)
    secret.write_text("Dw-hands7\n")
    stage.guard.configure(f'[ami.acting]\nsecret_file = "{secret}"\n')
    records = stage.guard.folder / "records"
    records.mkdir()
    (records / "Master.csv").write_text(habits(stage))
    stage.guard.set("fraud", f'records = ["{records}"]')
    stage.guard.set("fraud", f'timezone = "{night():+03d}00"')


def prepare(stage):
    hears_and_acts(stage)
    stage.guard.configure(f'[notify]\ncommand = ["/bin/sh", "-c", "cat >> {stage.guard.folder}/told"]\n')
    out = "SIP/trunk/${EXTEN}" if stage.channel == "chan_sip" else "PJSIP/${EXTEN}@trunk"
    stage.pbx.configure("extensions.conf", "\n[inside](+)\n" + "".join(
        f"exten => {number},1,Dial({out},30)\n" for number in EMERGENCY if not number.startswith("0")))


def ready(stage):
    def is_ready():
        fraud = stage.guard.status()["fraud"]
        return not fraud["learning"] and fraud.get("acting", {}).get("ready") and fraud
    return until("habits are learned, and somebody may act", is_ready, patience=120)


def open_calls(stage, dialled):
    return [call for call in stage.guard.calls() if call["dialled"] == dialled]


def ended_calls(stage, dialled):
    return [call for call in stage.guard.calls("--all") if call["dialled"] == dialled and call["state"] == "ended"]


def is_cut(stage, thief, number):
    """The thief never hangs up."""
    begun, before = time.monotonic(), len(ended_calls(stage, number))
    thief.talk(number)
    until(f"the call to {number} is cut", lambda: len(ended_calls(stage, number)) > before)
    stage.say(f"the call to {number} is cut after {time.monotonic() - begun:.1f} s")


def emergencies_pass(stage, phone, trunk, thief):
    for number in EMERGENCY:
        before = trunk.calls
        status, hang_up = phone.talk(number)
        assert status == 200 and trunk.calls > before, f"{number}: {status}"
        until(f"the guard hears of the call to {number}", lambda: [c for c in open_calls(stage, number) if c["reached"]])
        is_cut(stage, thief, "00302000622")
        assert open_calls(stage, number), f"the call to {number} was cut"
        hang_up()
    stage.say(f"{', '.join(EMERGENCY)} go through")


def play(stage):
    stage.hears_the_manager()
    fraud = ready(stage)
    assert fraud["act"] == "act" and not fraud["watches_only"] and not fraud["locked"], fraud
    trunk = stage.trunk()
    colleague = stage.real_phone(stage.host("desk", "192.0.2.11"), 1)
    owner = stage.phone(stage.host("owner", "192.0.2.13"), 3)
    thief = stage.phone(stage.host("thief", "203.0.113.23"), 3)
    assert owner.register() == 200
    account = stage.account(3)

    status, hang_up = owner.talk("00302000311")
    assert status == 200
    hang_up()
    assert not stage.guard.findings(detector="costly_destination")

    is_cut(stage, thief, DEAR)
    fraud = until(f"{account} is locked", lambda: (f := stage.guard.status()["fraud"]) and account in f["locked"] and f)
    found = [f for f in stage.guard.findings() if f.get("ring") == "fraud"]
    assert found and found[-1]["accounts"] == [account] and found[-1]["severity"] in ("high", "critical"), found
    stage.say(f"{account} is locked: {found[-1]['title']}")

    told = stage.guard.folder / "told"
    until("somebody is told", lambda: told.exists() and f"denwaban unlock {account}" in told.read_text())
    notices = [json.loads(line) for line in told.read_text().splitlines()]
    assert all(n["type"] == "notification" and n["finding"]["ring"] == "fraud" for n in notices), notices
    stage.say(f"somebody is told: {notices[0]['title']}")

    is_cut(stage, thief, "00302000311")
    assert owner.call(colleague.account) == 200
    emergencies_pass(stage, owner, trunk, thief)

    ended = stage.guard.status()["fraud"]["calls_to_end"]
    stage.cut_off_the_manager("drop")
    status, _ = thief.talk("000252612345679")
    assert status == 200, status
    stage.mend()
    until("the call is cut once the manager is heard again",
          lambda: stage.guard.status()["fraud"]["calls_to_end"] > ended and ended_calls(stage, "000252612345679"), patience=180)
    stage.say("a call that began while the manager was not heard is cut afterwards")

    stage.guard.kill()
    stage.guard.start()
    stage.hears_the_manager()
    fraud = ready(stage)
    assert account in fraud["locked"], fraud
    is_cut(stage, thief, "000252612345670")
    stage.say("killed and started again: the lock holds")

    stage.guard.ask("unlock", account)
    assert account not in stage.guard.status()["fraud"]["locked"]
    status, hang_up = owner.talk("00302000311")
    assert status == 200
    until("the guard hears of it", lambda: [c for c in open_calls(stage, "00302000311") if c["reached"]])
    assert stage.phone(stage.host("other", "192.0.2.14"), 4).call(colleague.account) == 200
    until("the guard hears of a later call", lambda: [c for c in ended_calls(stage, colleague.account) if c["account"] != account])
    assert open_calls(stage, "00302000311"), "a call of an account that was unlocked is cut"
    hang_up()
    stage.say(f"{account} was unlocked, and calls out again")
