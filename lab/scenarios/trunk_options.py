# SPDX-License-Identifier: GPL-3.0-or-later
"""A provider and a monitor ask all the time whether the exchange is alive. Neither is banned. (A third one asks with
sipsak, which is a tool of attackers too: the story tells what becomes of it.)"""
from lab.waiting import until

KINDS = ["16", "22"]
LOGS = "with security"


def play(stage):
    trunk, monitor, sipsak = stage.trunk(), stage.host("monitor", "192.0.2.250"), stage.attacker("sipsak", "192.0.2.251")
    for _ in range(15):
        trunk.asks_whether_alive()
        stage.heard(monitor, who="monitor")
    until("the trunk's questions are answered", lambda: trunk.answered >= 15)
    stage.say("fifteen OPTIONS of the trunk, and of a monitor")
    stage.spared("192.0.2.200", "192.0.2.250")
    for _ in range(3):
        sipsak.tool("sipsak", "-s", f"sip:{stage.account(0)}@{sipsak.pbx}:{sipsak.pbx_port}", "-H", sipsak.address)
        until("sipsak has its answer, or is banned", lambda: sipsak.tools[-1].poll() is not None
              or stage.guard.ban_of("192.0.2.251"))
        stage.read_up()
    ban = stage.guard.ban_of("192.0.2.251")
    stage.say(f"three OPTIONS with sipsak: {'banned, ' + ban['why'] if ban else 'not banned'}")
    before = trunk.answered
    trunk.asks_whether_alive()
    until("the trunk is still answered", lambda: trunk.answered > before)
    stage.heard(monitor, who="monitor")
