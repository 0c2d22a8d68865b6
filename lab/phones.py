# SPDX-License-Identifier: GPL-3.0-or-later
"""Those who mean well: telephones, a trunk, a monitor."""
import pathlib
import re
import socket
import subprocess
import threading
import time

from lab import sip
from lab.waiting import until


class Phone:
    """A telephone with one account. Its port stays the same, as a real one's does."""

    def __init__(self, host, pbx, pbx_port, account, password, transport="udp", port=0):
        self.host, self.account, self.password, self.pbx = host, account, password, pbx
        self.line = sip.Speaker(host, pbx, pbx_port, port=port, transport=transport)
        self.line.patient = True

    @property
    def uri(self):
        return f"sip:{self.line.there}:{self.line.pbx_port}"

    def register(self, password=None, timeout=10.0):
        """Logs in and says what the PBX answered: 200 is good, None is silence."""
        answer = self.line.ask("REGISTER", self.uri, to=f"sip:{self.account}@{self.line.there}", user=self.account,
                               password=password or self.password, timeout=timeout, headers=["Expires: 120"])
        return answer.status if answer else None

    def call(self, number, timeout=10.0):
        """Calls, and hangs up as soon as it is answered; says what the PBX answered."""
        status, hang_up = self.talk(number, timeout)
        if status == 200:
            hang_up()
        return status

    def talk(self, number, timeout=10.0):
        """Calls: what the PBX answered, and how to hang up."""
        call = f"{next(sip.serial)}@{self.line.address}"
        uri = f"sip:{number}@{self.line.there}:{self.line.pbx_port}"
        answer = self.line.ask("INVITE", uri, user=self.account, password=self.password, timeout=timeout, call=call,
                               headers=["Content-Type: application/sdp"], body=sip.session(self.line.address))

        def hang_up():
            tag = re.search(r";tag=([^;\s]+)", answer.get("to"))[1]
            self.line.exchange(self.line.message("BYE", uri, who=self.account, call=call, number=3, to_tag=tag), call, timeout, 3)
        return answer.status if answer else None, hang_up


class RealPhone:
    """baresip: registers by itself, again and again, and answers every call."""

    def __init__(self, host, pbx, pbx_port, account, password, folder, transport="udp", authority=None):
        self.host, self.account, self.folder, self.process = host, account, folder, None
        folder.mkdir()
        trust = f"sip_cafile {authority}\nsip_trans_def tls\n" if authority else ""
        (folder / "config").write_text(
            f"sip_listen {host.address}:5060\nmodule_path /usr/lib/baresip/modules\nmodule g711.so\n"
            "module aubridge.so\nmodule_tmp uuid.so\nmodule_tmp account.so\nmodule_app menu.so\n"
            "audio_player aubridge,nil\naudio_source aubridge,nil\n"
            "audio_alert aubridge,nil\nring_aufile none\ncall_local_timeout 60\n" + trust)
        (folder / "accounts").write_text(f"<sip:{account}@{pbx}:{pbx_port};transport={transport}>;auth_user={account};auth_pass={password};"
                                         "answermode=auto;regint=20;audio_codecs=pcmu\n")
        (folder / "uuid").write_text("00000000-0000-4000-8000-000000000000")

    def start(self):
        self.out = (self.folder / "said").open("w")
        self.process = self.host.start("baresip", "-f", self.folder, stdout=self.out, stderr=subprocess.STDOUT)
        until(f"{self.account} is registered", lambda: re.search(r"200 OK|registered successfully", self.said()))
        return self

    def said(self):
        return (self.folder / "said").read_text(errors="replace")

    def calls_answered(self):
        return len(re.findall(r"Call established", self.said()))

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Trunk:
    """The provider: asks now and then whether the PBX is alive, says that it is alive itself, and takes every call."""

    def __init__(self, host, pbx, pbx_port):
        self.host, self.line = host, sip.Speaker(host, pbx, pbx_port, port=5060)
        self.calls, self.answered, self.over, self.finals = 0, 0, False, {}
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while not self.over:
            self.line.socket.settimeout(0.2)
            try:
                text = self.line.socket.recv(65536).decode(errors="replace")
            except (socket.timeout, ConnectionRefusedError):
                continue
            except OSError:
                return
            method = text.split(" ", 1)[0]
            if method == "SIP/2.0":
                self.answered += " 401 " not in text.split("\r\n")[0]
                answer = sip.Answer(text.encode())
                if answer.status >= 200 and self.finals.get(answer.get("call-id"), 0) is None:
                    self.finals[answer.get("call-id")] = answer
            elif method != "ACK":
                self.calls += method == "INVITE"
                self.line.send(self.reply(text, method))

    def reply(self, text, method):
        copied = [line for line in text.split("\r\n\r\n")[0].split("\r\n")[1:]
                  if re.match(r"(?i)(via|from|to|call-id|cseq):", line)]
        copied = [line + ";tag=trunk" if line.lower().startswith("to:") and "tag=" not in line else line for line in copied]
        body = sip.session(self.line.address) if method == "INVITE" else ""
        kind = ["Content-Type: application/sdp"] if body else []
        return "\r\n".join(["SIP/2.0 200 OK", *copied, f"Contact: <sip:trunk@{self.line.here}>", *kind,
                            f"Content-Length: {len(body)}", "", body]).encode()

    def asks_whether_alive(self):
        self.line.send(self.line.message("OPTIONS", f"sip:{self.line.there}:{self.line.pbx_port}", who="trunk"))

    def call(self, number, timeout=15.0):
        """A call from the world to that number; hangs up when it is answered, and says what the PBX answered."""
        call, uri = f"{next(sip.serial)}@{self.line.address}", f"sip:{number}@{self.line.there}:{self.line.pbx_port}"
        invite = self.line.message("INVITE", uri, who="0309876543", call=call, headers=["Content-Type: application/sdp"],
                                   body=sip.session(self.line.address))
        answer = self.final_of(call, invite, timeout)
        if not answer:
            return None
        self.line.acknowledge(uri, call, 1, answer, "0309876543")
        if answer.status == 200:
            tag = re.search(r";tag=([^;\s]+)", answer.get("to"))[1]
            self.final_of(call, self.line.message("BYE", uri, who="0309876543", call=call, number=2, to_tag=tag), timeout)
        return answer.status

    def final_of(self, call, raw, timeout):
        """The final answer to what is sent here, and sent again until it comes."""
        self.finals[call] = None
        deadline, again = time.monotonic() + timeout, 0
        while self.finals[call] is None and time.monotonic() < deadline:
            if time.monotonic() >= again:
                self.line.send(raw)
                again = time.monotonic() + 1
            time.sleep(0.01)
        return self.finals.pop(call)

    def stop(self):
        self.over = True
        self.thread.join()
        self.line.close()


class SippCallers:
    """sipp makes so many calls with an account; each is answered, held for a moment and ended."""

    def __init__(self, host, pbx, pbx_port, account, password, number, calls, folder):
        folder.mkdir()
        (folder / "who.csv").write_text(f"SEQUENTIAL\n{account};{number};[authentication username={account} password={password}]\n")
        story = pathlib.Path(__file__).parent / "sipp/call.xml"
        self.said = folder / "said"
        with self.said.open("w") as said:
            self.process = host.start("sipp", f"{pbx}:{pbx_port}", "-sf", story, "-inf", "who.csv", "-m", calls, "-r", 5, "-i",
                                      host.address, "-p", 5090,
                                      "-nostdin", stdout=said, stderr=subprocess.STDOUT, cwd=folder)

    def all_went_well(self):
        """sipp ends with 0 when every call went as the story tells."""
        return self.process.wait(60) == 0

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
