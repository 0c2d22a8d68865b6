# SPDX-License-Identifier: GPL-3.0-or-later
"""The guard hears Asterisk's manager over TLS, and only from the one whose certificate it was given."""
from lab import network
from lab.waiting import until

LOGS = "none"
SETTINGS = "[wire]\ncapture = false\n"


def prepare(stage):
    path = stage.pbx.certificate()
    stage.pbx.configure("manager.conf", "\n[general](+)\ntlsenable = yes\ntlsbindaddr = 127.0.0.1:5039\n"
                                        "tlscertfile = /lab/etc/pbx.pem\ntlsprivatekey = /lab/etc/pbx.key\n")
    believed = stage.guard.folder / "manager.pem"
    network.run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 2, "-subj", "/CN=127.0.0.1", "-addext",
                "subjectAltName=IP:127.0.0.1", "-keyout", "/dev/null", "-out", believed)
    stage.listens_to_the_manager(settings=f'tls = true\ncertificate = "{believed}"\n')
    stage.right = path.read_text()


def play(stage):
    until("the guard tells of a certificate that is not the manager's",
          lambda: stage.manager() and "certificate is not believed" in stage.manager().get("problem", ""))
    assert stage.manager()["sessions"] == 0
    stage.say("the guard does not speak with a manager that shows another certificate")
    (stage.guard.folder / "manager.pem").write_text(stage.right)
    stage.guard.reload()
    manager = stage.hears_the_manager()
    assert manager["tls"] and manager["manager"] == "127.0.0.1:5039"
    stage.say("with the right one it listens")
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    guesser = stage.attacker("guesser", "203.0.113.23")
    assert phone.register() == 200
    guesser.guess(stage.account(1), [f"word{n}" for n in range(40)], patience=5)
    stage.banned("203.0.113.23")
    stage.unheard(guesser.host)
    assert phone.register() == 200 and phone.call("600") == 200
    stage.spared("192.0.2.10")
