#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Style that a machine can see: licences, lengths, words left behind, calls that have a better way here."""
import pathlib
import re
import subprocess
import sys

LINES_MAX = 400
COLUMNS_MAX = 130
FORBIDDEN = {
    r"\b(TODO|FIXME|XXX)\b": "finish it, or write the limit into the documentation",
    r"sleep_for|\busleep\(|(?<![\w>.:])(?<!void )\bsleep\(": "wait for the thing itself, with a bound",
    r"\bstrcpy\(|\bsprintf\(|\bstrcat\(|\bgets\(": "use fmt or std::string",
    r"\batoi\(|\batol\(": "use std::from_chars",
    r"std::regex": "write the grammar, or use RE2",
    r"\brand\(\)": "take a seed",
    r"\bassert\(": "use DENWABAN_CHECK (base/check.h)",
}


def tracked(root):
    listed = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard", "src", "tests", "bench"],
                            capture_output=True, text=True, check=True)
    for name in listed.stdout.split("\n"):
        if name.endswith((".cc", ".h")) and (root / name).exists():
            yield name, (root / name).read_text(errors="replace")


def offences_of(name, text):
    lines = text.splitlines()
    if not lines or "SPDX-License-Identifier: GPL-3.0-or-later" not in lines[0]:
        yield f"{name}: the first line is not the licence line"
    if name.endswith(".h") and "#pragma once" not in text:
        yield f"{name}: no #pragma once"
    if len(lines) > LINES_MAX and name.startswith("src/"):
        yield f"{name}: {len(lines)} lines: it wants to be a folder (at most {LINES_MAX})"
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS_MAX and "http" not in line and 'R"' not in text:
            yield f"{name}:{number}: {len(line)} columns"
        for pattern, advice in FORBIDDEN.items():
            if re.search(pattern, line):
                yield f"{name}:{number}: {line.strip()[:60]}: {advice}"


def main():
    root = pathlib.Path(sys.argv[1])
    assert list(offences_of("src/a.cc", "int x; // TODO\n")), "the check itself sees nothing"
    found, count = [], 0
    for name, text in tracked(root):
        count += 1
        found += offences_of(name, text)
    assert count > 20, "no sources found"
    print("\n".join(found) or f"{count} files are tidy")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
