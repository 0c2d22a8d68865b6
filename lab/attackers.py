# SPDX-License-Identifier: GPL-3.0-or-later
"""Those who do not: the tools of the trade (sipvicious, sipp, sipsak), and clients of our own where there is none."""
import subprocess

from lab import sip


class Attacker:
    """A host with bad intentions. Tools run beside the scenario until they end or the stage is struck."""

    def __init__(self, host, pbx, pbx_port, folder):
        self.host, self.pbx, self.pbx_port, self.folder, self.tools = host, pbx, pbx_port, folder, []
        self.address = host.address
        folder.mkdir()

    def tool(self, *words):
        with (self.folder / f"{len(self.tools)}-{words[0]}").open("w") as said:
            self.tools.append(self.host.start(*words, stdout=said, stderr=subprocess.STDOUT, cwd=self.folder))

    def stop(self):
        for process in self.tools:
            if process.poll() is None:
                process.kill()
                process.wait()

    def speaker(self, **options):
        return sip.Speaker(self.host, self.pbx, self.pbx_port, **options)

    @property
    def aim(self):
        return f"sip:{self.pbx}:{self.pbx_port}"

    # sipvicious
    def svcrack(self, account, words):
        dictionary = self.folder / "words"
        dictionary.write_text("".join(f"{word}\n" for word in words))
        self.tool("svcrack", "-b", self.address, "-x", self.address, "-p", self.pbx_port, "-u", account, "-d", dictionary, "-t", "0.05", self.pbx)
