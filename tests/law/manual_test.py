#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual page is well-formed and knows every command and option of the command line."""
import pathlib
import re
import shutil
import subprocess
import sys


def main():
    root = pathlib.Path(sys.argv[1])
    page = root / "docs" / "denwaban.8"
    manual = page.read_text()
    offences = []
    if shutil.which("mandoc") is None:
        offences.append("mandoc is not installed: apt-get install mandoc")
    else:
        lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(page)], capture_output=True, text=True)
        offences += lint.stdout.splitlines()
    source = (root / "src" / "cli" / "arguments.cc").read_text()
    for command in re.findall(r'\badd<\w+>\(\s*"([a-z-]+)"', source):
        if not re.search(r"^\.(?:Cm|It Cm) .*\b%s\b" % command, manual, re.M):
            offences.append(f"{page.name}: says nothing of the command {command}")
    for option in re.findall(r'(?:add_option|add_flag|set_version_flag)\(\s*"--([a-z-]+)"', source):
        if f"Fl -{option}" not in manual:
            offences.append(f"{page.name}: says nothing of --{option}")
    print("\n".join(offences) or "the manual page is complete")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main())
