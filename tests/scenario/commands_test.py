#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What commands that need no guard say: `--json` means JSON, and nothing is silent about nothing."""
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

RECORDINGS = pathlib.Path(__file__).resolve().parents[2] / "recordings"


def run(program, *words):
    return subprocess.run([program, *words], capture_output=True, text=True, timeout=120)


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        settings = pathlib.Path(folder, "denwaban.toml")
        settings.write_text(f'[pbx]\nconfig_dir = "{RECORDINGS}/a16-default/etc-asterisk"\n')
        common = ["--config", str(settings), "--json"]
        for words in (["config", "check"], ["config", "explain"], ["config", "explain", "policy.allow"],
                      ["config", "reference"], ["config", "show"], ["completion"]):
            done = run(program, *common, *words)
            assert done.returncode == 0, (words, done.stderr)
            lines = [json.loads(line) for line in done.stdout.splitlines()]
            assert lines and all("type" in line for line in lines), words
            if words == ["config", "show"]:
                found = {line["what"] for line in lines if line["type"] == "found"}
                assert {"log", "port"} <= found, found

        settings.write_text('[policy]\nallow = ["0.0.0.0/0"]\n')
        done = run(program, "--config", str(settings), "config", "check")
        assert done.returncode == 2 and "too wide" in done.stderr, done.stderr

        # No guard runs: the commands work on what it keeps.
        settings.write_text(f'[store]\npath = "{folder}/kept"\n[control]\nsocket = "{folder}/control"\n[firewall]\nbackend = "none"\n')
        for words in (["ban", "192.0.2.7"], ["allow", "203.0.113.0/24"]):
            done = run(program, *common, *words)
            assert done.returncode == 0, (words, done.stderr)
        done = run(program, *common, "status")
        status = json.loads(done.stdout)
        assert done.returncode == 3 and status["guard"] == "not_running", done
        assert status["bans"] == 1, status  # what is allowed is no ban
        done = run(program, *common, "why", "192.0.2.0/24")
        assert done.returncode == 2 and "is a network: ask about an address in it" in done.stderr, done

        empty = pathlib.Path(folder, "empty")
        empty.mkdir()
        done = run(program, "replay", str(empty))
        assert done.returncode == 2 and str(empty) in done.stderr and "nothing to replay" in done.stderr, done

        # One packet that IPsec hides.
        esp = b"\x45\0" + struct.pack(">H", 24) + bytes(5) + b"\x32\0\0" + bytes([192, 0, 2, 7, 192, 0, 2, 8]) + b"spi!"
        frame = bytes(12) + b"\x08\0" + esp
        hidden = pathlib.Path(folder, "hidden.pcap")
        hidden.write_bytes(struct.pack("<IHHIIIIIIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1, 1, 0, len(frame), len(frame)) + frame)
        done = run(program, "replay", str(hidden))
        assert done.returncode == 0 and "1 packet was not read" in done.stderr and "IPsec" in done.stderr, done
    print("every command says what it should")


if __name__ == "__main__":
    main()
