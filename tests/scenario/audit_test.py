#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`denwaban audit` and `toll-paths` as people and programs meet them: records, forms, exit statuses, patch, exceptions, containment."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

SCHEMA = json.loads((pathlib.Path(__file__).parent / "sarif_schema.json").read_text())

# The example that a well-known warning gives: strangers land in a context that includes the way out.
WARNED_OF = {
    "sip.conf": "[general]\ncontext=default\nallowguest=yes\n\n[InterProvider]\ntype=peer\nhost=sip.example.com\n",
    "extensions.conf": "[default]\ninclude => salientes\nexten => 100,1,Dial(SIP/100)\n\n"
                       "[salientes]\nexten => _X.,1,Dial(SIP/InterProvider/${EXTEN})\n",
}
OPEN_DOORS = {
    "sip.conf": "[general]\ncontext=nowhere\nallowguest=yes\nalwaysauthreject=no\n\n[101]\ntype=friend\nhost=dynamic\nsecret=101\n",
    "manager.conf": "[general]\nenabled=yes\nport=5038\nbindaddr=0.0.0.0\n\n[admin]\nsecret=admin\nread=all\nwrite=all\n",
    "http.conf": "[general]\nenabled=yes\nbindaddr=0.0.0.0\n",
    "extensions.conf": "[nowhere]\nexten => s,1,Hangup()\n",
}
CLOSED = {"extensions.conf": "[nowhere]\nexten => s,1,Hangup()\n", "modules.conf": "[modules]\nautoload=no\nload=pbx_config.so\n"}
FINDING = {"type", "ring", "rule", "severity", "file", "line", "object", "value", "origin", "title", "why", "fix", "sources"}
WAY = {"type", "entry", "trunk", "numbers", "international", "gate", "verdict", "steps"}


class Place:
    def __init__(self, program, folder, files):
        self.program, self.folder = program, pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (self.folder / name).write_text(text)

    def run(self, *words, status=None):
        done = subprocess.run([self.program, *map(str, words), str(self.folder)], capture_output=True, text=True, timeout=120)
        assert status is None or done.returncode == status, f"{words}: status {done.returncode}: {done.stderr}"
        return done

    def records(self, *words, command="audit", status=None):
        return [json.loads(line) for line in self.run("--json", command, *words, status=status).stdout.splitlines()]


def rules_of(records):
    return {record["rule"] for record in records if record["type"] == "finding"}


def check_records(place):
    records = place.records()
    findings = [r for r in records if r["type"] == "finding"]
    assert findings, "nothing was found in the example"
    for record in findings:
        assert FINDING <= set(record), FINDING - set(record)
        assert record["ring"] == "configuration" and record["origin"] in ("written", "template", "inherited", "missing", "included")
        assert "<" not in record["title"][:1], f"a sentence is missing: {record['title']}"
    for record in (r for r in records if r["type"] == "toll_path"):
        assert WAY <= set(record), WAY - set(record)
        assert {"kind", "name", "context", "authenticated"} <= set(record["entry"])
    summary = records[-1]
    assert summary["type"] == "summary" and summary["files"] == len(WARNED_OF) and summary["lines"] > 5
    assert set(summary["findings"]) == {"critical", "high", "medium", "low", "info"}
    counted = sum(summary["findings"].values())
    assert counted == sum(not r["inert"] for r in findings), (counted, len(findings))
    assert 0 <= summary["score"] <= 100 and isinstance(summary["verdicts"], dict)
    assert json.dumps(records) == json.dumps(place.records()), "a second run says something else"


def check_the_warning(place):
    """The stranger reaches the provider, the include is on the way, and it is the worst that is found."""
    guests = [r for r in place.records() if r["type"] == "finding" and r["rule"] == "DWB-SIP-001"]
    assert len(guests) == 1 and guests[0]["line"] == 3 and guests[0]["file"] == "sip.conf", guests
    ways = [r for r in place.records(command="toll-paths", status=1) if r["type"] == "toll_path"]
    open_ways = [w for w in ways if w["entry"]["kind"] == "sip_guest" and w["verdict"] == "reachable"]
    assert open_ways and open_ways[0]["trunk"] == "SIP/InterProvider" and open_ways[0]["gate"] == "none", ways
    assert any("salientes" in step["text"] and step["line"] == 2 for step in open_ways[0]["steps"]), open_ways[0]["steps"]
    assert guests[0]["severity"] == "critical", guests
    text = place.run("toll-paths").stdout
    assert "InterProvider" in text and "extensions.conf:2" in text, text


def check_statuses(program, folder, place):
    place.run("audit", status=1)
    place.run("audit", "--fail-on", "never", status=0)
    closed = Place(program, folder / "closed", CLOSED)
    assert not rules_of(closed.records("--fail-on", "critical", status=0)) & {"DWB-SIP-001"}
    for words in (["--asterisk", "new"], ["--country", "Germany"], ["--format", "pdf"], ["--suppress", "/nowhere"],
                  ["--baseline", "/nowhere"], ["--fix", "--format", "html"]):
        place.run("audit", *words, status=2)
    empty = Place(program, folder / "empty", {})
    assert "nothing to audit" in empty.run("audit", status=2).stderr
    gone = Place(program, folder / "gone", {})
    gone.folder.rmdir()
    assert gone.run("audit", status=2).stdout == ""


def check_containment(program, folder):
    """A link out of the folder is told, makes the status 2, and is read when asked for."""
    place = Place(program, folder / "linked", CLOSED)
    Place(program, folder / "elsewhere", {"sip.conf": "[general]\nallowguest=yes\n"})
    os.symlink(folder / "elsewhere" / "sip.conf", place.folder / "sip.conf")
    (place.folder / "modules.conf").unlink()
    done = place.run("audit", status=2)
    assert "sip.conf" in done.stderr and "--follow-links" in done.stderr, done.stderr
    assert [r["file"] for r in place.records() if r["type"] == "unread"], "no record tells what was left out"
    assert "DWB-SIP-001" not in rules_of(place.records())
    assert "DWB-SIP-001" in rules_of(place.records("--follow-links"))


def optional(module):
    """A library that only tests use; where it is missing the check says so."""
    try:
        return __import__(module)
    except ImportError:
        print(f"missing: python3-{module}: what it would look at was not looked at")
        return None


def check_sarif(place):
    log = json.loads(place.run("audit", "--format", "sarif").stdout)
    check_schema(log)
    run = log["runs"][0]
    findings = [r for r in place.records() if r["type"] == "finding"]
    assert len(run["results"]) == len(findings)
    for result, finding in zip(run["results"], findings):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding["rule"]
        assert result["partialFingerprints"]["denwabanFinding/v1"] == finding["id"]


def check_schema(log):
    jsonschema = optional("jsonschema")
    if jsonschema is None:
        return
    validator = jsonschema.Draft7Validator(SCHEMA)
    validator.validate(log)
    assert not validator.is_valid({"version": "2.1.0", "runs": [{"results": []}]}), "the schema refuses nothing"


def check_page(place):
    page = place.run("audit", "--format", "html").stdout
    html5lib = optional("html5lib")
    if html5lib is not None:
        html5lib.HTMLParser(strict=True).parse(page)
    assert not re.search(r"(?:src|href)=|<script|url\(|@import", page), "the page fetches something"
    svg = re.search(r"<svg class=\"reach\".*?</svg>", page, re.S)
    assert svg and "InterProvider" in svg.group(), "no picture of who reaches which trunk"
    xml.etree.ElementTree.fromstring(svg.group())


def check_patch(program, folder):
    """The patch applies with the real patch(1), and what it mends is not found again; the files change by patch alone."""
    place = Place(program, folder / "open doors", OPEN_DOORS)
    before = {name: (place.folder / name).read_text() for name in OPEN_DOORS}
    mended = {(r["rule"], r["file"], r["object"]) for r in place.records() if r["type"] == "finding" and r["safe_fix"]}
    assert mended, "nothing to mend in a configuration full of holes"
    patch = place.run("audit", "--fix", status=1).stdout
    assert before == {name: (place.folder / name).read_text() for name in OPEN_DOORS}, "--fix wrote into the configuration"
    applied = subprocess.run(["patch", "-p1", "-d", "/", "--fuzz=0"], input=patch, capture_output=True, text=True)
    assert applied.returncode == 0, applied.stdout + applied.stderr
    left = {(r["rule"], r["file"], r["object"]) for r in place.records() if r["type"] == "finding"}
    assert not mended & left, f"mended, and found again: {mended & left}"
    assert "allowguest=no" in (place.folder / "sip.conf").read_text().replace(" ", "")


def check_baseline_and_suppressions(program, folder):
    place = Place(program, folder / "known", OPEN_DOORS)
    records = place.records()
    old = folder / "old.json"
    old.write_text("".join(json.dumps(record) + "\n" for record in records))
    again = place.records("--baseline", old, status=0)
    assert not rules_of(again) and again[-1]["known"] >= len([r for r in records if r["type"] == "finding"])
    with (place.folder / "sip.conf").open("a") as sip:
        sip.write("\n[202]\ntype=friend\nhost=dynamic\nsecret=202\n")
    new = [r for r in place.records("--baseline", old) if r["type"] == "finding"]
    assert new and all(r["object"] == "[202]" or r["line"] > 8 for r in new), new

    excuses = place.folder / ".denwaban-audit.toml"
    excuses.write_text('[[suppress]]\nrule = "DWB-SIP-001"\nreason = "a lab"\nexpires = 2100-01-01\n')
    summary = place.records()[-1]
    assert "DWB-SIP-001" not in rules_of(place.records()) and summary["suppressed"] == 1, summary
    assert "excused" in place.run("audit").stdout
    excuses.write_text('[[suppress]]\nrule = "DWB-SIP-001"\nreason = "a lab"\nexpires = 2020-01-01\n')
    assert "DWB-SIP-001" in rules_of(place.records())
    assert "ended on 2020-01-01" in place.run("audit").stdout.replace("\n", " ")
    excuses.write_text('[[suppress]]\nrule = "DWB-SPI-001"\nreason = "a lab"\n')
    assert "did you mean DWB-SIP-001?" in place.run("audit", status=2).stderr


def check_catalogue(program):
    done = subprocess.run([program, "--json", "audit", "--rules"], capture_output=True, text=True, check=True)
    for record in map(json.loads, done.stdout.splitlines()):
        assert re.fullmatch(r"DWB-[A-Z]+-\d{3}", record["rule"]) and record["sources"], record
        assert not record["title"].startswith("<") and not record["why"].startswith("<"), record


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve()
        place = Place(program, folder / "warned of", WARNED_OF)
        check_records(place)
        check_the_warning(place)
        check_statuses(program, folder, place)
        check_containment(program, folder)
        check_sarif(place)
        check_page(place)
        check_patch(program, folder)
        check_baseline_and_suppressions(program, folder)
        check_catalogue(program)
    print("audit and toll-paths keep what they promise")
    return 0


if __name__ == "__main__":
    sys.exit(main())
