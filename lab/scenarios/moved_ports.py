# SPDX-License-Identifier: GPL-3.0-or-later
"""The exchange speaks SIP, the manager's protocol and HTTP at ports of its own choice, which the guard reads from the
configuration; and again at others after a reload. Guessers at each of them are banned, by packets alone."""
from lab.waiting import until

LOGS = "none"
KINDS = ["16-pjsip", "22"]
AMI, HTTP, SIP, LATER = 15038, 18088, 5090, 5099


def prepare(stage):
    etc = stage.pbx.folder / "etc"
    for name, old, new in (("manager.conf", "port = 5038", f"port = {AMI}"),
                           ("http.conf", "bindport = 8088", f"bindport = {HTTP}")):
        text = (etc / name).read_text()
        assert old in text
        (etc / name).write_text(text.replace(old, new))
    stage.pbx.configure("pjsip.conf", f"\n[second]\ntype = transport\nprotocol = udp\nbind = 0.0.0.0:{SIP}\n")


def play(stage):
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    assert phone.register() == 200
    at_sip = stage.attacker("at-sip", "203.0.113.41")
    at_sip.guess(stage.account(1), [f"word{n}" for n in range(30)], port_there=SIP)
    stage.banned(at_sip.address)

    at_ami = stage.attacker("at-ami", "203.0.113.42")
    for n in range(30):
        if not at_ami.ami_login("admin", f"guess{n}", port=AMI):
            break
    stage.banned(at_ami.address)

    at_http = stage.attacker("at-http", "203.0.113.43")
    for n in range(30):
        if at_http.http("/ari/channels", "switchboard", f"guess{n}", port=HTTP) is None:
            break
    stage.banned(at_http.address)

    pjsip = stage.pbx.folder / "etc/pjsip.conf"
    pjsip.write_text(pjsip.read_text().replace(f"0.0.0.0:{SIP}", f"0.0.0.0:{LATER}"))
    stage.pbx.cli("core restart now")
    until("Asterisk is up again", lambda: "fully booted" in stage.pbx.cli("core waitfullybooted"))
    stage.guard.reload()
    until("the guard guards the new port", lambda: LATER in stage.guard.status()["firewall"]["udp"])
    later = stage.attacker("later", "203.0.113.44")
    until("the new port answers", lambda: later.challenge_at(LATER, stage.account(1)))
    later.guess(stage.account(1), [f"word{n}" for n in range(30)], port_there=LATER)
    stage.banned(later.address)
    until("the phone registers again", lambda: phone.register() == 200)
    stage.spared("192.0.2.10")
