# SPDX-License-Identifier: GPL-3.0-or-later
"""The gate, asked over loopback as Asterisk asks it."""
import re
import statistics
import subprocess

from measure import ROUNDS


def rows(tree):
    taken = {}
    for _ in range(ROUNDS):
        said = subprocess.run([tree / "bench" / "denwaban_gate_bench"], capture_output=True, text=True, check=True, timeout=600).stdout
        for name, figure in re.findall(r"^(\w+) ([\d.]+)$", said, re.M):
            taken.setdefault(name, []).append(float(figure))
    figures = {name: statistics.median(all_of) for name, all_of in taken.items()}
    yield ("gate, from the connection to the verdict", f"{figures['median_us']:.0f} us", "200 us",
           "median of one question after the other; 300 silent connections beside")
    yield ("gate, verdicts a second", f"{figures['verdicts']:,.0f}", "20,000", "64 questions at once, a connection each, asked from the same machine")
