#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gate of a running guard, in a crowd: more connections than it has places that say nothing, half of a question or noise, and
some that never take their answers. Every question among them is answered, and emergencies are allowed; so they are after all that."""
import json
import os
import pathlib
import random
import resource
import socket
import subprocess
import sys
import tempfile

from waiting import PATIENCE, until

SILENT, QUESTIONS = 700, 200


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def question(number, account="100"):
    sent = number.removeprefix("0")  # the dialplan takes the line's digit off
    return (f"agi_network: yes\nagi_network_script: gate\nagi_request: agi://127.0.0.1/gate\nagi_channel: PJSIP/{account}-00000001\n"
            f"agi_uniqueid: 1.1\nagi_callerid: {account}\nagi_calleridname: Reception\nagi_context: denwaban-gate\nagi_extension: s\n"
            f"agi_arg_1: {number}\nagi_arg_2: {sent}\nagi_arg_3: carrier\n\n").encode()


class House:
    def __init__(self, program, folder):
        self.program, self.settings, self.port = program, folder / "denwaban.toml", free_port()
        (folder / "messages").touch()
        (folder / "etc").mkdir()
        self.settings.write_text(
            f'[pbx]\nconfig_dir = "{folder}/etc"\nlogs = ["{folder}/messages"]\n[firewall]\nbackend = "none"\n[wire]\ncapture = false\n'
            f'[store]\npath = "{folder}/store"\n[control]\nsocket = "{folder}/control.sock"\n[ami]\nenabled = "off"\n'
            f'[numbering]\ncountry = "DE"\noutside_prefix = "0"\n[fraud]\nwatch_for = "0s"\n'
            f'[gate]\nenabled = "on"\nlisten = "127.0.0.1:{self.port}"\nrules = ["refuse abroad"]\n')
        self.said = (folder / "said").open("w+")
        self.guard = subprocess.Popen([program, "--config", self.settings, "watch"], env={**os.environ, "TZ": "UTC"}, stderr=self.said)

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def answered(self, number):
        """The verdict of one question, asked as Asterisk asks it."""
        with self.connect() as asterisk:
            asterisk.sendall(question(number))
            said = asterisk.recv(4096).decode()
            asterisk.sendall(b"200 result=0\n")
        return "allow" if "DENWABAN_VERDICT=allow" in said else "refuse" if "DENWABAN_VERDICT=refuse" in said else f"nothing: {said!r}"

    def is_open(self):
        assert self.guard.poll() is None, (self.said.seek(0), self.said.read())[1]
        try:
            return self.answered("112") == "allow"
        except OSError:
            return False

    def status(self):
        done = subprocess.run([self.program, "--config", self.settings, "--json", "status"], capture_output=True, text=True, check=True)
        return json.loads(done.stdout.splitlines()[0])


def join_crowd(house, crowd, dice):
    """One more who is up to no good."""
    stranger = house.connect()
    stranger.setblocking(False)
    say = dice.choice([b"a", question("0089123")[:-1], os.urandom(600), question("000252612345678") * 3, b"agi_network: yes\n" * 50])
    try:
        stranger.send(say)
    except OSError:
        pass
    crowd.append(stranger)


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    dice = random.Random(5)
    with tempfile.TemporaryDirectory() as name:
        house, crowd = House(sys.argv[1], pathlib.Path(name)), []
        try:
            until("the gate is open", house.is_open)
            for _ in range(SILENT):
                join_crowd(house, crowd, dice)
            expected = {"112": "allow", "0110": "allow", "00891234567": "allow", "000252612345678": "refuse"}
            for i in range(QUESTIONS):
                number = dice.choice(list(expected))
                verdict = house.answered(number)
                assert verdict == expected[number], f"question {i}: {number} should be told {expected[number]}, but {verdict}"
                if i % 4 == 0:
                    join_crowd(house, crowd, dice)
            for stranger in crowd:
                stranger.close()
            assert house.answered("112") == "allow" and house.answered("000252612345678") == "refuse"
            assert house.status()["gate"]["emergencies"] > 0, house.status()
        finally:
            house.guard.terminate()
            assert house.guard.wait(PATIENCE) == 0
        print(f"{QUESTIONS} questions answered among {len(crowd)} strangers")


if __name__ == "__main__":
    main()
