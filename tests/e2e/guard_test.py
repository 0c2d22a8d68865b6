#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole guard on the real kernel, in network namespaces that this test makes: lines are written into a log as
Asterisk writes them, and packets pass or are dropped.

Runs as root, or through a user namespace."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

PATIENCE = 20  # seconds that a condition may take at most; nothing is asserted about how long it takes
PBX, ATTACKER, PHONE = "10.99.0.1", "203.0.113.7", "192.0.2.10"


def enter_namespaces():
    """Starts this program again in a network namespace of its own (and a user namespace when we are not root)."""
    if os.environ.get("DENWABAN_E2E") == "inside":
        return
    flags = ["-n", "-m"] if os.geteuid() == 0 else ["-U", "-r", "-n", "-m"]
    probe = subprocess.run(["unshare", *flags, "nft", "list", "tables"], capture_output=True, text=True)
    if probe.returncode != 0:
        print(f"missing: network namespaces with nftables ({probe.stderr.strip()}): run as root, or allow user namespaces")
        sys.exit(77)
    os.execvpe("unshare", ["unshare", *flags, sys.executable, *sys.argv], {**os.environ, "DENWABAN_E2E": "inside"})


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def until(what, condition):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"never came true: {what}")


class Net:
    """A second namespace on the other end of a veth pair, with the strangers' addresses."""

    def __init__(self):
        run("ip", "link", "set", "lo", "up")
        self.holder = subprocess.Popen(["unshare", "-n", "sleep", "600"])
        until("the other namespace", lambda: os.readlink(f"/proc/{self.holder.pid}/ns/net") != os.readlink("/proc/self/ns/net"))
        run("ip", "link", "add", "pbx0", "type", "veth", "peer", "name", "out0", "netns", str(self.holder.pid))
        run("ip", "address", "add", f"{PBX}/8", "dev", "pbx0")
        run("ip", "link", "set", "pbx0", "up")
        run("ip", "route", "add", "default", "dev", "pbx0")
        self.outside("ip", "link", "set", "lo", "up")
        for address in (ATTACKER, PHONE):
            self.outside("ip", "address", "add", f"{address}/32", "dev", "out0")
        self.outside("ip", "link", "set", "out0", "up")
        self.outside("ip", "route", "add", "default", "dev", "out0")

    def outside(self, *command):
        return run("nsenter", "-t", str(self.holder.pid), "-n", *command)

    def send(self, source, port, source_port, text):
        code = ("import socket,sys; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM);"
                "s.bind((sys.argv[1],int(sys.argv[3]))); s.sendto(sys.argv[4].encode(),('%s',int(sys.argv[2])))" % PBX)
        self.outside(sys.executable, "-c", code, source, str(port), str(source_port), text)


class Pbx:
    """Listens where Asterisk would, and says which packets came through."""

    def __init__(self, *ports):
        self.sockets = {port: socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for port in ports}
        for port, sock in self.sockets.items():
            sock.bind((PBX, port))

    def heard(self, port, timeout):
        self.sockets[port].settimeout(timeout)
        try:
            return self.sockets[port].recv(2000).decode()
        except socket.timeout:
            return None


    def answer(self, port):
        """The next request that a client sent, with 404; what came before it is left aside."""
        self.sockets[port].settimeout(PATIENCE)
        request, client = "", None
        while not request.startswith("OPTIONS"):
            text, client = self.sockets[port].recvfrom(2000)
            request = text.decode()
        kept = [line for line in request.split("\r\n") if line.split(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")]
        head = [line + (";tag=as1a2b3c4d" if line.startswith("To:") else "") for line in kept]
        self.sockets[port].sendto("\r\n".join(["SIP/2.0 404 Not Found", *head, "Content-Length: 0", "", ""]).encode(), client)


class Guard:
    def __init__(self, program, folder, **settings):
        self.program, self.folder, self.process = program, folder, None
        self.log = folder / "messages"
        self.log.touch()
        self.security = folder / "security"
        self.security.touch()
        etc = folder / "etc"
        etc.mkdir(exist_ok=True)
        (etc / "pjsip.conf").write_text("[udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0:5060\n"
                                        "[provider]\ntype=identify\nendpoint=provider\nmatch=192.0.2.200\n")
        self.etc = etc
        self.config = folder / "denwaban.toml"
        self.configure()
        self.asking = folder / "asking.toml"  # stays right while the guard's own is made wrong
        self.asking.write_text(self.config.read_text())

    def configure(self, more="", capture=False):
        """Most checks send what is no SIP, which the guard's own eyes would take for broken packets."""
        self.config.write_text(f'[pbx]\nconfig_dir = "{self.etc}"\nlog_dir = "{self.folder}"\nlogs = ["{self.log}", "{self.security}"]\n'
                               f'[store]\npath = "{self.folder}/store"\n[control]\nsocket = "{self.folder}/control.sock"\n'
                               f'[wire]\ncapture = {str(capture).lower()}\n[firewall]\nreconcile = "1s"\n{more}')

    def start(self, *words):
        self.process = subprocess.Popen([self.program, "--config", str(self.config), "watch", *words], stderr=subprocess.PIPE, text=True)
        os.set_blocking(self.process.stderr.fileno(), False)
        until("the guard answers", lambda: self.process.poll() is not None or self.ask("status", check=False))
        assert self.process.poll() is None, self.process.stderr.read()

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def ask(self, *words, check=True):
        done = subprocess.run([self.program, "--config", str(self.asking), "--json", *words], capture_output=True, text=True)
        if check:
            assert done.returncode == 0, f"{words}: {done.returncode} {done.stderr}"
        elif done.returncode != 0:
            return None
        return [json.loads(line) for line in done.stdout.splitlines()]

    def banned(self):
        return {r["target"]: r for r in self.ask("bans") if r["type"] == "standing" and r["action"] == "ban"}

    def write(self, text):
        with self.log.open("a") as out:
            out.write(f"[{time.strftime('%b %e %H:%M:%S')}] {text}\n")


def wrong_password(address, account="100", port=5071):
    return f"NOTICE[2279] chan_sip.c: Registration from '<sip:{account}@{PBX}>' failed for '{address}:{port}' - Wrong password"


def passes(net, pbx, source, port=5060, source_port=5071):
    """Whether a packet from there reaches the PBX: a marker from the phone, sent after it, says when to stop waiting."""
    text = f"from {source} {time.monotonic_ns()}"
    net.send(source, port, source_port, text)
    net.send(PHONE, port, 6000, "marker")
    came = False
    while (heard := pbx.heard(port, PATIENCE)) != "marker":
        assert heard is not None, "not even the honest phone's packet came"
        came |= heard == text
    return came


def check_ban_and_unban(net, pbx, guard):
    assert passes(net, pbx, ATTACKER), "a stranger's first packet must pass"
    for n in range(12):
        guard.write(wrong_password(ATTACKER, str(100 + n % 3)))
    ban = until("the ban", lambda: guard.banned().get(f"{ATTACKER}/32"))
    assert ban["reason"] == "evidence" and ban["because"], ban
    assert not passes(net, pbx, ATTACKER), "the banned sender's packet came through"
    assert passes(net, pbx, ATTACKER, port=6060), "a port that is not guarded was touched"
    why = guard.ask("why", ATTACKER)
    assert why[0]["verdict"] == "banned" and why[0]["ban"]["packets"] >= 1, why[0]
    finding = next(r for r in why if r["type"] == "finding")
    assert any("Wrong password" in e["text"] and e["file"].endswith("messages") and e["line"] >= 1 for e in finding["evidence"]), finding
    guard.ask("unban", ATTACKER)
    assert passes(net, pbx, ATTACKER), "unbanned, but dropped"
    assert guard.ask("why", ATTACKER)[0]["verdict"] != "banned"


def check_survives_kill(net, pbx, guard):
    guard.ask("ban", ATTACKER, "--for", "1h", "--note", "by the test")
    assert not passes(net, pbx, ATTACKER)
    guard.stop(signal.SIGKILL)
    assert not passes(net, pbx, ATTACKER), "the ban must outlive the guard"
    run("nft", "flush", "ruleset")
    assert passes(net, pbx, ATTACKER)
    guard.start()
    until("the ban is back from the ledger", lambda: not passes(net, pbx, ATTACKER))
    assert guard.banned()[f"{ATTACKER}/32"]["note"] == "by the test"
    run("nft", "flush", "ruleset")
    until("the ban is back after a flush", lambda: not passes(net, pbx, ATTACKER))


def check_lines_while_down_are_read(guard):
    guard.stop()
    stranger = "203.0.113.99"
    for n in range(12):
        guard.write(wrong_password(stranger, str(100 + n % 3)))
    guard.start()
    until("what was written meanwhile is read", lambda: f"{stranger}/32" in guard.banned())
    before = [d["id"] for d in guard.ask("why", stranger) if d["type"] == "decision"]
    guard.stop(signal.SIGKILL)
    guard.start()
    after = [d["id"] for d in guard.ask("why", stranger) if d["type"] == "decision"]
    assert before and after == before, f"decisions lost or repeated: {before} {after}"


def check_allow_list(net, pbx, guard):
    guard.ask("allow", ATTACKER, "--note", "the consultant")
    assert passes(net, pbx, ATTACKER)
    for n in range(20):
        guard.write(wrong_password(ATTACKER, str(200 + n)))
    guard.write(wrong_password("203.0.113.50"))
    found = until("the guard has read on", lambda: guard.ask("findings", "--address", "203.0.113.50"))
    check_what_is_shown(guard, found)
    assert f"{ATTACKER}/32" not in guard.banned(), "an allowed address was banned"
    refused = subprocess.run([guard.program, "--config", str(guard.config), "ban", ATTACKER], capture_output=True, text=True)
    assert refused.returncode == 2 and "allow" in refused.stderr, refused
    guard.ask("disallow", f"{ATTACKER}/32")


def check_what_is_shown(guard, found):
    """A single failure is nothing that people are shown unless they ask for it."""
    def shown(*words):
        done = subprocess.run([guard.program, "--config", str(guard.config), "findings", *words], capture_output=True, text=True)
        assert done.returncode == 0, done
        return done.stdout
    assert [one["severity"] for one in found] == ["info"], found
    assert "203.0.113.50" not in shown() and "--severity info" in shown(), shown()
    assert "203.0.113.50" in shown("--severity", "info") and "203.0.113.50" in shown("--address", "203.0.113.50")


def check_rotation(guard):
    """Lines before, between and after a rotation by rename all count."""
    stranger = "203.0.113.70"
    for n in range(4):
        guard.write(wrong_password(stranger, f"3{n}", 6000 + n))
    guard.log.rename(guard.folder / "messages.1")
    with (guard.folder / "messages.1").open("a") as old:
        for n in range(2):
            old.write(f"[{time.strftime('%b %e %H:%M:%S')}] {wrong_password(stranger, f'4{n}', 6010 + n)}\n")
    for n in range(2):
        guard.write(wrong_password(stranger, f"5{n}", 6020 + n))
    until("the lines around the rotation are added up", lambda: f"{stranger}/32" in guard.banned())


def check_reload(guard):
    """A reload changes what was set anew, and nothing else: bans stand, what was counted counts on."""
    held, counted = "203.0.113.80", "203.0.113.81"
    guard.ask("ban", held, "--for", "1h")
    standing = guard.banned()
    for n in range(4):
        guard.write(wrong_password(counted, f"3{n}", 6000 + n))
    guard.configure('[policy]\nallow = ["198.18.0.0/15"]\n')
    guard.process.send_signal(signal.SIGHUP)
    until("the new setting is in force", lambda: any(r.get("prefix") == "198.18.0.0/15" for r in guard.ask("bans")))
    assert set(guard.banned()) == set(standing), "a reload lifted bans"
    assert guard.banned()[f"{held}/32"]["until"] == standing[f"{held}/32"]["until"]
    for n in range(4):
        guard.write(wrong_password(counted, f"4{n}", 6010 + n))
    until("lines before and after a reload are added up", lambda: f"{counted}/32" in guard.banned())
    guard.configure('[policy]\nalow = ["198.18.0.0/15"]\n')
    guard.process.send_signal(signal.SIGHUP)
    until("the bad file is reported", lambda: any("not reloaded" in n for n in guard.ask("status")[0]["notices"]))
    assert any(r.get("prefix") == "198.18.0.0/15" for r in guard.ask("bans")), "a bad file must change nothing"
    guard.configure('[policy]\nallow = ["198.18.0.0/15"]\ndry_run = true\n')
    guard.process.send_signal(signal.SIGHUP)
    until("what a reload cannot change is named", lambda: any("policy.dry_run" in n for n in guard.ask("status")[0]["notices"]))
    assert not guard.ask("status")[0]["dry_run"], "status must tell what runs"
    guard.configure()
    guard.process.send_signal(signal.SIGHUP)
    until("the first settings are back", lambda: not any(r.get("prefix") == "198.18.0.0/15" for r in guard.ask("bans")))


def check_dry_run(net, pbx, guard):
    """A dry run leaves the firewall alone, and shields nobody from the guard that follows it."""
    held, stranger = ATTACKER, "203.0.113.90"
    guard.ask("unban", "--all")
    guard.ask("ban", held, "--for", "1h")
    guard.stop()
    run("nft", "delete", "table", "inet", "denwaban")
    guard.start("--dry-run")
    status = guard.ask("status")[0]
    assert status["dry_run"] and status["firewall"]["backend"] == "none" and "dry run" in status["firewall"]["what"], status
    for n in range(12):
        guard.write(wrong_password(stranger, str(100 + n % 3)))
    until("the ban that is none", lambda: guard.banned().get(f"{stranger}/32", {}).get("dry_run"))
    said = run(guard.program, "--config", str(guard.asking), "ban", "203.0.113.91")
    assert "dry run" in said and "keeps nobody out" in said, said
    assert passes(net, pbx, held), "a dry run enforced a ban"
    assert "denwaban" not in run("nft", "list", "tables"), "a dry run made a table"
    guard.stop()
    guard.start()
    assert set(guard.banned()) == {f"{held}/32"}, guard.banned()
    assert not passes(net, pbx, held)
    for n in range(60):
        guard.write(wrong_password(stranger, str(100 + n % 3)))
    ban = until("the ban that is one", lambda: guard.banned().get(f"{stranger}/32"))
    assert not ban.get("dry_run"), ban
    guard.ask("unban", "--all")


def options(user, n):
    return (f"OPTIONS sip:{user}@{PBX} SIP/2.0\r\nVia: SIP/2.0/UDP {ATTACKER}:5071;branch=z9hG4bK{n}\r\nMax-Forwards: 70\r\n"
            f"From: <sip:a@{ATTACKER}>;tag={n}\r\nTo: <sip:{user}@{PBX}>\r\nCall-ID: {n}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")


def check_scan_that_no_log_shows(net, pbx, guard):
    guard.stop()
    guard.configure(capture=True)
    guard.start()
    for n in range(5):
        net.send(ATTACKER, 5060, 5071, options(100 + n, n))
        pbx.answer(5060)
    ban = until("the scanner is banned", lambda: guard.banned().get(f"{ATTACKER}/32"))
    assert ban["reason"] == "evidence", ban
    finding = next(r for r in guard.ask("why", ATTACKER) if r["type"] == "finding" and r["detector"] == "scanner")
    assert finding["witnesses"] == ["capture"], finding
    assert any(f"{ATTACKER}:5071 > {PBX}:5060 OPTIONS" in e["text"] for e in finding["evidence"]), finding
    sources = guard.ask("status")[0]["sources"]
    assert any(s.get("wire") == "capture on any" and s["packets"] >= 10 for s in sources), sources
    guard.ask("unban", ATTACKER)
    guard.stop()
    guard.configure()
    guard.start()


def check_full_disk(guard):
    """Bans go on while the disk is full, status says so, and what was decided is kept once there is room."""
    guard.stop()
    store = guard.folder / "store"
    run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(store))
    guard.start()
    filler = store / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(4096))
        except OSError:
            pass
    strangers = [f"203.0.113.{n}" for n in range(100, 130)]
    for stranger in strangers:
        for n in range(12):
            guard.write(wrong_password(stranger, str(n % 4)))
    until("bans in spite of the full disk", lambda: {f"{s}/32" for s in strangers} <= set(guard.banned()))
    until("status says that the disk is full", lambda: guard.ask("status")[0]["store"].get("errors"))
    filler.unlink()
    until("what waited is on the disk", lambda: guard.ask("status")[0]["store"]["waiting_in_memory"] == 0)
    guard.stop(signal.SIGKILL)
    guard.start()
    assert {f"{s}/32" for s in strangers} <= set(guard.banned()), "bans made on a full disk were lost"
    guard.stop()
    run("umount", str(store))
    guard.start()


def check_commands_without_guard(guard):
    guard.ask("ban", "198.51.100.1", "--for", "1h")
    guard.stop()
    assert "198.51.100.1/32" in guard.banned(), "bans must answer from the store when no guard runs"
    guard.ask("ban", "198.51.100.2")
    guard.start()
    assert {"198.51.100.1/32", "198.51.100.2/32"} <= set(guard.banned())
    assert "198.51.100.2" in run("nft", "list", "ruleset")
    guard.ask("unban", "--all")
    assert not guard.banned()
    assert "198.51.100.2" not in run("nft", "list", "ruleset")


def main():
    enter_namespaces()
    program = sys.argv[1]
    net, pbx = Net(), Pbx(5060, 6060)
    run("nft", "add", "table", "inet", "somebody_else")
    with tempfile.TemporaryDirectory() as name:
        guard = Guard(program, pathlib.Path(name))
        guard.start()
        try:
            for check in (lambda: check_ban_and_unban(net, pbx, guard), lambda: check_survives_kill(net, pbx, guard),
                          lambda: check_lines_while_down_are_read(guard), lambda: check_allow_list(net, pbx, guard),
                          lambda: check_rotation(guard), lambda: check_reload(guard), lambda: check_dry_run(net, pbx, guard),
                          lambda: check_scan_that_no_log_shows(net, pbx, guard), lambda: check_full_disk(guard),
                          lambda: check_commands_without_guard(guard)):
                check()
            status = guard.ask("status")[0]
            assert status["firewall"]["backend"] == "nftables", status
        finally:
            if guard.process.poll() is None:
                guard.stop()
            print(guard.process.stderr.read() or "")
            net.holder.kill()
    print("the guard bans, unbans, survives and explains")
    return 0


if __name__ == "__main__":
    sys.exit(main())
