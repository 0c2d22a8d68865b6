# SPDX-License-Identifier: GPL-3.0-or-later
"""A real journald of the run's own, beside the machine's (if there is one): in a mount namespace with a /run of its own."""
import subprocess

from lab import Missing, network
from lab.waiting import until

PROGRAM = "/lib/systemd/systemd-journald"
SETTINGS = "[Journal]\nStorage=volatile\nReadKMsg=no\nAudit=no\nForwardToSyslog=no\nForwardToWall=no\nRateLimitIntervalSec=0\n"
WITHIN = ('mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/journal /run/systemd/journald.conf.d /run/log/journal '
          '&& mount --bind "$0/sockets" /run/systemd/journal && mount --bind "$0/kept" /run/log/journal '
          '&& mount --bind "$0/machine-id" /etc/machine-id && cp "$0/settings" /run/systemd/journald.conf.d/lab.conf '
          f'&& exec {PROGRAM}')
MACHINE = "0d5b6a7c8e9f40a1b2c3d4e5f6a7b8c9"


class Journald:
    def __init__(self, folder):
        self.folder, self.process = folder, None
        for name in ("sockets", "kept"):
            (folder / name).mkdir(parents=True)
        (folder / "settings").write_text(SETTINGS)
        (folder / "machine-id").write_text(MACHINE + "\n")
        self.files = folder / "kept" / MACHINE

    def serve(self, devices):
        """That /dev/log leads to it, also when it is started again."""
        (devices / "journal").mkdir()
        network.run("mount", "--bind", self.folder / "sockets", devices / "journal")
        (devices / "log").symlink_to("journal/dev-log")

    def start(self):
        log = self.folder / "sockets/dev-log"
        log.unlink(missing_ok=True)
        try:
            with (self.folder / "said").open("w") as said:
                # Not on a host: there `ip netns exec` hides the cgroups, without which journald ends.
                self.process = subprocess.Popen(["unshare", "--mount", "sh", "-c", WITHIN, self.folder], stderr=said,
                                                stdin=subprocess.DEVNULL)
        except FileNotFoundError as error:
            raise Missing(f"the lab needs journald: apt-get install systemd ({error})") from error
        until("journald is up", lambda: self.process.poll() is not None or (log.exists() and self.files.exists()))
        if self.process.poll() is not None:
            raise RuntimeError(f"journald ended at once: {(self.folder / 'said').read_text()[-500:]}")
        return self

    def stop(self):
        network.end(self.process)
