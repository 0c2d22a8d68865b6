# SPDX-License-Identifier: GPL-3.0-or-later
"""What an audit costs: of the demonstration's configuration, and of a made-up one of a hundred thousand lines."""
import json
import pathlib
import random
import subprocess
import tempfile

import measure

RECORDED = pathlib.Path(__file__).resolve().parent.parent / "recordings" / "a16-default" / "etc-asterisk"
PHONES = 7000
ROUTES = 3200


def phone(number, secret):
    return (f"[{number}](phone)\nsecret={secret}\ncallerid=Phone <{number}>\nmailbox={number}@office\n"
            f"deny=0.0.0.0/0.0.0.0\npermit=192.0.2.0/255.255.255.0\n\n")


def make(folder):
    """Telephones with voicemail and a dialplan with a route and three gates for each; the same every time."""
    chance = random.Random(5)
    secret = lambda: "".join(chance.choice("abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789") for _ in range(18))
    sip = ["[general]\ncontext=incoming\nallowguest=no\n\n[phone](!)\ntype=friend\nhost=dynamic\ncontext=office\n\n"]
    sip += [phone(10000 + n, secret()) for n in range(PHONES)]
    sip.append("[carrier]\ntype=peer\nhost=sip.example.com\ncontext=incoming\n")
    plan = ["[incoming]\n"] + [f"exten => 55{10000 + n},1,Goto(office,{10000 + n},1)\n" for n in range(PHONES)]
    plan.append("[office]\ninclude => routes\n")
    for n in range(10000, 10000 + PHONES):
        plan.append(f"exten => {n},1,Dial(SIP/{n},20)\n same => n,VoiceMail({n}@office)\n same => n,Hangup()\n")
    plan.append("[routes]\n")
    for n in range(ROUTES):
        plan.append(f"exten => _00{1000 + n}X.,1,GotoIf($[\"${{CALLERID(num)}}\"=\"{10000 + n}\"]?go)\n same => n,Authenticate({secret()})\n"
                    f" same => n(go),Set(CDR(route)={n})\n same => n,Dial(SIP/carrier/${{EXTEN:2}})\n same => n,Hangup()\n")
    mail = ["[office]\n"] + [f"{10000 + n} => {chance.randrange(10**6):06},Phone,,,\n" for n in range(PHONES)]
    texts = {"sip.conf": sip, "extensions.conf": plan, "voicemail.conf": mail}
    for name, lines in texts.items():
        pathlib.Path(folder, name).write_text("".join(lines))
    return sum("".join(lines).count("\n") for lines in texts.values())


def row(name, program, folder, how):
    (seconds, megabytes), = measure.interleaved({name: [program, "--json", "audit", "--fail-on", "never", folder]},
                                               rounds=3, processor=True).values()
    return name, f"{seconds * 1000:,.0f} ms, {megabytes:.0f} MB", "-", how


def rows(tree):
    program = tree / "src" / "denwaban"
    with tempfile.TemporaryDirectory() as folder:
        lines = make(folder)
        last = subprocess.run([program, "--json", "audit", "--fail-on", "never", RECORDED], capture_output=True, text=True,
                              check=True).stdout.splitlines()[-1]
        summary = json.loads(last)
        yield row("audit of the recorded exchange's configuration", program, RECORDED,
                  f"{summary['files']} files, {summary['lines']:,} lines; its start included")
        yield row("audit of a large configuration", program, folder, f"{lines:,} lines: {PHONES} telephones, {ROUTES} routes with a gate each")
