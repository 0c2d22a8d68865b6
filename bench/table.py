#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""script/bench's table: one line a figure, with its goal and what it was measured beside."""
import importlib
import pathlib
import sys
import time

PARTS = {"replay": "replay_rows", "state": "state_rows", "wire": "wire_rows", "live": "live_rows", "firewall": "firewall_rows",
         "audit": "audit_rows", "numbers": "numbers_rows", "records": "record_rows", "gate": "gate_rows", "lab": "lab_rows"}
COLUMNS = ["what", "measured", "goal", "how"]


def main():
    tree = pathlib.Path(sys.argv[1]).resolve()
    wanted = sys.argv[2:] or ["all"]
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    measure = importlib.import_module("measure")
    unknown = set(wanted) - set(PARTS) - {"all"}
    if unknown:
        print(f"no part is called {', '.join(unknown)}: {', '.join(PARTS)} or all", file=sys.stderr)
        return 2
    print(f"Measured on {time.strftime('%Y-%m-%d')} with `script/bench {' '.join(wanted)}` on {measure.machine()}.\n")
    shown = None
    for part, module in PARTS.items():
        if part in wanted or ("all" in wanted and part != "lab"):
            rows = importlib.import_module(module)
            columns = getattr(rows, "COLUMNS", COLUMNS)
            if columns != shown:
                shown = columns
                print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)
            for row in rows.rows(tree):
                print(f"| {' | '.join(row)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
