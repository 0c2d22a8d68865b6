# SPDX-License-Identifier: GPL-3.0-or-later
"""Packets that pjproject prints into the log make what stands around them doubtful: it could be a part of the packet.
One machine sends such packets all the time, under many addresses, so that another can guess passwords in their
shadow. Security events in a file of their own cannot be hidden like that, nor can packets that the guard sees itself, so the
guesser is banned. (With --logs shipped --no-capture he is not: nothing there tells his lines from printed ones.)"""
import threading

KINDS = ["16-pjsip", "22"]
LOGS = "with security"


def play(stage):
    screen, guesser = stage.attacker("screen", "203.0.113.71"), stage.attacker("guesser", "198.51.100.72")
    over = threading.Event()

    def smoke():
        line = screen.voice
        while not over.is_set():
            broken = line.message("OPTIONS", screen.aim, body="smoke\r\n").replace(b"CSeq: 1 OPTIONS\r\n", b"")
            line.send(broken)
            # Also in other names: whoever sends them is banned soon, if he sends them all himself.
            screen.forge(f"198.18.7.{next(count) % 250 + 1}", broken)
            screen.pause()

    count = iter(range(10**9))
    screen.voice.send(b"")  # opened before the thread needs it
    thread = threading.Thread(target=smoke)
    thread.start()
    try:
        answered = guesser.guess(stage.account(1), [f"word{n}" for n in range(60)], pause=0.05)
        stage.say(f"{answered} of 60 guesses were answered in the smoke")
        stage.banned(guesser.address)
    finally:
        over.set()
        thread.join()
    stage.unheard(guesser.host)
