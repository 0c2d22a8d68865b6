# SPDX-License-Identifier: GPL-3.0-or-later
"""Who reaches the trunk: what `toll-paths` proves of a dialplan is tried with a real Asterisk, where the call of the trunk only
notes its number. The example of every way must get there, and send what was said; of other numbers exactly those get there that
the ways hold. DENWABAN_LAB_SEED says which dialplans."""
import json
import os
import re

from lab import ami, network, toll_plans

LOGS = "none"
SETTINGS = "[wire]\ncapture = false\n"
KINDS = ("16", "22")
PLANS, NUMBERS = 30, 12
MORE = "…"  # where a set of numbers is too long to print
GUESTS = "[general]\nallowguest=yes\ncontext={}\n[carrier]\ntype=peer\nhost=203.0.113.50\nsecret=jT5-kkW9_2mQx81L\n"
WORDS = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]", ".": ".+", "!": ".*", "*": r"\*", "+": r"\+"}


def expression(pattern):
    """A pattern of Asterisk's, as `toll-paths` prints them, as a regular expression."""
    return re.sub(r"\[[^]]*\]|.", lambda m: WORDS.get(m[0], m[0]), pattern)


def ways(stage, text, prefix):
    """What we say of it: (example, what is sent, the numbers as expressions)."""
    folder = stage.folder / "plan"
    folder.mkdir(exist_ok=True)
    (folder / "extensions.conf").write_text(re.sub(r"TRUNK\((.*?)\)$", r"Dial(SIP/carrier/\1)", text, flags=re.M))
    (folder / "sip.conf").write_text(GUESTS.format(f"{prefix}in"))
    told = network.run(stage.guard.program, "toll-paths", "--json", "--fail-on", "never", folder)
    records = [json.loads(line) for line in told.splitlines()]
    guests = [one for one in records if one["type"] == "toll_path" and one["entry"]["kind"] == "sip_guest"
              and one["verdict"] == "reachable" and one["trunk"] and "injection" not in one["classes"]]
    return [(one["example"], one["sent"], [expression(p) for p in one["numbers"].split()]) for one in guests]


def reached(stage, calls):
    """What Asterisk would have sent to the trunk, by call."""
    def manage(orders):
        return ami.session(stage.pbx_host, stage.pbx.address, "admin", "amp111", orders, patience=120)[1:]
    # Each is answered when its call is over.
    manage([{"Action": "Originate", "Channel": f"Local/{number}@{context}", "Application": "NoOp", "Timeout": "5000",
             "Variable": f"__CALL={call}"} for call, number, context in calls])
    shown = manage([{"Action": "Command", "Command": "dialplan show globals"}])[0]
    return {int(call): number for call, number in re.findall(r"^Output: *R(\d+)=(\S*)\r?$", shown, re.M)}


def look(stage, seed, n):
    prefix = f"t{n}-"
    maker = toll_plans.Maker(f"{seed}/{n}", prefix)
    text = maker.text()
    found = ways(stage, text, prefix)
    (stage.pbx.folder / "etc/extensions.conf").write_text(re.sub(r"TRUNK\((.*?)\)$", r"Set(GLOBAL(R${CALL})=\1)", text, flags=re.M))
    stage.pbx.cli("dialplan reload")
    dialled = [*((example, sent) for example, sent, _ in found), *((maker.number(), None) for _ in range(NUMBERS))]
    calls = [(n * 1000 + i, number, f"{prefix}in") for i, (number, _) in enumerate(dialled)]
    got = reached(stage, calls)
    for (call, number, _), (_, sent) in zip(calls, dialled):
        real = got.get(call)
        expressions = [e for _, _, of_way in found for e in of_way]
        said = any(re.fullmatch(e, number) for e in expressions)
        assert sent is None or sent == real, f"{number}: the trunk is sent {real}, we say {sent}\n{text}"
        assert real is not None or not said, f"{number}: nothing gets to the trunk, we say {found}\n{text}"
        assert said or real is None or MORE in expressions, f"{number}: the trunk is sent {real}, we say {found}\n{text}"
    return len(found), sum(call in got for call, _, _ in calls)


def demonstrations(stage):
    """The extensions.lua that Asterisk comes with plays a demonstration to strangers, and is no way out; one line more, and nobody
    can tell."""
    folder = stage.folder / "lua"
    folder.mkdir()
    sample = (stage.pbx.root / "usr/share/asterisk/conf/samples/extensions.lua.sample").read_text()
    (folder / "extensions.conf").write_text("[inside]\nexten => 1,1,Dial(SIP/carrier/1)\n")
    (folder / "sip.conf").write_text(GUESTS.format("default"))
    told = []
    for more in ("", "extensions.default['_X.'] = function(c, e) app.dial('SIP/carrier/' .. e) end\n"):
        (folder / "extensions.lua").write_text(sample + more)
        told.append(network.run(stage.guard.program, "toll-paths", "--fail-on", "never", folder))
    assert "Nobody reaches a trunk" in told[0], told[0]
    assert "not to be seen from here: extensions.lua" in told[1], told[1]


def play(stage):
    demonstrations(stage)
    seed = os.environ.get("DENWABAN_LAB_SEED", "denwaban")
    plans = int(os.environ.get("DENWABAN_LAB_PLANS", PLANS))
    looked = [look(stage, seed, n) for n in range(plans)]
    assert sum(got for _, got in looked) > plans, "hardly a call got anywhere"
    stage.say(f"{plans} dialplans: {sum(count for count, _ in looked)} ways proved, {sum(got for _, got in looked)} calls reached the trunk")
