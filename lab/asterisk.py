# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Asterisk in the PBX's namespace. Its root is a folder of rootfs.py, which stays as it is: all that this
Asterisk reads and writes of its own is in the run's folder, mounted at /lab in there."""
import pathlib
import shutil
import subprocess

from lab import network
from lab.waiting import until

HERE = pathlib.Path(__file__).parent
ADDRESS, ADDRESS6 = "10.99.16.1", "2001:db8:99::1"
PASSWORD = "k7Vd-{}x"  # of account N; "102" has 1234, as somebody always has
LOGS = {  # what [logfiles] says
    "shipped": {"MESSAGES": "notice,warning,error"},
    "with security": {"MESSAGES": "notice,warning,error", "security": "security"},
    "in one file": {"MESSAGES": "notice,warning,error,security"},
    "none": {"console.log": "error"},  # no failed login is an error
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

    def configure(self, name, text):
        """Appends to one of its files in /etc/asterisk; before it starts, or before a reload."""
        with (self.folder / "etc" / name).open("a") as out:
            out.write(text)

    def speak_tls(self, port=5061):
        """A TLS transport for chan_pjsip, with a certificate of its own (also: the path to it)."""
        path = self.certificate()
        self.configure("pjsip.conf", f"\n[tls]\ntype = transport\nprotocol = tls\nbind = 0.0.0.0:{port}\nmethod = tlsv1_2\n"
                                     "cert_file = /lab/etc/pbx.pem\npriv_key_file = /lab/etc/pbx.key\n")
        return path

    def certificate(self):
        """A certificate for its address, signed by itself; the key is beside it."""
        path = self.folder / "etc/pbx.pem"
        network.run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 2, "-subj", f"/CN={self.address}",
                    "-addext", f"subjectAltName=IP:{self.address}", "-keyout", path.with_suffix(".key"), "-out", path)
        return path

    def user(self):
        """Number and group of the user asterisk of that Debian."""
        passwd = (self.root / "etc/passwd").read_text().splitlines()
        user = next(line.split(":") for line in passwd if line.startswith("asterisk:"))
        return int(user[2]), int(user[3])

    def give_to_asterisk(self):
        """Everything in the run's folder belongs to the user asterisk of that Debian."""
        for path in (self.folder, *self.folder.rglob("*")):
            shutil.chown(path, *self.user())
        self.folder.chmod(0o755)

    def own_devices(self):
        """A /dev of this run, where somebody can make a /dev/log; before it starts."""
        network.run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", self.root / "dev")
        for name, minor in (("null", 3), ("zero", 5), ("random", 8), ("urandom", 9)):
            network.run("mknod", "-m", "666", self.root / "dev" / name, "c", 1, minor)
        return self.root / "dev"

    def start(self):
        self.give_to_asterisk()
        network.run("mount", "--bind", self.folder, self.root / "lab")
        network.run("mount", "-t", "proc", "proc", self.root / "proc")
        out = (self.folder / "console").open("w")
        self.process = self.host.start("chroot", self.root, "asterisk", "-C", "/lab/etc/asterisk.conf", "-f", "-q", "-U",
                                       "asterisk", "-G", "asterisk",
                                       stdout=out, stderr=subprocess.STDOUT)
        until("Asterisk is up", lambda: self.process.poll() is not None or "fully booted" in self.cli("core waitfullybooted"),
              patience=120)
        if self.process.poll() is not None:
            raise RuntimeError(f"Asterisk ended at once: {(self.folder / 'console').read_text()[-2000:]}")
        return self.cli("core show version").split(" built ")[0].strip()

    def restart(self):
        self.cli("core restart now")

    def cli(self, command):
        return self.host.run("chroot", self.root, "asterisk", "-C", "/lab/etc/asterisk.conf", "-rx", command, check=False)

    def stop(self):
        network.end(self.process)

    def log(self):
        """All that it has logged."""
        paths = [self.folder / "log" / name for name in self.logs]
        return "".join(path.read_text(errors="replace") for path in paths if path.exists())
