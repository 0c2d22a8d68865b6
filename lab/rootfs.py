# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders with a small Debian and its Asterisk, made once by debootstrap from the machine's own package sources.

A folder is built under another name and renamed when it is complete, so that an interrupted build leaves nothing that
looks finished. Builders wait for each other at a lock. Afterwards nobody writes into a folder: see asterisk.py.
"""
import contextlib
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys

from lab import Missing
from lab.network import end_with_parent

SUITES = {16: "bullseye", 22: "sid"}  # the newest Debian suite with that Asterisk
PACKAGES = ["asterisk", "asterisk-modules", "asterisk-config"]
RECIPE = "1"  # to be raised when what a folder holds changes: older ones are then built anew
STAMP = "etc/denwaban-lab"


def cache_folder():
    named = os.environ.get("DENWABAN_CACHE")
    if not named:
        named = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.join(os.environ.get("HOME", "/root"), ".cache"),
                             "denwaban")
    return pathlib.Path(named).absolute() / "lab"


def prepare(version):
    """The folder with that version of Asterisk, built now if need be."""
    return prepare_suite(SUITES[version], SUITES[version], PACKAGES)


def prepare_suite(name, suite, packages, sources=()):
    """The folder of that name with packages of a Debian suite, and with the sources of some in /usr/src; built now if need be."""
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    folder = cache / name
    with locked(cache / f"{name}.lock"):
        if stamp_of(folder) != RECIPE:
            build(suite, folder, [*packages, *(f"{source}=source" for source in sources)])
    return folder


def stamp_of(folder):
    try:
        return (folder / STAMP).read_text()
    except OSError:
        return None


@contextlib.contextmanager
def locked(path):
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(suite, folder, packages):
    if not shutil.which("debootstrap"):
        raise Missing("debootstrap is not installed: apt-get install debootstrap")
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    for old in (unfinished, folder):
        remove(old)
    log = folder.with_name(f"{folder.name}.log")
    source = mirror()
    print(f"building {folder} from {source} (once, a minute or two; log: {log})", file=sys.stderr, flush=True)
    # In namespaces of its own what debootstrap mounts and starts ends with it, even when it is killed.
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", sys.executable, "-m", "lab.rootfs", suite,
               str(unfinished), source, *packages]
    with log.open("w") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                              cwd=pathlib.Path(__file__).parents[1],
                              preexec_fn=end_with_parent, env={**os.environ, **proxies(), "LC_ALL": "C",
                                                               "DEBIAN_FRONTEND": "noninteractive"})
    if done.returncode != 0:
        said = log.read_text(errors="replace").strip().splitlines() or ["it said nothing"]
        reason = next((line for line in reversed(said) if line.startswith("E: ")), said[-1]).removeprefix("E: ")
        remove(unfinished)
        raise Missing(f"no Debian {suite} with {packages[0]} could be made from {source}: {reason} (all of it: {log}). "
                      "Does that mirror carry the suite, and can it be reached?")
    (unfinished / STAMP).write_text(RECIPE)
    unfinished.rename(folder)


def remove(folder):
    if not folder.exists():
        return
    if any(line.split()[1].startswith(f"{folder}/") for line in open("/proc/mounts", encoding="utf-8")):
        raise Missing(f"something is mounted below {folder}: unmount it, then try again")
    shutil.rmtree(folder)


def mirror():
    """Where apt gets this machine's own suite from."""
    with open("/etc/os-release", encoding="utf-8") as release:
        codename = next((line.split("=")[1].strip().strip('"') for line in release if line.startswith("VERSION_CODENAME=")), "")
    found = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Identifier: Packages"],
                           capture_output=True, text=True).stdout
    for line in found.splitlines():
        address, suite, component = (line.split() + ["", "", ""])[:3]
        if component == "main" and suite == codename and address.startswith(("http:", "https:", "file:")):
            return address
    raise Missing(f"apt's sources name no mirror of Debian {codename} that debootstrap can read")


def proxies():
    """apt's proxies for wget, with which debootstrap fetches."""
    found = {}
    for scheme in ("http", "https"):
        asked = subprocess.run(["apt-config", "shell", "proxy", f"Acquire::{scheme}::Proxy"], capture_output=True,
                               text=True).stdout.strip()
        address = asked.removeprefix("proxy=").strip("'")
        if address and address != "DIRECT":
            found[f"{scheme}_proxy"] = address
    return found


def fill(suite, folder, source, packages):
    """The build itself, in its own mount and pid namespace. What ends in `=source` is unpacked in /usr/src."""
    sources = [name.removesuffix("=source") for name in packages if name.endswith("=source")]
    packages = [name for name in packages if not name.endswith("=source")]

    def run(*command):
        print("+", *command, flush=True)
        subprocess.run(command, check=True)

    run("debootstrap", "--variant=minbase", suite, str(folder), source)
    policy = folder / "usr/sbin/policy-rc.d"  # no service starts in there
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    dumped = subprocess.run(["apt-config", "dump"], check=True, capture_output=True, text=True).stdout
    settings = [line for line in dumped.splitlines() if line.startswith("Acquire::") and '""' not in line]
    ours = folder / "etc/apt/apt.conf.d/99machine"
    ours.write_text("\n".join([*settings, 'APT::Install-Recommends "false";', ""]))
    (folder / "etc/apt/sources.list").write_text(
        f"deb {source} {suite} main\n" + (f"deb-src {source} {suite} main\n" if sources else ""))
    for name in ("resolv.conf", "hosts"):
        shutil.copyfile(f"/etc/{name}", folder / "etc" / name)
    run("mount", "-t", "proc", "proc", str(folder / "proc"))
    run("chroot", str(folder), "apt-get", "update", "-q")
    run("chroot", str(folder), "apt-get", "install", "-q", "-y", *packages)
    if sources:
        # apt has checked each file; that some mirrors lack the makers' signatures beside them does no harm.
        run("chroot", str(folder), "sh", "-c", f"cd /usr/src && (apt-get source -q --download-only {' '.join(sources)} || :) && "
            "for packed in *.orig.tar.[gx]z; do tar -xf $packed || exit 1; done && rm -f *.tar.* *.dsc")
    run("chroot", str(folder), "apt-get", "clean")
    run("umount", str(folder / "proc"))
    ours.unlink()
    # Names must be known, or unknown, at once: chan_sip of 16 asks for its host's name at every call, in its only thread.
    (folder / "etc/hosts").write_text("127.0.0.1 localhost pbx\n")
    (folder / "etc/resolv.conf").write_text("nameserver 127.0.0.1\n")
    (folder / "lab").mkdir()


if __name__ == "__main__":
    try:
        fill(sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
    except subprocess.CalledProcessError as failed:
        sys.exit(f"failed: {' '.join(failed.cmd)}")
