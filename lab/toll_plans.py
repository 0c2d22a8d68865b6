# SPDX-License-Identifier: GPL-3.0-or-later
"""Small dialplans, made by a seed, in which some numbers reach a trunk and others do not. TRUNK(number) stands where the trunk is
called: what Asterisk loads only notes the number there."""
import random

PATTERNS = ("_0X.", "_00X.", "_[1-3]XXX", "_9NXXXXX", "_ZXX", "_X.", "_9.", "_0[2-9]XXXX", "_*8X.", "100", "112", "_X!")
CUTS = ("${EXTEN}", "${EXTEN:1}", "${EXTEN:2}", "0${EXTEN}", "49${EXTEN:1}")
# Where the call comes in: of a number that was put together already its end is told only as far as all are of one length.
ENDS = (*CUTS, "${EXTEN:-4}", "${EXTEN:1:-1}", "7${EXTEN:-5:3}")


class Maker:
    def __init__(self, seed, prefix):
        self.random, self.prefix = random.Random(seed), prefix
        self.names = [f"{prefix}{name}" for name in ("in", "a", "b", "c")]

    def pick(self, things):
        return self.random.choice(things)

    def number(self):
        return self.pick(("", "0", "00", "9", "9", "1", "*8")) + "".join(self.pick("0123456789") for _ in range(self.random.randint(2, 8)))

    def text(self):
        """Contexts lead to later ones only, so every call ends."""
        lines = [f"[{self.prefix}sub]", "exten => s,1,Set(WAY=${ARG1})", " same => n,Return()",
                 f"[{self.prefix}tail]", "exten => s,1,Return(${ARG1:1})",
                 f"[{self.prefix}out]", "exten => _X.,1,TRUNK(${EXTEN})", " same => n,Hangup()"]
        for at, name in enumerate(self.names):
            lines.append(f"[{name}]")
            later = [*self.names[at + 1:], f"{self.prefix}out"]
            for pattern in self.random.sample(PATTERNS, self.random.randint(1, 3)):
                lines += self.extension(pattern, later, CUTS if at else ENDS)
            if self.random.random() < 0.6:
                lines.append(f"include => {self.pick(later)}")
        return "\n".join(lines) + "\n"

    def extension(self, pattern, later, cuts):
        steps = [self.step(later, cuts) for _ in range(self.random.randint(0, 2))]
        steps.append(self.end(later, cuts))
        texts = [line for step in steps for line in step]
        return [f"exten => {pattern},1,{texts[0]}", *(f" same => n,{text}" for text in texts[1:])]

    def step(self, later, cuts):
        return self.pick((
            ["NoOp()"],
            ["Set(WAY=7)"],
            [f"Gosub({self.prefix}sub,s,1({self.pick('789')}))"],
            [f'GotoIf($["${{EXTEN:0:{self.random.randint(1, 2)}}}" = "{self.pick(("0", "00", "9", "11"))}"]?{self.pick(later)},${{EXTEN}},1)'],
            [f"GotoIf($[${{LEN(${{EXTEN:{self.random.randint(0, 1)}}})}} {self.pick(('<', '>', '=', '>='))} "
             f"{self.random.randint(3, 7)}]?{self.pick(later)},{self.pick(cuts)},1)"],
            [f"Gosub({self.prefix}tail,s,1({self.pick(cuts)}))", f'ExecIf($["${{GOSUB_RETVAL:0:1}}" = "{self.pick("0179")}"]?Goto({self.pick(later)},${{GOSUB_RETVAL}},1))'],
            [f'ExecIf($["${{WAY}}" = "{self.pick("78")}"]?Goto({self.pick(later)},{self.pick(cuts)},1))'],
        ))

    def end(self, later, cuts):
        return self.pick((
            [f"TRUNK({self.pick(cuts)})", "Hangup()"],
            [f"Goto({self.pick(later)},{self.pick(cuts)},1)"],
            [f"Goto({self.pick(later)},{self.pick(cuts)},1)"],
            ["Hangup()"],
            ["NoOp()"],
        ))
