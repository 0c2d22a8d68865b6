# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for what another process brings about."""
import time

PATIENCE = 90  # seconds; of a machine that builds something beside


def until(what, condition):
    """What the condition gives, as soon as it gives something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"never came true: {what}")
