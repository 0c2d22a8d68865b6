# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Asterisk in the PBX's namespace. Its root is a folder of rootfs.py, which stays as it is: all that this
Asterisk reads and writes of its own is in the run's folder, mounted at /lab in there."""
import pathlib
import shutil
import signal
import subprocess

from lab import network
from lab.waiting import until

HERE = pathlib.Path(__file__).parent
ADDRESS, ADDRESS6 = "10.99.16.1", "2001:db8:99::1"
PASSWORD = "k7Vd-{}x"  # of account N; "102" has 1234, as somebody always has
LOGS = {  # what [logfiles] says
    "shipped": {"MESSAGES": "notice,warning,error"},
    "with security": {"MESSAGES": "notice,warning,error", "security": "security"},
    "json": {"MESSAGES": "notice,warning,error", "security.json": "[json]security"},
    "freepbx": {"full": "notice,warning,error,verbose(3),dtmf,fax", "fail2ban": "notice,security"},
}


class Asterisk:
    def __init__(self, host, rootfs, version, folder, logs):
        self.host, self.root, self.version, self.folder, self.process = host, rootfs, version, folder, None
        self.address = host.address
        for name in ("etc", "log/cdr-csv", "run", "db", "spool"):
            (folder / name).mkdir(parents=True)
        for source in (HERE / "etc/common", HERE / f"etc/{version}"):
            shutil.copytree(source, folder / "etc", dirs_exist_ok=True)
        modules = next(p for p in rootfs.glob("usr/lib/**/asterisk/modules"))
        main = folder / "etc/asterisk.conf"
        main.write_text(main.read_text().replace("MODULES", f"/{modules.relative_to(rootfs)}"))
        messages = "messages" if version < 18 else "messages.log"
        self.logs = {messages if name == "MESSAGES" else name: levels for name, levels in LOGS[logs].items()}
        lines = "".join(f"{name} => {levels}\n" for name, levels in self.logs.items())
        (folder / "etc/logger.conf").write_text(f"[general]\n[logfiles]\n{lines}")
        user = next(line.split(":") for line in (rootfs / "etc/passwd").read_text().splitlines() if line.startswith("asterisk:"))
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, int(user[2]), int(user[3]))
        folder.chmod(0o755)

    def start(self):
        network.run("mount", "--bind", self.folder, self.root / "lab")
        network.run("mount", "-t", "proc", "proc", self.root / "proc")
        out = (self.folder / "console").open("w")
        self.process = self.host.start("chroot", self.root, "asterisk", "-C", "/lab/etc/asterisk.conf", "-f", "-q", "-U",
                                       "asterisk", "-G", "asterisk",
                                       stdout=out, stderr=subprocess.STDOUT)
        until("Asterisk is up", lambda: self.process.poll() is not None or "fully booted" in self.cli("core waitfullybooted"))
        if self.process.poll() is not None:
            raise RuntimeError(f"Asterisk ended at once: {(self.folder / 'console').read_text()[-2000:]}")
        return self.cli("core show version").split(" built ")[0].strip()

    def cli(self, command):
        return self.host.run("chroot", self.root, "asterisk", "-C", "/lab/etc/asterisk.conf", "-rx", command, check=False)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def log(self):
        """All that it has logged."""
        paths = [self.folder / "log" / name for name in self.logs]
        return "".join(path.read_text(errors="replace") for path in paths if path.exists())
