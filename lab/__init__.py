# SPDX-License-Identifier: GPL-3.0-or-later
"""A telephone exchange in a box: real Asterisk, phones, attackers and the guard, in network namespaces of its own."""


class Missing(Exception):
    """This machine lacks something that the lab needs: one sentence that says what, and what to do."""
