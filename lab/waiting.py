# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for what must come true. How long it takes is never a result."""
import time

PATIENCE = 30  # seconds


def until(what, condition, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"never came true: {what}")
        time.sleep(0.05)
