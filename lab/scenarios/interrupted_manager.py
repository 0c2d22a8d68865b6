# SPDX-License-Identifier: GPL-3.0-or-later
"""The same while Asterisk is restarted in the middle of a guesser's work, and while the connection to its manager is cut in the
middle of another's: the guard comes back, both are banned, each attempt is counted once."""
from lab.scenarios import interrupted_attack
from lab.waiting import until

LOGS, SETTINGS, prepare = interrupted_attack.LOGS, interrupted_attack.SETTINGS, interrupted_attack.prepare


def restart(stage):
    stage.pbx.restart()
    stage.hears_the_manager(sessions=2)


def cut(stage):
    before = stage.manager()["lost"]
    stage.cut_off_the_manager("reject with tcp reset")
    until("the session breaks", lambda: stage.manager()["lost"] > before, patience=180)
    stage.mend()


def play(stage):
    interrupted_attack.play(stage, (restart, cut))
