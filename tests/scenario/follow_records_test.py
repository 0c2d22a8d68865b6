#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A guard without a manager's login hears of calls by their records: Master.csv while it grows, half rows and a rotation in
between, beside a table of SQLite that tells of the same calls. A theft is found as its calls end, each call counts once, also
across a kill, and the account is locked."""
import datetime
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

import call_databases_test as databases
import call_records_test as office
from waiting import PATIENCE, until

PROGRAM = sys.argv[1]
ROWS = 12


def utc_now():
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)


class House:
    def __init__(self, folder):
        self.folder, self.guard = folder, None
        self.cdr = folder / "cdr"
        self.cdr.mkdir()
        (folder / "messages").write_text("")
        (folder / "etc").mkdir()
        (folder / "denwaban.toml").write_text(
            f'[pbx]\nconfig_dir = "{folder}/etc"\nlogs = ["{folder}/messages"]\n[firewall]\nbackend = "none"\n[wire]\ncapture = false\n'
            f'[store]\npath = "{folder}/store"\n[control]\nsocket = "{folder}/control.sock"\n[ami]\nenabled = "off"\n'
            f'[numbering]\ncountry = "DE"\narea_code = "30"\n[fraud]\nact = "act"\nwatch_for = "0s"\ntimezone = "UTC"\nrecords = ["{self.cdr}"]\n'
            f'[cdr]\npoll = "1s"\ndatabases = ["sqlite:{folder}/master.db"]\n')
        self.database = sqlite3.connect(folder / "master.db")
        self.database.execute(databases.SQLITE)

    def start(self):
        self.guard = subprocess.Popen([PROGRAM, "--config", self.folder / "denwaban.toml", "watch"], env={**os.environ, "TZ": "UTC"},
                                      stderr=(self.folder / "log").open("a"))

    def ask(self, *command):
        done = subprocess.run([PROGRAM, "--config", self.folder / "denwaban.toml", "--json", *command], capture_output=True, text=True,
                              env={**os.environ, "TZ": "UTC"})
        return [json.loads(line) for line in done.stdout.splitlines()] if done.returncode == 0 else []

    def fraud(self):
        status = self.ask("status")
        return status[0].get("fraud", {}) if status else {}

    def stolen(self):
        """How many calls the findings about the thief's account tell of, at most."""
        found = [f for f in self.ask("findings") if f.get("ring") == "fraud" and "104" in f["accounts"]]
        return max((f["count"] for f in found), default=0)

    def write(self, line):
        with (self.cdr / "Master.csv").open("a") as out:
            out.write(line)

    def record(self, line):
        row = databases.record(line)
        self.database.execute(f"INSERT INTO cdr ({','.join(databases.COLUMNS)}) VALUES ({','.join('?' * len(row))})", row)
        self.database.commit()


def history(now):
    office.BEGIN = (now - datetime.timedelta(days=70)).replace(hour=9, minute=0, second=0, microsecond=0)
    rows = [row for row in office.company(random.Random(7), weeks=9)]
    return [office.row(account, number, began, talked, n) for n, (began, account, number, talked) in enumerate(rows)]


def theft(count):
    """One call that has just ended."""
    began = utc_now() - datetime.timedelta(seconds=65)
    return office.row(104, f"0025261{2345670 + count}", began, 60, 900_000 + count)


def main():
    with tempfile.TemporaryDirectory() as name:
        house = House(pathlib.Path(name))
        try:
            house.write("".join(history(utc_now())))
            house.start()
            until("records are followed", lambda: house.fraud().get("by_records") and not house.fraud().get("learning"))
            assert house.stolen() == 0
            for count in range(ROWS):
                line = theft(count)
                if count == 3:
                    (house.cdr / "Master.csv").rename(house.cdr / "Master.csv.1")
                if count == 5:
                    house.write(line[:40])
                    time.sleep(2.5)
                    line = line[40:]
                house.write(line)
                house.record(theft(count) if count != 5 else office.row(105, "03012345678", utc_now(), 0, 1))
                if count == 7:
                    until("eight calls are counted", lambda: house.stolen() >= 8)
                    house.guard.kill()
                    house.guard.wait(PATIENCE)
                if count == 9:
                    house.start()
                time.sleep(0.3)
            until("every call is counted", lambda: house.stolen() >= ROWS)
            time.sleep(3)
            assert house.stolen() == ROWS, (house.stolen(), house.ask("findings"))
            assert "104" in house.fraud()["locked"], house.fraud()
            print(f"{ROWS} calls of a theft, each counted once, by records alone; the account is locked")
        finally:
            if house.guard and house.guard.poll() is None:
                house.guard.terminate()
                assert house.guard.wait(PATIENCE) == 0, (house.folder / "log").read_text()


if __name__ == "__main__":
    main()
