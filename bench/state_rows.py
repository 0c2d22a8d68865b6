# SPDX-License-Identifier: GPL-3.0-or-later
"""What the detectors' tables cost: bytes an address, and time beside the price of touching random memory."""
import json
import subprocess

MANY = "10000000"


def rows(tree):
    program = tree / "bench" / "denwaban_detect_bench"
    run = subprocess.run([program, "--benchmark_format=json"], check=True, capture_output=True, text=True)
    taken = {b["name"]: b for b in json.loads(run.stdout)["benchmarks"]}
    v4, v6, floor = taken[f"slots_v4/{MANY}"], taken[f"slots_v6/{MANY}"], taken[f"random_access/{MANY}"]

    def nanoseconds(benchmark):
        return 1e9 / benchmark["items_per_second"]

    yield "memory for an IPv4 address counted", f"{v4['bytes_each']:.1f} bytes", "14 bytes", "ten million addresses"
    yield "memory for an IPv6 /64 counted", f"{v6['bytes_each']:.1f} bytes", "27 bytes", "ten million networks"
    yield ("counting a failure, of the random-access floor", f"{nanoseconds(floor) / nanoseconds(v4):.2f}", "0.25",
           f"ten million addresses: {nanoseconds(v4):.0f} ns, floor {nanoseconds(floor):.0f} ns")
    all_of_it = taken["failures/200000"]
    yield ("a failure through all detectors", f"{nanoseconds(all_of_it):.0f} ns", "-",
           f"200,000 addresses in turn, {all_of_it['bytes'] / 1e6:.0f} MB")
