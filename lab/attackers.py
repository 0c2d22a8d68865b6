# SPDX-License-Identifier: GPL-3.0-or-later
"""Those who do not: the tools of the trade (sipvicious, sipp, sipsak), and clients of our own where there is none."""
import base64
import contextlib
import functools
import itertools
import os
import pathlib
import socket
import subprocess
import threading
import time

from lab import ami, iax, sip
from lab.waiting import until

SIPP = pathlib.Path(__file__).parent / "sipp"


class Attacker:
    """A host with bad intentions. Tools run beside the scenario until they end or the stage is struck."""

    def __init__(self, host, pbx, pbx_port, folder):
        self.host, self.pbx, self.pbx_port, self.folder, self.tools = host, pbx, pbx_port, folder, []
        self.address = host.address
        folder.mkdir()

    def tool(self, *words):
        with (self.folder / f"{len(self.tools)}-{words[0]}").open("w") as said:
            self.tools.append(self.host.start(*words, stdout=said, stderr=subprocess.STDOUT, cwd=self.folder))

    def stop(self):
        for process in self.tools:
            if process.poll() is None:
                process.kill()
                process.wait()

    def speaker(self, **options):
        return sip.Speaker(self.host, self.pbx, options.pop("port_there", self.pbx_port), **options)

    @property
    def aim(self):
        return f"sip:{self.pbx}:{self.pbx_port}"

    # sipvicious
    def svcrack(self, account, words, pace="0.05"):
        dictionary = self.folder / "words"
        dictionary.write_text("".join(f"{word}\n" for word in words))
        self.tool("svcrack", "-b", self.address, "-x", self.address, "-p", self.pbx_port, "-u", account, "-d", dictionary,
                  "-t", pace, self.pbx)

    def svmap(self):
        self.tool("svmap", "-b", self.address, "-x", self.address, "-p", f"{self.pbx_port}-{self.pbx_port + 5}", "-m",
                  "OPTIONS", f"{self.pbx}/32")

    def svwar(self, method, names):
        self.tool("svwar", "-b", self.address, "-x", self.address, "-p", self.pbx_port, "-m", method, "-e", names, "--force",
                  self.pbx)

    # sipp
    def sipp(self, story, numbers, name, rate=10):
        """Calls the numbers under that name, one call each, as sipp/STORY.xml tells."""
        (self.folder / "numbers.csv").write_text("SEQUENTIAL\n" + "".join(f"{number};{name};\n" for number in numbers))
        self.tool("sipp", f"{self.pbx}:{self.pbx_port}", "-sf", SIPP / f"{story}.xml", "-inf", "numbers.csv", "-m",
                  len(numbers), "-r", rate,
                  "-i", self.address, "-nostdin")

    # Clients of our own
    def options(self, names):
        """Asks for each of the names, over one socket, and waits for the answers as a scanner does: briefly."""
        line = self.speaker()
        for name in names:
            with contextlib.suppress(ConnectionRefusedError):
                line.send(line.message("OPTIONS", f"sip:{name}@{self.pbx}:{self.pbx_port}", who="nm"))
            line.receive(timeout=0.1)
        line.close()

    def guess(self, account, words, pause=0.0, patience=1.0, **options):
        """REGISTERs with those passwords until nothing is answered any more; says how many were."""
        line, answered = self.speaker(**options), 0
        try:
            for word in words:
                if not line.ask("REGISTER", f"sip:{line.there}:{self.pbx_port}", to=f"sip:{account}@{line.there}",
                                user=account, password=word, timeout=patience):
                    break
                answered += 1
                time.sleep(pause)
        except OSError:  # a dead connection: what a ban looks like over TCP
            pass
        line.close()
        return answered

    @contextlib.contextmanager
    def keeps_guessing(self, account, pause=0.1):
        """Guesses at that account beside the scenario, whether anybody answers or not, inside a `with`."""
        over = threading.Event()

        def act():
            for n in itertools.count():
                if over.wait(pause):
                    return
                self.guess(account, [f"word{n}"], patience=5)

        thread = threading.Thread(target=act)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def stream(self, port, timeout=2.0):
        sock = self.host.socket(socket.SOCK_STREAM)
        sock.settimeout(timeout)
        sock.connect((self.pbx, port))
        return sock

    def ami_login(self, name, secret, more="", port=5038):
        """One login at the manager interface; says whether it was answered at all."""
        try:
            with self.stream(port) as sock:
                sock.recv(200)
                sock.sendall(f"Action: Login\r\nUsername: {name}\r\nSecret: {secret}\r\n{more}\r\n".encode())
                return bool(sock.recv(2000))
        except OSError:
            return False

    def ami(self, name, secret, orders, port=5038):
        """Logs in at the manager interface and gives those orders; says what was answered to each."""
        return ami.session(self.host, self.pbx, name, secret, orders, port)

    def http(self, path, user=None, password=None, port=8088):
        """The status of a GET, None where there is no answer."""
        proof = f"Authorization: Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}\r\n" if user else ""
        try:
            with self.stream(port) as sock:
                sock.sendall(f"GET {path} HTTP/1.1\r\nHost: {self.pbx}\r\n{proof}Connection: close\r\n\r\n".encode())
                return int((sock.recv(2000).split() + [b"0", b"0"])[1])
        except OSError:
            return None

    def iax_register(self, name, secret):
        return iax.register(self.host.socket(), (self.pbx, 4569), name, secret)

    def iax_poke(self):
        return iax.poke(self.host.socket(), (self.pbx, 4569))

    # Forgers
    def forge(self, source, raw, source_port=5060):
        """One datagram that says it comes from there."""
        self.host.forge(source, self.pbx, raw, source_port, self.pbx_port)

    def forged_call(self, victim, number, who="100", victim_port=5060):
        """An INVITE that seems to come from the victim."""
        self.forge(victim, self.voice.message("INVITE", f"sip:{number}@{self.pbx}:{self.pbx_port}", who=who,
                                              here=f"{victim}:{victim_port}", headers=["Content-Type: application/sdp"],
                                              body=sip.session(victim)), victim_port)

    def forged_guess(self, victim, account, victim_port=5060, challenge=None, call=None):
        """A REGISTER that seems to come from the victim, with a made-up nonce or with one that was learnt elsewhere."""
        challenge = challenge or {"realm": "asterisk", "nonce": "junk", "qop": "auth"}
        uri = f"sip:{self.pbx}:{self.pbx_port}"
        proof = sip.credentials("REGISTER", uri, account, "guess", challenge)
        self.forge(victim, self.voice.message("REGISTER", uri, to=f"sip:{account}@{self.pbx}", who=account, call=call,
                                              number=2, here=f"{victim}:{victim_port}",
                                              headers=["Expires: 60", f"Authorization: {proof}"]), victim_port)

    def challenge(self, account, call, **parts):
        """Asks as itself, and keeps the challenge that comes."""
        self.voice.send(self.voice.message("REGISTER", f"sip:{self.pbx}:{self.pbx_port}", to=f"sip:{account}@{self.pbx}",
                                           who=account, call=call, **parts))
        answer = self.voice.receive(call, 2)
        return answer.challenge() if answer else None

    def challenge_at(self, port, account):
        line = self.speaker(port_there=port)
        answer = line.ask("REGISTER", f"sip:{line.there}:{port}", to=f"sip:{account}@{line.there}", who=account, timeout=1)
        line.close()
        return answer and answer.challenge()

    def answer(self, account, password, challenge, call):
        """Answers a challenge that it was given before."""
        proof = sip.credentials("REGISTER", self.aim, account, password, challenge)
        self.voice.send(self.voice.message("REGISTER", self.aim, to=f"sip:{account}@{self.pbx}", who=account, call=call, number=2,
                                           headers=["Expires: 60", f"Authorization: {proof}"]))
        return self.voice.receive(call, 2, number=2)

    def pause(self, seconds=0.01):
        time.sleep(seconds)

    @functools.cached_property
    def voice(self):
        return self.speaker()

    def flood(self, act):
        return Flood(act)


class Flood(threading.Thread):
    """Calls act(n) a hundred times a second beside the scenario, inside a `with`."""

    def __init__(self, act):
        super().__init__()
        self.act, self.over, self.sent, self.wrong = act, False, 0, None

    def run(self):
        began = time.monotonic()
        try:
            while not self.over:
                self.act(self.sent)
                self.sent += 1
                time.sleep(max(0.0, began + self.sent / 100 - time.monotonic()))
        except Exception as wrong:  # told by the scenario's own thread
            self.wrong = wrong

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over = True
        self.join()
        if self.wrong:
            raise self.wrong

    def seconds(self, count):
        """Passes once a second, so many times; DENWABAN_LAB_SECONDS makes it last longer."""
        for n in range(int(os.environ.get("DENWABAN_LAB_SECONDS", count))):
            until("the flood goes on", lambda: self.wrong or self.sent >= 100 * (n + 1), patience=60)
            yield n
