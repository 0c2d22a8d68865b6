#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The law of the house: a room includes only rooms to its left, some rooms never meet, no file includes itself in a circle."""
import pathlib
import re
import sys

ROOMS = ("base model text parse knowledge pbx track detect policy fraud audit store report net sources notify actions "
         "settings engine serve setup probe guard cli").split()
STRANGERS = ("sources", "detect", "policy", "actions")  # they meet in model only
PURE = ("parse", "knowledge", "track", "detect", "policy", "fraud", "audit")
EFFECTS = re.compile(r"#include <(fstream|iostream|fcntl\.h|sys/socket\.h|sys/stat\.h|unistd\.h|spdlog/.*|thread|filesystem|cstdio)>"
                     r"|system_clock::now|steady_clock::now|\bSystemClock\b|getenv\(")
INCLUDE = re.compile(r'^\s*#include "([^"]+)"', re.M)


def read_includes(source):
    files = {}
    for path in sorted(source.rglob("*")):
        if path.suffix in (".h", ".cc"):
            files[path.relative_to(source).as_posix()] = INCLUDE.findall(path.read_text(errors="replace"))
    return files


def check_floors(files):
    for name, included in files.items():
        room = name.split("/")[0]
        if room not in ROOMS:
            yield f"src/{name}: the room {room} is not in the plan"
            continue
        for other in included:
            target = other.split("/")[0]
            if other not in files:
                yield f'src/{name}: "{other}" is no file of ours: write the path from src/'
            elif ROOMS.index(target) > ROOMS.index(room):
                yield f"src/{name}: {room} includes {other}, which stands to its right"
            elif room != target and room in STRANGERS and target in STRANGERS:
                yield f"src/{name}: {room} includes {other}: they may meet in model only"


def check_purity(source, files):
    for name in files:
        if name.split("/")[0] in PURE:
            for line in (source / name).read_text(errors="replace").splitlines():
                if EFFECTS.search(line):
                    yield f"src/{name}: a pure room must not do this: {line.strip()}"


def check_circles(files):
    done, path = set(), []

    def walk(name):
        if name in path:
            yield "includes in a circle: " + " -> ".join(path[path.index(name):] + [name])
        elif name not in done:
            path.append(name)
            for other in files.get(name, ()):
                yield from walk(other)
            done.add(path.pop())

    for name in files:
        yield from walk(name)


def types_of(text):
    """The types that a header defines in a namespace itself: (namespace, name)."""
    namespace = re.search(r"^namespace ([\w:]+) {", text, re.M)
    return [(namespace[1], name) for name in re.findall(r"^(?:struct|class|enum class) (\w+)\b(?!::)[^;(]*{", text, re.M)] if namespace else []


def check_names(headers):
    """Two types of one name in one namespace share the code of their containers, and one is destroyed as the other."""
    owners = {}
    for name, text in headers.items():
        for one in types_of(text):
            if owners.setdefault(one, name) != name:
                yield f"src/{name}: {'::'.join(one)} is defined in src/{owners[one]} as well"


def check_itself():
    """A law that cannot be broken is no law: each check must see a made-up offence."""
    assert list(check_floors({"base/a.h": ["detect/b.h"], "detect/b.h": []})), "floors"
    assert list(check_floors({"policy/a.h": ["detect/b.h"], "detect/b.h": []})), "strangers"
    assert list(check_circles({"base/a.h": ["base/b.h"], "base/b.h": ["base/a.h"]})), "circles"
    offence = "namespace denwaban::audit {\nstruct Hit {\n  int a;\n};\n}\n"
    assert list(check_names({"audit/a.h": offence, "audit/b.h": offence})), "names"
    assert EFFECTS.search("#include <fstream>"), "purity"


def main():
    check_itself()
    source = pathlib.Path(sys.argv[1]) / "src"
    files = read_includes(source)
    assert len(files) > 20, "no sources found"
    headers = {name: (source / name).read_text(errors="replace") for name in files if name.endswith(".h")}
    offences = [*check_floors(files), *check_purity(source, files), *check_circles(files), *check_names(headers)]
    print("\n".join(offences) or f"{len(files)} files keep the law")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main())
