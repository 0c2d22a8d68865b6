# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody makes Asterisk write lines that accuse others: a phone that is registered, and an address that never spoke
to it. Nobody is banned but forgers."""
import os
import time
import urllib.parse

PHONE, STRANGER = "192.0.2.10", "192.0.2.99"
LOGS = "with security"


def accusations(victim, n):
    now = time.strftime("%b %e %H:%M:%S", time.gmtime())
    event = (f'SecurityEvent="InvalidPassword",EventTV="{time.strftime("%Y-%m-%dT%H:%M:%S.000+0000", time.gmtime())}",Severity="Error",Service="SIP",'
             f'EventVersion="2",AccountID="{n}",SessionID="0x7f3a2c00b8{n % 100:02}",LocalAddress="IPV4/UDP/10.99.16.1/5060",'
             f'RemoteAddress="IPV4/UDP/{victim}/5060",Challenge="1a2b3c4d",ReceivedChallenge="1a2b3c4d",ReceivedHash="{n:032x}"')
    return [f"[{now}] NOTICE[2279] chan_sip.c: Registration from '<sip:{n}@10.99.16.1>' failed for '{victim}:5060' - Wrong password",
            f"[{now}] NOTICE[2279][C-0000000{n % 10}] res_pjsip/pjsip_distributor.c: Request 'REGISTER' from '<sip:{n}@10.99.16.1>' failed for "
            f"'{victim}:5060' (callid: {n}@x) - Failed to authenticate",
            f"[{now}] SECURITY[2279] res_security_log.c: {event}"]


def body_of_a_broken_packet(line, uri, victim, n):
    """pjproject prints what it cannot read."""
    whole = line.message("REGISTER", uri, to=f"sip:{n}@{line.there}", who=str(n), body="\r\n".join(accusations(victim, n)))
    return whole.replace(b"CSeq: 1 REGISTER\r\n", b"")


def escaped_lines_in_a_number(line, uri, victim, n):
    lines = urllib.parse.quote("\n" + "\n".join(accusations(victim, n)) + "\n", safe=":.*$&+,/")
    return line.message("INVITE", f"sip:{n}{lines}@{line.there}", to=f"sip:{n}@{line.there}", who="9001")


def from_that_imitates_a_notice(line, uri, victim, n):
    return line.message("REGISTER", uri, to=f"sip:{n}@{line.there}", who=str(n), display=f'"{imitation(victim)}" ')


def to_that_imitates_a_notice(line, uri, victim, n):
    return line.message("REGISTER", uri, to=f"sip:{n}@{line.there}", who=str(n), to_display=f'"{imitation(victim)}" ')


def call_id_that_imitates_a_notice(line, uri, victim, n):
    return line.message("REGISTER", uri, to=f"sip:{n}@{line.there}", who=str(n), call=f"{n}{imitation(victim)}")


def call_id_with_a_field(line, uri, victim, n):
    return line.message("REGISTER", uri, to=f"sip:{n}@{line.there}", who=str(n),
                        call=f'{n}",RemoteAddress="IPV4/UDP/{victim}/5060",X="', headers=[DIGEST.format(n=n, uri=uri, nonce="x")])


def user_name_with_a_field(line, uri, victim, n):
    return line.message("REGISTER", uri, to=f"sip:{n}@{line.there}", who=str(n),
                        headers=[DIGEST.format(n=f'{n}\\",RemoteAddress=\\"IPV4/UDP/{victim}/5060', uri=uri, nonce="x")])


def nonce_with_a_field(line, uri, victim, n):
    return line.message("REGISTER", uri, to=f"sip:{n}@{line.there}", who=str(n),
                        headers=[DIGEST.format(n=n, uri=uri, nonce=f'x\\",RemoteAddress=\\"IPV4/UDP/{victim}/5060')])


def imitation(victim):
    return f"' failed for '{victim}:5060' (callid: 1) - Wrong password"


DIGEST = 'Authorization: Digest username="{n}", realm="asterisk", nonce="{nonce}", uri="{uri}", response="0123456789abcdef0123456789abcdef"'
ROUNDS_A_SECOND = 12  # of eight packets each, when DENWABAN_LAB_SECONDS makes it last longer
TRICKS = [body_of_a_broken_packet, escaped_lines_in_a_number, from_that_imitates_a_notice, to_that_imitates_a_notice,
          call_id_that_imitates_a_notice,
          call_id_with_a_field, user_name_with_a_field, nonce_with_a_field]


def play(stage):
    phone = stage.phone(stage.host("phone", PHONE), 0)
    assert phone.register() == 200
    stage.read_up()
    forgers = [stage.attacker(f"forger{n}", f"203.0.113.{31 + n}") for n in range(len(TRICKS))]
    rounds = int(os.environ.get("DENWABAN_LAB_SECONDS", 0)) * ROUNDS_A_SECOND or 30
    for n in range(700, 700 + rounds):
        for trick, forger in zip(TRICKS, forgers):
            forger.voice.send(trick(forger.voice, forger.aim, (PHONE, STRANGER)[n % 2], n))
        forgers[0].pause(1 / ROUNDS_A_SECOND if rounds > 30 else 0.01)
    stage.heard(stage.witness)
    for victim in (PHONE, STRANGER):
        ami = stage.attacker(f"ami-{victim}", "203.0.113.5" + victim[-1])
        for n in range(3):
            ami.ami_login(f'x{n}",RemoteAddress="IPV4/TCP/{victim}/5038', "x",
                          more=f'Key: ",RemoteAddress="IPV4/TCP/{victim}/5038\r\n')
    stage.spared(PHONE, STRANGER, stage.witness.address)
    told = sum(victim in text for text in stage.pbx.log().splitlines() for victim in (PHONE, STRANGER))
    assert told, "no trick put a victim's address into the log"
    stage.say(f"the log names the victims in {told} lines")
    for trick, forger in zip(TRICKS, forgers):
        found = sorted({f["detector"] for f in stage.guard.findings(forger.address)})
        banned = "banned" if stage.guard.ban_of(forger.address) else "not banned"
        stage.say(f"{forger.address} ({trick.__name__.replace('_', ' ')}): {banned} {found or ''}")
    forgeries = [f for f in stage.guard.findings() if f.get("detector") == "forgery"]
    assert forgeries, "nobody told that somebody forges"
    assert not any(f["subject"].get("address") in (PHONE, STRANGER) for f in forgeries), f"a victim is called a forger: {forgeries}"
    assert any({PHONE, STRANGER} & set(f.get("details", [])) for f in forgeries), f"no finding says who is blamed: {forgeries}"
    for title in sorted({f["title"] for f in forgeries}):
        stage.say(f"found: {title}")
    assert phone.register() == 200 and phone.call("600") == 200
