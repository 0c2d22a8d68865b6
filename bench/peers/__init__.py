# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs we measure captures and the SIP parser beside: Suricata, tshark, sngrep and Kamailio of Debian trixie, in a folder
of their own that is made once, as the lab's are."""
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
from lab import rootfs  # noqa: E402

SUITE = "trixie"
PACKAGES = ["suricata", "kamailio", "tshark", "sngrep", "gcc", "libc6-dev"]
SOURCES = ["kamailio"]  # for the headers of its parser
HERE = pathlib.Path(__file__).parent

SURICATA = """%YAML 1.1
---
outputs:
  - eve-log: {enabled: yes, filetype: regular, filename: eve.json, types: [sip]}
app-layer:
  protocols:
    sip: {enabled: yes}
stats: {enabled: no}
"""


class Peers:
    """Commands that run in the peers' folder. What they read and write is in `shared`, known as /bench there."""

    def __init__(self, shared):
        self.folder = rootfs.prepare_suite(f"{SUITE}-peers", SUITE, PACKAGES, SOURCES)
        self.shared = pathlib.Path(shared)
        (self.folder / "bench").mkdir(exist_ok=True)

    def command(self, *command):
        """In a mount namespace of its own, which ends with it."""
        inside = f'mount --bind "{self.shared}" "{self.folder}/bench" && exec chroot "{self.folder}" "$@"'
        return ["unshare", "--mount", "sh", "-c", inside, "sh", *command]

    def suricata(self, capture):
        (self.shared / "suricata.yaml").write_text(SURICATA)
        return self.command("suricata", "-c", "/bench/suricata.yaml", "-r", f"/bench/{capture}", "-l", "/bench", "-k", "none",
                            "--runmode", "single", "-S", "/dev/null")

    def tshark(self, capture):
        return self.command("tshark", "-n", "-q", "-r", f"/bench/{capture}", "-z", "sip,stat")

    def sngrep(self, capture):
        return self.command("sngrep", "-N", "-q", "-I", f"/bench/{capture}")

    def kamailio_parser(self):
        """The command that prints what its parser takes for the messages in /bench/messages."""
        said = subprocess.run(self.command("kamailio", "-v"), capture_output=True, text=True, check=True).stdout
        known = dict(line.split(": ", 1) for line in said.splitlines() if ": " in line)
        version, flags = known["version"].strip(), known["flags"].strip()
        # The headers must see the structures as the program was compiled.
        defines = [f"-D{word}" for word in flags.replace("-", ", ").split(", ")]
        headers = next((self.folder / "usr/src").glob("kamailio-*")) / "src"
        shutil.copy(HERE / "kamailio_parser.c", self.shared)
        (self.shared / "kamailio.cfg").write_text('debug=-5\nloadmodule "/bench/parser.so"\nrequest_route { exit; }\n')
        subprocess.run(self.command(
            "gcc", "-O2", "-shared", "-fPIC", "-w", *defines, "-D__CPU_x86_64", "-D__OS_linux", "-DCC_GCC_LIKE_ASM",
            "-DADAPTIVE_WAIT_LOOPS=1024", f'-DPEER_VERSION="{version}"', f'-DPEER_FLAGS="{flags}"',
            f"-I/{headers.relative_to(self.folder)}", "-o", "/bench/parser.so", "/bench/kamailio_parser.c"), check=True)
        # Its fastest allocator: the one it begins with searches two thousand empty lists for each piece.
        return self.command("kamailio", "-X", "tlsf", "-E", "-f", "/bench/kamailio.cfg", "-c")
