# SPDX-License-Identifier: GPL-3.0-or-later
"""A provider and a monitor ask all the time whether the exchange is alive. Neither is banned."""
from lab.waiting import until

LOGS = "with security"


def play(stage):
    trunk, monitor = stage.trunk(), stage.attacker("monitor", "192.0.2.250")
    for _ in range(30):
        trunk.asks_whether_alive()
    until("the trunk's questions are answered", lambda: trunk.answered >= 30)
    for _ in range(12):
        monitor.tool("sipsak", "-s", f"sip:{stage.account(0)}@{monitor.pbx}:{monitor.pbx_port}", "-H", monitor.address)
        monitor.tools[-1].wait(20)
    stage.say("thirty OPTIONS of the trunk, twelve of a monitor with sipsak")
    stage.spared("192.0.2.200", "192.0.2.250")
    before = trunk.answered
    trunk.asks_whether_alive()
    until("the trunk is still answered", lambda: trunk.answered > before)
