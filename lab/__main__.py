# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import os
import pathlib
import shutil
import sys

from lab import Missing, asterisk, network, rootfs, scenarios, stage

SKIPPED = 77
PROJECT = pathlib.Path(__file__).resolve().parents[1]
PROGRAMS = {"debootstrap": "debootstrap", "svcrack": "sipvicious", "sipp": "sip-tester", "sipsak": "sipsak",
            "baresip": "baresip", "tcpdump": "tcpdump", "openssl": "openssl",
            "/lib/systemd/systemd-journald": "systemd", "nft": "nftables", "ip": "iproute2", "unshare": "util-linux"}


def arguments():
    parser = argparse.ArgumentParser(prog="script/lab",
                                     description="Real Asterisk under real attack, guarded by Denwaban, in a box.")
    parser.add_argument("--list", action="store_true", help="what can be played")
    parser.add_argument("--version", default="all", choices=["all", *stage.KINDS], help="against which exchange (default: all)")
    parser.add_argument("--logs", choices=asterisk.LOGS, help="what Asterisk logs, instead of what the scenario says")
    parser.add_argument("--no-capture", action="store_true", help="let the guard read logs only")
    parser.add_argument("--program", type=pathlib.Path, default=PROJECT / "build/release/src/denwaban",
                        help="the denwaban to try")
    parser.add_argument("--keep", action="store_true", help="keep logs, capture and the guard's store of each run")
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="names from --list; all of them if none is named")
    return parser.parse_args()


def check_machine():
    if os.geteuid() != 0:
        raise Missing("the lab needs root: it makes namespaces and a Debian folder")
    lacking = sorted(package for program, package in PROGRAMS.items() if not shutil.which(program))
    if lacking:
        raise Missing(f"the lab needs these packages: apt-get install {' '.join(lacking)}")


def play(name, kind, options):
    """One scenario in namespaces of its own."""
    told = scenarios.load(name)
    print(f"== {name} against {kind}: {' '.join(told.__doc__.split())}", flush=True)
    settings = getattr(told, "SETTINGS", "") + ("[wire]\ncapture = false\n" if options.no_capture else "")
    with stage.Stage(kind, options.program.resolve(), options.logs or getattr(told, "LOGS", "shipped"),
                     settings, options.keep, getattr(told, "prepare", None)) as it:
        told.play(it)
    print(f"== {name} against {kind}: as it should be", flush=True)


def play_all(wanted, options):
    kinds = list(stage.KINDS) if options.version == "all" else [options.version]
    check_machine()
    for version in sorted({stage.KINDS[kind][0] for kind in kinds}):
        rootfs.prepare(version)
    bad = 0
    for name in wanted:
        for kind in kinds:
            if kind in getattr(scenarios.load(name), "KINDS", stage.KINDS):
                words = ["--version", kind, "--program", str(options.program), *(["--keep"] if options.keep else []),
                         *(["--no-capture"] if options.no_capture else []),
                         *(["--logs", options.logs] if options.logs else []), name]
                bad += network.enter("lab", words) != 0
    return 1 if bad else 0


def main():
    options = arguments()
    if options.list:
        for name in scenarios.names():
            told = scenarios.load(name)
            print(f"{name:26} {', '.join(getattr(told, 'KINDS', stage.KINDS)):18} {' '.join(told.__doc__.split()).split('. ')[0]}")
        return 0
    if network.inside():
        play(options.scenarios[0], options.version, options)
        return 0
    unknown = [name for name in options.scenarios if name not in scenarios.names()]
    if unknown:
        print(f"no such scenario: {', '.join(unknown)}; script/lab --list names them", file=sys.stderr)
        return 2
    try:
        return play_all(options.scenarios or scenarios.names(), options)
    except Missing as missing:
        print(f"missing: {missing}")
        return SKIPPED


if __name__ == "__main__":
    sys.exit(main())
