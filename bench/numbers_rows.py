# SPDX-License-Identifier: GPL-3.0-or-later
"""From a number to its class, beside libphonenumber."""
import re
import statistics
import subprocess

from measure import ROUNDS


def rows(tree):
    taken = {}
    for _ in range(ROUNDS):
        said = subprocess.run([tree / "bench" / "denwaban_numbers_bench"], capture_output=True, text=True, check=True, timeout=600).stdout
        for name, figure in re.findall(r"^(\w+) ([\d.]+)$", said, re.M):
            taken.setdefault(name, []).append(float(figure))
    figures = {name: statistics.median(all_of) for name, all_of in taken.items()}
    ours, theirs = figures["denwaban"], figures["libphonenumber"]
    yield ("number to country, network and risk", f"{ours:.1f} ns", "20 ns",
           f"processor time; {figures['numbers']:.0f} numbers of all countries in random order")
    yield ("number to country and network, against libphonenumber", f"{theirs / ours:.0f} times", "-", f"{theirs:.0f} ns; the same numbers")
