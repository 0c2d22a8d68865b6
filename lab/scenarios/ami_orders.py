# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody knows the manager's password, logs in at the first try and gives orders. Asterisk logs a login and nothing of
the orders; packets show them. A program on the exchange itself does the same, and a dialler whose address manager.conf permits, and
nobody says a word; of one in the office's network less is said than of the stranger."""
from lab import ami
from lab.waiting import until

STRANGER = "203.0.113.66"
ORDERS = [{"Action": "Command", "Command": "core show channels"},
          {"Action": "Originate", "Channel": "Local/600@inside", "Application": "Wait", "Data": "1", "Variable": "PIN=4711"},
          {"Action": "GetConfig", "Filename": "manager.conf"},
          {"Action": "UpdateConfig", "SrcFilename": "manager.conf", "DstFilename": "manager.conf", "Reload": "no"}]


def prepare(stage):
    stage.pbx.configure("manager.conf", "\n[dialler]\nsecret = Di-alls3\nread = call\nwrite = system,call,command,originate\n"
                                        "deny = 0.0.0.0/0.0.0.0\npermit = 198.51.100.40/255.255.255.255\n")


def play(stage):
    dialler, office = stage.host("dialler", "198.51.100.40"), stage.host("office", "192.168.7.20")
    ami.session(dialler, stage.pbx.address, "dialler", "Di-alls3", ORDERS)
    ami.session(office, stage.pbx.address, "admin", "amp111", ORDERS[:2])
    ami.session(stage.pbx_host, "127.0.0.1", "admin", "amp111", ORDERS, source="127.0.0.1")
    stranger = stage.attacker("stranger", STRANGER)
    answers = stranger.ami("admin", "amp111", ORDERS)
    stage.say(f"a stranger logged in and gave {len(answers) - 1} orders")

    def orders():
        return next((f for f in stage.guard.findings(STRANGER) if f.get("detector") == "management_abuse"
                     and len(f["details"]) == len(ORDERS)), None)

    found = until("the orders are told", orders)
    assert found["severity"] == "critical" and found["subject"] == {"address": STRANGER, "account": "admin"}, found
    assert found["details"] == ["Command core show channels", "Originate Local/600@inside", "GetConfig manager.conf",
                                "UpdateConfig manager.conf"], found
    assert found["address_proof"] == "connected" and found["witnesses"] == ["capture"], found
    for secret in ("amp111", "4711"):
        assert secret not in str(stage.guard.findings()), "a finding holds a secret"
    others = {f["subject"]["address"]: f["severity"] for f in stage.guard.findings()
              if f.get("detector") == "management_abuse" and f["subject"] != found["subject"]}
    assert others == {"192.168.7.20": "medium"}, f"programs that are known are reported: {others}"
    stage.spared(STRANGER)  # a program of somebody's own, for all the guard knows: a person decides
    stage.say(found["title"])
