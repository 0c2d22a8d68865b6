# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody without an account looks for the prefix that leads outside, with sipp."""

NUMBERS = [f"{prefix}0025219000{n:04}" for n, prefix in enumerate(["", "9", "0", "00", "011", "9011", "8", "7", "1", "2", "3",
                                                                   "4"])]


def play(stage):
    prober = stage.attacker("prober", "198.51.100.44")
    prober.sipp("dial_probe", NUMBERS, name="9001")
    stage.banned("198.51.100.44")
    stage.unheard(prober.host)
