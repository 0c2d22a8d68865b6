# SPDX-License-Identifier: GPL-3.0-or-later
"""One file, one story: play(stage) tells it and asserts how it must end. LOGS says what Asterisk logs meanwhile, KINDS
against which exchanges the story can be told; without them all that are shipped, and all there are. prepare(stage) may
configure Asterisk and the guard before they start, SETTINGS is appended to the guard's."""
import importlib
import pkgutil


def names():
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def load(name):
    return importlib.import_module(f"lab.scenarios.{name}")
