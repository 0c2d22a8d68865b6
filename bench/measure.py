# SPDX-License-Identifier: GPL-3.0-or-later
"""Running and timing programs for the benchmark rows."""
import os
import resource
import statistics
import subprocess
import time

ROUNDS = 5


def timed(command, stdout=subprocess.DEVNULL, processor=False):
    """(seconds of wall time, or else of processor time, peak resident memory in MB) of one run."""
    started = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=stdout, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command} ended with {process.returncode}"
    seconds = usage.ru_utime + usage.ru_stime if processor else time.perf_counter() - started
    return seconds, usage.ru_maxrss / 1024


def interleaved(commands, rounds=ROUNDS, processor=False):
    """name -> (median seconds, peak MB): all commands once, then all again …"""
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(timed(command, processor=processor))
    return {name: (statistics.median(t for t, _ in taken), max(m for _, m in taken)) for name, taken in runs.items()}


def machine():
    with open("/proc/cpuinfo") as info:
        model = next(line.split(":")[1].strip() for line in info if line.startswith("model name"))
    return f"{os.cpu_count()} cores of {model}, {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') >> 30} GiB, Linux {os.uname().release}"


def own_memory_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
