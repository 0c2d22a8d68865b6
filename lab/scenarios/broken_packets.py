# SPDX-License-Identifier: GPL-3.0-or-later
"""Packets that nobody can read. pjproject logs who sent them, chan_sip mostly not."""
from lab.waiting import until


def play(stage):
    fuzzer = stage.attacker("fuzzer", "198.51.100.130")
    line, uri = fuzzer.voice, fuzzer.aim
    good = line.message("OPTIONS", uri)
    for n in range(10):
        for broken in (good.replace(b"CSeq: 1 OPTIONS\r\n", b""), good.replace(b"To: ", b"Tp: "), good[:40 + n],
                       b"\x00" * 60 + good, b"HACK " + good,
                       good.replace(b"SIP/2.0\r\n", b"SIP/9.9\r\n", 1),
                       good.replace(b"Content-Length: 0", b"Content-Length: 99999999999")):
            line.send(broken)
        fuzzer.pause()
    stage.heard(stage.witness)
    if "198.51.100.130" in stage.pbx.log() or stage.sees_the_wire():
        stage.banned("198.51.100.130")
        if stage.sees_the_wire():
            until("the packets are told by their kinds", lambda: any(
                f.get("detector") == "malformed" and {"missing_header", "bad_number"} & set(f.get("details", [])) for f in stage.guard.findings("198.51.100.130")))
        stage.unheard(fuzzer.host)
    else:
        stage.say("no log names the sender")
