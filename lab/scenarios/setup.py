# SPDX-License-Identifier: GPL-3.0-or-later
"""`denwaban setup` wires the PBX: its own user in the manager and a log that cannot be split, proven by a made-up login. A
second run changes nothing; what it wired finds a guesser; and all of it is taken back to the byte."""
import json
import os
import re
import stat
import subprocess

from lab.waiting import until

LOGS = "shipped"
SETTINGS = "[wire]\ncapture = false\n"


def prepare(stage):
    """The guard finds the logs for itself, and a console of this Asterisk is in its PATH."""
    text = stage.guard.config.read_text()
    stage.guard.config.write_text(re.sub(r"^logs = .*\n", "", text, flags=re.M))
    stage.guard.configure(f'[ami]\nsecret_file = "{stage.guard.folder}/ami.secret"\n[ami.acting]\n'
                          f'secret_file = "{stage.guard.folder}/ami-acting.secret"\n')
    has_a_console(stage)
    (stage.folder / "rotate").mkdir()


def has_a_console(stage):
    console = stage.folder / "bin/asterisk"
    console.parent.mkdir()
    console.write_text('#!/bin/sh\n# The paths that setup knows are those of this side of the chroot.\n[ "$1" = -C ] && shift 2\n'
                       f'exec chroot {stage.pbx.root} /usr/sbin/asterisk -C /lab/etc/asterisk.conf "$@"\n')
    console.chmod(0o755)


def setup(stage, *words):
    done = subprocess.run(stage.pbx_host.command("env", f"PATH={stage.folder}/bin:{os.environ['PATH']}", stage.guard.program,
                                                 "--config", stage.guard.config, "--json", "setup", "--logrotate-dir",
                                                 stage.folder / "rotate", *words),
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def files_of(stage):
    folders = stage.pbx.folder / "etc", stage.folder / "rotate", stage.guard.folder
    return {path: (path.read_bytes(), path.stat().st_uid, stat.S_IMODE(path.stat().st_mode)) for folder in folders
            for path in folder.rglob("*") if path.is_file() and (folder != stage.guard.folder or path.name.startswith("ami"))}


def play(stage):
    before = files_of(stage)
    status, shown, _ = setup(stage, "--dry-run")
    assert status == 0 and sum(record["type"] == "change" for record in shown) >= 4, shown
    status, _, said = setup(stage)
    assert status == 2 and "--yes" in said, (status, said)
    assert files_of(stage) == before, "nobody agreed, and something was changed"

    status, done, said = setup(stage, "--yes")
    stage.say(f"setup: {'; '.join(record['path'].rsplit('/', 1)[-1] for record in done if record['type'] == 'change')}")
    witnesses = {record["name"].rsplit("/", 1)[-1]: record for record in done if record["type"] == "witness"}
    assert status == 0 and all(record["told"] for record in witnesses.values()), (status, done, said)
    messages = "messages" if stage.version < 18 else "messages.log"
    assert set(witnesses) == {"AMI", messages, "denwaban-security.json"}, witnesses
    stage.say(f"a made-up login was told by {', '.join(witnesses)}")
    wired = files_of(stage)
    secrets = [(stage.guard.folder / name).read_text().strip() for name in ("ami.secret", "ami-acting.secret")]
    assert len(set(secrets)) == 2 and all(secrets), "two users, two secrets"
    for secret in secrets:
        for path, (text, _, mode) in wired.items():
            assert secret.encode() not in text or not mode & 0o007, f"{path} shows the secret to everybody: {mode:o}"
        assert secret not in json.dumps(done) + said + stage.guard.said()

    status, again, _ = setup(stage, "--yes")
    assert status == 0 and not [record for record in again if record["type"] == "change"], again
    assert files_of(stage) == wired, "a second run changed something"

    stage.hears_the_manager()
    user = stage.pbx.cli("manager show user denwaban")
    assert "none" in next(line for line in user.splitlines() if "write perm" in line), user
    until("the guard may end calls", lambda: (stage.guard.status()["fraud"] or {}).get("acting", {}).get("ready"))
    user = stage.pbx.cli("manager show user denwaban-acting")
    rights = {name.strip(): value.strip() for name, value in (line.split(":", 1) for line in user.splitlines() if ":" in line)}
    assert rights["read perm"] == "<none>" and rights["write perm"] == "call,all" or rights["write perm"] == "call", rights
    phone = stage.phone(stage.host("phone", "192.0.2.10"), 0)
    assert phone.register() == 200 and phone.call("600") == 200
    until("the guard has heard of a call", lambda: any(c["dialled"] == "600" for c in stage.guard.calls("--all")))
    guesser = stage.attacker("guesser", "203.0.113.23")
    guesser.svcrack(stage.account(1), [f"word{n}" for n in range(60)])
    stage.banned("203.0.113.23")
    heard = {w for f in stage.guard.findings("203.0.113.23") for w in f["witnesses"]}
    assert "ami" in heard, heard
    # What our user is not told of is told by its first words: nobody hides by a name that holds them.
    hidden = stage.attacker("hidden", "203.0.113.24")
    for n in range(20):
        if not hidden.ami_login(f"boss{n % 3} Event: Newexten", f"word{n}"):
            break
    stage.banned(hidden.address)
    assert "ami" in {w for f in stage.guard.findings(hidden.address) for w in f["witnesses"]}
    logs = {source["file"].rsplit("/", 1)[-1] for source in stage.guard.status()["sources"] if "read_to" in source}
    assert "denwaban-security.json" in logs, logs
    stage.spared("192.0.2.10")

    status, undone, said = setup(stage, "--undo", "--yes")
    assert status == 0, said
    after = files_of(stage)
    assert after == before, {path: (before.get(path), after.get(path)) for path in before.keys() | after.keys()
                             if before.get(path) != after.get(path)}
    until("Asterisk has forgotten the user", lambda: "denwaban" not in stage.pbx.cli("manager show users"))
    assert "denwaban" not in stage.pbx.cli("logger show channels")
    status, nothing, _ = setup(stage, "--undo", "--yes")
    assert status == 0 and not [record for record in nothing if record["type"] == "change"], nothing
    stage.say("all of it is taken back")
