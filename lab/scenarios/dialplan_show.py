# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialplans full of oddities are loaded by Asterisk and read by us: both must have the same, in the same order, find the same
for thousands of numbers, and calls must run through the same priorities. DENWABAN_LAB_SEED says which dialplans."""
import itertools
import os
import pathlib
import re
import shutil
import subprocess

from lab import ami, dialplans
from lab.waiting import until

LOGS = "none"
SETTINGS = "[wire]\ncapture = false\n"
KINDS = ("16", "22")
PLANS, NUMBERS, WALKS, PLANS_FOR_ONE_AEL = 40, 60, 12, 10  # Asterisk takes its time to read AEL


def prepare(stage):
    stage.pbx.configure("extensions.ael", "context first { s => NoOp; }\n")


class Readers:
    """Asterisk and our reader of dialplans, asked the same."""

    def __init__(self, stage):
        self.stage, self.folder = stage, stage.folder / "read"
        self.folder.mkdir()
        shutil.copyfile(stage.pbx.folder / "etc/asterisk.conf", self.folder / "asterisk.conf")
        self.tool = pathlib.Path(stage.guard.program).resolve().parents[1] / "tests/lab/dialplan_show"

    def load(self, text):
        (self.folder / "extensions.conf").write_text(text)
        (self.stage.pbx.folder / "etc/extensions.conf").write_text(text)
        self.theirs(["dialplan reload"])

    def load_ael(self, text):
        for folder in (self.folder, self.stage.pbx.folder / "etc"):
            (folder / "extensions.conf").write_text("")
            (folder / "extensions.ael").write_text(text)
        self.theirs(["ael reload"])

    def ours(self, questions):
        done = subprocess.run([self.tool, self.folder], input="".join(f"{q}\n" for q in questions), capture_output=True, text=True,
                              check=True)
        answers, lines = [], []
        for line in done.stdout.splitlines():
            if line == ".":
                answers.append("\n".join(lines))
                lines = []
            else:
                lines.append(line)
        return answers

    def manage(self, orders):
        return ami.session(self.stage.pbx_host, self.stage.pbx.address, "admin", "amp111", orders, patience=300)[1:]

    def theirs(self, commands):
        answers = self.manage([{"Action": "Command", "Command": command} for command in commands])
        return ["\n".join(re.findall(r"^Output: ?(.*?)\r?$", answer, re.M)) for answer in answers]


def blocks(shown, prefix):
    """The contexts of one plan; what earlier ones left behind is not meant."""
    found = {}
    for block in re.split(r"\n\n", shown):
        head = re.match(r"\[ (?:Included context|Context) '(.*?)' ", block.strip("\n"))
        if head and head[1].startswith(prefix):
            found[head[1]] = block.strip("\n")
    return found


def same(what, theirs, ours, text):
    # The manager adds a sentence of its own where nothing was found.
    theirs = re.sub(r"\n?^Command '.*' failed\.$", "", theirs, flags=re.M)
    if theirs == ours:
        return
    lines = [f"{mark} {line}" for a, b in itertools.zip_longest(theirs.splitlines(), ours.splitlines(), fillvalue="") if a != b
             for mark, line in (("Asterisk:", a), ("we:      ", b))]
    raise AssertionError("\n".join([f"{what} is read otherwise", *lines[:20], "--- of", text]))


def load_and_look(readers, seed, n):
    prefix = f"p{n}-"
    maker = dialplans.Maker(f"{seed}/{n}", prefix)
    text = maker.text()
    readers.load(text)
    numbers = [(maker.number(), maker.pick(maker.contexts)) for _ in range(NUMBERS)]
    theirs = readers.theirs(["dialplan show", *(f"dialplan show {number}@{context}" for number, context in numbers)])
    ours = readers.ours(["plan", *(f"show {number} {context}" for number, context in numbers)])
    whole, mine = blocks(theirs[0], prefix), blocks(ours[0], prefix)
    assert list(whole) == list(mine), (list(whole), list(mine), text)
    for name, block in whole.items():
        same(f"[{name}]", block, mine[name], text)
    for (number, context), a, b in zip(numbers, theirs[1:], ours[1:]):
        same(f"{number}@{context}", a.strip("\n"), b.strip("\n"), text)
    return len(numbers), sum(block.count("\n") for block in whole.values())


def load_ael_and_look(readers, seed, n):
    prefix = f"a{n}-"
    text = dialplans.AelMaker(f"{seed}/ael/{n}", prefix).text()
    readers.load_ael(text)
    whole, mine = (blocks(shown, prefix) for shown in (readers.theirs(["dialplan show"])[0], readers.ours(["plan"])[0]))
    assert sorted(whole) == sorted(mine), (list(whole), list(mine), text)
    for name, block in whole.items():
        same(f"[{name}]", block, mine[name], text)
    return bool(whole), sum(block.count("\n") for block in whole.values())


def walk(readers, seed, n):
    """Calls by the manager, each with a number of its own in the variable CALL, which says where its steps are noted."""
    maker = dialplans.WalkMaker(f"{seed}/walk/{n}", f"w{n}-")
    text = maker.text()
    readers.load(text)
    calls = [(n * 1000 + i, maker.number(), maker.pick(maker.contexts), maker.pick(("", "123", "15", "7"))) for i in range(WALKS)]
    # Each is answered when its call is over; an asynchronous one may not have begun when no channel is left.
    readers.manage([{"Action": "Originate", "Channel": f"Local/{number}@{context}", "Application": "NoOp", "Timeout": "5000",
                     "CallerID": f"<{caller}>", "Variable": f"__CALL={call}"}
                    for call, number, context, caller in calls])
    until("all calls are over", lambda: "0 active channels" in readers.theirs(["core show channels count"])[0], 300)
    noted = dict(re.findall(r"^ *W(\d+)=(\S*)$", readers.theirs(["dialplan show globals"])[0], re.M))
    # At the end of a call that began Asterisk runs the extension h, for which a pattern may do.
    walks = readers.ours([f"walk {exten} {context} {caller}" for _, number, context, caller in calls for exten in (number, "h")])
    for (call, number, context, caller), ours, at_end in zip(calls, walks[::2], walks[1::2]):
        steps = "".join(re.findall(r"-\d+$", f"{ours}\n{at_end}", re.M)) if ours else ""
        same(f"a call from '{caller}' to {number}@{context}", noted.get(str(call), ""), steps, text)
    return len(noted), 0


def in_spite_of_crashes(stage, compare, readers, seed, n):
    """A reload of a dialplan with hints can end Asterisk; it is started again then, and asked once more."""
    for _ in range(3):
        try:
            return compare(readers, seed, n)
        except ConnectionError:
            until("Asterisk has ended", lambda: stage.pbx.process.poll() is not None, 300)
            stage.pbx.start()
    stage.say(f"Asterisk does not survive {compare.__name__} {n}")
    return 0, 0


def play(stage):
    readers = Readers(stage)
    seed = os.environ.get("DENWABAN_LAB_SEED", "denwaban")
    plans = int(os.environ.get("DENWABAN_LAB_PLANS", PLANS))
    looked = [in_spite_of_crashes(stage, load_and_look, readers, seed, n) for n in range(plans)]
    stage.say(f"{plans} dialplans of {sum(lines for _, lines in looked)} lines, {sum(count for count, _ in looked)} numbers: read alike")
    walked = sum(in_spite_of_crashes(stage, walk, readers, seed, n)[0] for n in range(plans))
    assert walked, "no call went anywhere"
    stage.say(f"{walked} calls went the same way")
    texts = max(1, plans // PLANS_FOR_ONE_AEL)
    ael = [in_spite_of_crashes(stage, load_ael_and_look, readers, seed, n) for n in range(texts)]
    assert any(taken for taken, _ in ael), "no AEL was taken"
    stage.say(f"{texts} AEL texts of {sum(lines for _, lines in ael)} lines, {sum(taken for taken, _ in ael)} taken: read alike")
