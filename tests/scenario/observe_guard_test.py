#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a running guard counts is asked over its door, outlives kill -9 without counting a line twice, and is answered from the store
when no guard runs."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from replaying import RECORDINGS, logs_of, text_of
from waiting import PATIENCE, until



class House:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        (folder / "log").mkdir()
        for name in ("messages", "security"):
            (path,) = logs_of("a16-default", name)
            (folder / "log" / name).write_text(text_of(path))
        logs = ", ".join(f'"{folder}/log/{name}"' for name in ("messages", "security"))
        (folder / "denwaban.toml").write_text(
            f'[pbx]\nconfig_dir = "{RECORDINGS}/a16-default/etc-asterisk"\nlogs = [{logs}]\n[firewall]\nbackend = "none"\n'
            f'[wire]\ncapture = false\n[store]\npath = "{folder}/store"\n[control]\nsocket = "{folder}/control.sock"\n'
            f'[knowledge]\ncountry = "{pathlib.Path(__file__).resolve().parents[1]}/knowledge/data/tiny.mmdb"\n')
        self.guard = None

    def ask(self, *command):
        run = subprocess.run([self.program, "--config", self.folder / "denwaban.toml", "--json", *command], capture_output=True,
                             text=True)
        return [json.loads(line) for line in run.stdout.splitlines()] if run.returncode == 0 else None

    def observed(self):
        records = self.ask("observe", "--top", "500")
        return records if records and records[-1].get("attempts") else None

    def start(self):
        self.guard = subprocess.Popen([self.program, "--config", self.folder / "denwaban.toml", "watch", "--from-start"],
                                      env={**os.environ, "TZ": "UTC"}, stderr=subprocess.DEVNULL)
        size = {str(path): path.stat().st_size for path in (self.folder / "log").iterdir()}

        def has_read():
            status = self.ask("status")
            return status and all(s.get("read_to") == size.get(s.get("file")) for s in status[0]["sources"])
        until("the logs are read", has_read)

    def stop(self, signal):
        self.guard.send_signal(signal)
        self.guard.wait(PATIENCE)


def main():
    with tempfile.TemporaryDirectory() as folder:
        house = House(sys.argv[1], pathlib.Path(folder))
        try:
            house.start()
            # What is held back for a moment, in case another line explains it, is settled by time.
            first = until("everything is counted", lambda: steady(house))
            assert any(r.get("dimension") == "country" and r["key"] == "NL" for r in first), first
            house.stop(9)
            house.start()
            again = until("everything is counted again", lambda: steady(house))
            assert again == first, f"before the kill {first[-1]}, after it {again[-1]}"
            house.stop(15)
            assert house.observed() == first, "the store answers otherwise than the guard"
        finally:
            if house.guard.poll() is None:
                house.guard.kill()
        print(f"{first[-1]['attempts']} attempts, counted once")


def steady(house):
    before = house.observed()
    time.sleep(2.5)
    return before if before and before == house.observed() else None


if __name__ == "__main__":
    main()
