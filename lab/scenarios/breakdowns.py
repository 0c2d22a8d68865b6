# SPDX-License-Identifier: GPL-3.0-or-later
"""What breaks while an account is being robbed. The disk is full: the call is ended and the account locked all the same, and kept
once there is room. The guard is killed before it could end a call: it does so when it is back. The manager's session is cut: the gate goes on
refusing who is locked. The guard is killed in the middle of a question: the call's fate is what --gate-down says. Whatever
happens, who calls for help is put through."""
import signal
import threading

from lab import network
from lab.scenarios import gate, stolen_account
from lab.scenarios.setup import has_a_console
from lab.waiting import until

KINDS = ("16", "22")
LOGS = "none"
SETTINGS = stolen_account.SETTINGS
OUT = "0301234567"
DEAR = stolen_account.DEAR


def prepare(stage):
    has_a_console(stage)
    store = stage.guard.folder / "store"
    store.mkdir()
    network.run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", store)
    store.chmod(0o750)
    stolen_account.hears_and_acts(stage)
    # What people order stands above the detectors, so the thief gets out at first.
    stage.guard.configure('[gate]\nrules = ["allow any"]\n')
    gate.asks_before_calls_leave(stage)
    gate.setup(stage, "--gate", "--gate-down", "refuse", "--yes", runs=False)


def fill(folder):
    """Until nothing more goes in; returns what to delete."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as out:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    out.write(b"\0" * size)
            except OSError:
                pass
    return filler


def all_is_kept(stage):
    store = stage.guard.status()["store"]
    return store["durable"] and not store.get("errors") and not store["waiting_in_memory"] and not store["database_waiting"]


def full_disk(stage, trunk, thief, account):
    filler = fill(stage.guard.folder / "store")
    stolen_account.is_cut(stage, thief, DEAR)
    until(f"{account} is locked", lambda: account in stage.guard.status()["fraud"]["locked"])
    until("the guard tells of the disk", lambda: "disk is full" in stage.guard.said())
    store = stage.guard.status()["store"]
    assert store["errors"] and not store["lost"], store
    gate.refused(trunk, thief, OUT)
    gate.helps(stage, trunk, thief, ["110", "112"])
    stage.say("the disk is full: the call was ended, the account is locked, help is called")
    filler.unlink()
    until("what waited is kept", lambda: all_is_kept(stage))
    until("it is told", lambda: "kept again" in stage.guard.said())
    stage.guard.kill()
    stage.guard.start()
    assert account in stage.guard.status()["fraud"]["locked"], "a lock of the time without room was forgotten"
    gate.refused(trunk, thief, OUT)
    stage.say("there is room again, and nothing was forgotten")


def cut_session(stage, trunk, thief, account):
    stage.hears_the_manager()
    stage.cut_off_the_manager("reject with tcp reset")
    until("the session is lost", lambda: stage.manager()["lost"])
    gate.refused(trunk, thief, OUT)
    gate.helps(stage, trunk, thief, ["110", "911"])
    stage.mend()
    manager = stage.hears_the_manager(sessions=2)
    assert manager["not_heard"] and account in stage.guard.status()["fraud"]["locked"], manager
    stage.say("without the manager the lock holds, and the guard knows when it heard nothing")


def interrupted_question(stage, trunk, phone, down, expected):
    """The guard stands still with a question in its hands, and is killed."""
    before, status = trunk.calls, []
    waiting = len(questions(stage))
    stage.guard.process.send_signal(signal.SIGSTOP)
    caller = threading.Thread(target=lambda: status.append(phone.call(OUT, timeout=20)))
    caller.start()
    until("the question is asked", lambda: len(questions(stage)) > waiting)
    stage.guard.kill()
    caller.join()
    gone = trunk.calls - before
    assert gone == expected and (status[0] == 200) == bool(expected), (down, status, gone)
    stage.say(f"killed in the middle of a question: --gate-down {down} holds")


def questions(stage):
    """Connections to the gate, from Asterisk's side."""
    return stage.pbx_host.run("ss", "-Htn", "state", "established", "dport", "=", ":4573").splitlines()


def killed_before_the_end(stage, thief):
    """The guard has decided to end a call, cannot log in to do so, and is killed."""
    secret = stage.guard.folder / "acting.secret"
    right = secret.read_text()
    secret.write_text("wrong\n")
    stage.guard.start()
    stage.hears_the_manager()
    until("the gate is open", lambda: stage.guard.status().get("gate"))
    status, _ = thief.talk("000252612345699")
    assert status == 200, status
    until("the order waits", lambda: stage.guard.status()["fraud"]["acting"]["waiting"])
    stage.guard.kill()
    secret.write_text(right)
    assert "1 active call" in stage.pbx.cli("core show channels"), "it ended by itself"
    stage.guard.start()
    until("the call is ended", lambda: "0 active calls" in stage.pbx.cli("core show channels"))
    stage.say("killed before it could end a call: it does so when it is back")


def play(stage):
    stage.hears_the_manager()
    stolen_account.ready(stage)
    until("the gate is open", lambda: stage.guard.status().get("gate"))
    trunk = stage.trunk()
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    thief = stage.phone(stage.host("thief", "203.0.113.50"), 3)
    account = stage.account(3)
    assert phone.register() == 200 and thief.register() == 200
    assert phone.call(OUT, timeout=20) == 200, "no way out"

    full_disk(stage, trunk, thief, account)
    cut_session(stage, trunk, thief, account)
    interrupted_question(stage, trunk, phone, "refuse", 0)
    gate.helps(stage, trunk, thief, ["112", "119"])
    gate.setup(stage, "--gate", "--gate-down", "allow", "--yes")
    stage.guard.start()
    interrupted_question(stage, trunk, phone, "allow", 1)
    other = stage.phone(stage.host("other", "203.0.113.51"), 4)
    assert other.register() == 200
    killed_before_the_end(stage, other)
    gate.refused(trunk, thief, OUT)
    stage.say("the guard is back, and the lock with it")
