# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialplans that nobody would write, made from a seed: every oddity of extensions.conf that a reader must get right."""
import random

CHARACTERS = "0123456789*#XxZzNn.!-abcs"
SETS = ("[1-5]", "[2468]", "[0-9]", "[12-]", "[-3]", "[a-c]", "[]", "[9-0]", "[1-3-5]", "[2-9]", "[15-79]", "[5]", "[x]", "[3")
WEIRD_PRIORITIES = ("", "0", "-1", "-3", "+2", "12abc", " 3 ", "nn", "next", "same", "n+", "1+1", "2+101", "n+-1", "99999999999",
                    "1(", "n(open", "hint+1", "one", "two+1", "n (gap)", "1()", "N", "s+1")
APPS = ("NoOp(x)", "NoOp", "NoOp()", "Dial(SIP/1,30)", "Dial(SIP/1,30", "Dial(SIP/1)tail", "Foo(a)(b)", " Bar (a , b )", "", "(x)",
        "${APP}(y)", "Set(A=${EXTEN:1})", "Set(B=$(1 + 2))", "NoOp(\\;x)", "NoOp(a;b)", "Goto(s,1)", "NoOp(${G1},${G2})")
HINTS = ("SIP/1", "SIP/${EXTEN}", "SIP/${G1}&SIP/2", "${G2}", "SIP/${CONTEXT}-${EXTEN:1}", "SIP/${G1", "DAHDI/1(x)", "")
TIMES = ("", ",9:00-17:00,mon-fri,*,*", "|*|sat|*|*", ",22:00-6:00,*,1-5&9,jan", ",nonsense", ",", ",9:00,xyz,*,*", ",*,*,*,*,UTC")
GLOBALS = ("1", "${G1}", "a${G2}b", "${G1:1}", "${G2:-2}", "${G3:0:2}", "${${N}}", "${UNSET}", "$x", "$", "${G1", "long value, with (text)",
           "${G3:1:-1}", "x${G1:2:1}y${G2}", "1${ASTETCDIR}")


class Maker:
    def __init__(self, seed, prefix):
        self.random, self.prefix = random.Random(seed), prefix
        self.contexts = [f"{prefix}{name}" for name in ("in", "out", "Mid", "deep", "loop", "more")][:self.random.randint(2, 6)]

    def pick(self, things):
        return self.random.choice(things)

    def literal(self):
        return "".join(self.pick("0123456789*#-abs") for _ in range(self.random.randint(1, 5)))

    def pattern(self):
        parts = [self.pick(SETS) if self.random.random() < 0.25 else self.pick(CHARACTERS)
                 for _ in range(self.random.randint(1, 5))]
        return "_" + "".join(parts) + self.pick(("", "", ".", "!"))

    def extension(self):
        chance = self.random.random()
        if chance < 0.04:
            return self.pick(("${G1}", "x${G2}", "_${G1}X", " 1 2 ", "s", "i", "t", "_.", "_!", "_X,", "", "1\\,2", "[1,2]", "_[1,2]X"))
        name = self.literal() if chance < 0.5 else self.pattern()
        if self.random.random() < 0.12:
            name += "/" + self.pick(("", "123", "_1X", "1-2 3", "(12)", "_[1-3]X", "_X.", "4.5"))
        return name

    def priority(self):
        chance = self.random.random()
        if chance < 0.12:
            return self.pick(WEIRD_PRIORITIES)
        if chance < 0.35:
            return str(self.random.randint(1, 6))
        base = self.pick(("1", "n", "n", "n", "n", "s", "hint"))
        return base + self.pick(("", "", "", "(one)", "(two)", "(three)", "+2", "+101(far)"))

    def line(self, names):
        chance = self.random.random()
        if chance < 0.25:
            return f"{self.pick(('same', 'same ', 'samething', 'SAME'))}{self.pick(('=>', '='))} {self.priority()},{self.pick(APPS)}"
        if chance < 0.87:
            name = self.pick(names) if self.random.random() < 0.6 else self.extension()
            names.append(name)
            priority = self.priority()
            app = self.pick(HINTS) if priority.startswith("hint") else self.pick(APPS)
            return f"{self.pick(('exten', 'exten', 'EXTEN'))} {self.pick(('=>', '='))} {name},{priority}{self.pick((',', ',', ', ', ' ,'))}{app}"
        kind = self.pick(("include", "include", "include", "ignorepat", "switch", "eswitch", "lswitch", "odd", "autohints"))
        value = {"include": self.pick([*self.contexts, "nowhere", f"{self.prefix}IN"]) + self.pick(TIMES), "ignorepat": self.pick(("9", "_8X", "${G1}")),
                 "autohints": self.pick(("yes", "no", "maybe"))}.get(kind, self.pick(("Foo/bar", "Foo/${G1}", "Foo", "foo/BAR", "Foo/a/b")))
        return f"{kind} => {value}"

    def text(self):
        lines = ["[general]", "clearglobalvars = yes", "[globals]", "N=G1"]
        lines += [f"G{self.random.randint(1, 3)}={self.pick(GLOBALS)}" for _ in range(6)]
        for _ in range(self.random.randint(2, 9)):
            names = [self.extension() for _ in range(3)]
            lines.append(f"[{self.pick(self.contexts)}]")
            lines += [self.line(names) for _ in range(self.random.randint(0, 14))]
            if self.random.random() < 0.1:
                lines += [";-- all of", "exten => 77,1,NoOp(this)", "--;"]
        return "\n".join(lines) + "\n"

    def number(self):
        return "".join(self.pick("0123456789123*#-abx") for _ in range(self.random.randint(1, 6)))


class WalkMaker(Maker):
    """Only what can be walked: each application notes that it ran, in a global variable of the call."""
    steps = 0

    def extension(self):
        name = self.literal() if self.random.random() < 0.4 else self.pattern()
        return name + self.pick(("", "", "", "/123", "/_1X", "/"))

    def line(self, names):
        if self.random.random() < 0.12:
            return f"include => {self.pick(self.contexts)}"
        WalkMaker.steps += 1
        name = self.pick(names) if self.random.random() < 0.8 else self.extension()
        names.append(name)
        priority = self.pick((1, 1, 2, 2, 3, 4, 5))
        return f"exten => {name},{priority},Set(GLOBAL(W${{CALL}})=${{W${{CALL}}}}-{WalkMaker.steps})"

    def number(self):
        return "".join(self.pick("0123456789") for _ in range(self.random.randint(1, 5)))


class AelMaker(Maker):
    """AEL, nearly all of it right: what one of the two refuses the other must refuse, too."""
    labels = 0

    def word(self):
        return self.pick(("x", "${EXTEN}", "${EXTEN:1}", "SIP/${A},30", "a b", "f(1,2)", "[x,y]", "\\,", "\"q\"", ""))

    def condition(self):
        return self.pick(("${A}=1", " \"${EXTEN}\" = \"2\" ", "(a|b)", "${F(x,y)} > 1"))

    def block(self, depth, loop, case):
        inner = " ".join(self.statement(depth + 1, loop, case) for _ in range(self.random.randint(0, 4)))
        return f"{{ {inner} }}" if self.random.random() < 0.8 else self.statement(depth + 1, loop, case)

    def cases(self, depth, loop):
        made = []
        for kind in self.random.sample(("case 1", "case a", "case ab", "pattern 2X", "pattern [3-5]Z.", "default"), self.random.randint(1, 4)):
            inner = " ".join(self.statement(depth + 1, loop, True) for _ in range(self.random.randint(0, 3)))
            made.append(f"{kind}: {inner} {self.pick(('break;', '', 'return;'))}")
        return " ".join(made)

    def statement(self, depth=0, loop=False, case=False):
        kinds = ["call", "call", "call", "set", "local", "macro", "goto", "label", "return", "empty", "word", "jump"]
        kinds += ["break"] * (loop or case) + ["continue"] * (loop and not case)
        if depth < 4:
            kinds += ["if", "if", "else", "else", "for", "while", "switch", "switch", "random", "iftime", "iftimeelse", "block"]
        kind = self.pick(kinds)
        if kind == "label":
            AelMaker.labels += 1
            return f"l{AelMaker.labels}: {self.statement(5, loop, case)} {'' if self.random.random() < .5 else f'goto l{AelMaker.labels};'}"
        body = self.block(depth, loop or kind in ("for", "while"), case and kind not in ("for", "while")) if depth < 4 else ""
        other = self.block(depth, loop, case) if "else" in kind else ""
        return {
            "call": f"{self.pick(('Dial', 'NoOp', 'Set'))}({self.word()},{self.word()});", "word": "Answer;", "empty": ";",
            "set": f"{self.pick(('a', 'b ', 'CDR(x)'))}={self.pick(('1', ' ${a} + 1', '${F(1,2)}', ''))};", "local": "local v=2;",
            "macro": f"&{self.prefix}{self.pick(('none', 'two'))}({self.pick(('1,2', ' ${EXTEN}, b', 'x,'))});",
            "goto": self.pick(("goto ${A};", f"goto {self.prefix}in,s,1;", "goto elsewhere|s|1;")), "return": "return;",
            "jump": self.pick(("jump 5@elsewhere;", "jump ${A},2@default;")), "break": "break;", "continue": "continue;",
            "if": f"if ({self.condition()}) {body}", "else": f"if ({self.condition()}) {body} else {other}",
            "random": f"random ({self.pick(('50', '${R}'))}) {body}", "iftime": f"ifTime (9:00-17:00|mon-fri|*|*) {body}",
            "iftimeelse": f"ifTime (*|sat-sun|1-5|jan) {body} else {other}", "block": body,
            "for": f"for ({self.pick(('i=0', ' i = 1', 'Set(q)', '&m(1)'))}; ${{i}} < 3; {self.pick(('i=${i}+1', ' NoOp(x)'))}) {body}",
            "while": f"while ({self.condition()}) {body}",
            "switch": f"switch ({self.pick(('${EXTEN}', '${A}'))}) {{ {self.cases(depth, loop)} }}" if depth < 4 else "",
        }[kind]

    def element(self):
        name = self.pick(("s", "12", "_X.", "_9[1-3]X", "_NXX/_12X", "1-2", "i", "h"))
        hint = self.pick(("", "", "", "hint(SIP/1) ", "hint(SIP/1&SIP/2) ", "regexten "))
        return self.pick((f"{hint}{name} => {self.statement()}", f"{hint}{name} => {{ {' '.join(self.statement() for _ in range(4))} }}",
                          f"includes {{ {self.pick(self.contexts)}; elsewhere|9:00-17:00|mon-fri|*|*; }}", "ignorepat => 9;",
                          "switches { Foo/bar; }", "eswitches { Foo/${A}; }", ";"))

    def text(self):
        parts = [f"context {self.pick(self.contexts)} {{ {' '.join(self.element() for _ in range(self.random.randint(0, 6)))} }}"
                 for _ in range(3)]
        parts.append(f"macro {self.prefix}two(a, b) {{ {' '.join(self.statement() for _ in range(3))} catch i {{ {self.statement()} }} }}")
        parts.append(f"context {self.prefix}in {{ s => NoOp; }}")
        return "\n".join(parts) + "\n"
