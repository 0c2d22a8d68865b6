# SPDX-License-Identifier: GPL-3.0-or-later
"""Those who mean well: telephones, a trunk, a monitor."""
import re
import subprocess

from lab import sip
from lab.waiting import until


class Phone:
    """A telephone with one account. Its port stays the same, as a real one's does."""

    def __init__(self, host, pbx, pbx_port, account, password, transport="udp", port=0):
        self.host, self.account, self.password, self.pbx = host, account, password, pbx
        self.line = sip.Speaker(host, pbx, pbx_port, port=port, transport=transport)

    @property
    def uri(self):
        return f"sip:{self.line.there}:{self.line.pbx_port}"

    def register(self, password=None, timeout=5.0):
        """Logs in and says what the PBX answered: 200 is good, None is silence."""
        answer = self.line.ask("REGISTER", self.uri, to=f"sip:{self.account}@{self.line.there}", user=self.account,
                               password=password or self.password, timeout=timeout, headers=["Expires: 120"])
        return answer.status if answer else None

    def call(self, number, timeout=10.0):
        """Calls, and hangs up as soon as it is answered; says what the PBX answered."""
        call = f"{next(sip.serial)}@{self.line.address}"
        uri = f"sip:{number}@{self.line.there}:{self.line.pbx_port}"
        answer = self.line.ask("INVITE", uri, user=self.account, password=self.password, timeout=timeout, call=call,
                               headers=["Content-Type: application/sdp"], body=sip.session(self.line.address))
        if answer and answer.status == 200:
            tag = re.search(r";tag=([^;\s]+)", answer.get("to"))[1]
            self.line.send(self.line.message("BYE", uri, who=self.account, call=call, number=3, to_tag=tag))
            self.line.receive(call, timeout)
        return answer.status if answer else None


class RealPhone:
    """baresip: registers by itself, again and again, and answers every call."""

    def __init__(self, host, pbx, pbx_port, account, password, folder):
        self.host, self.account, self.folder, self.process = host, account, folder, None
        folder.mkdir()
        (folder / "config").write_text(
            f"sip_listen {host.address}:5060\nmodule_path /usr/lib/baresip/modules\nmodule stdio.so\nmodule g711.so\nmodule ausine.so\n"
            "module aubridge.so\nmodule_tmp uuid.so\nmodule_tmp account.so\nmodule_app menu.so\naudio_player aubridge,nil\naudio_source ausine,440\n"
            "audio_alert aubridge,nil\nring_aufile none\ncall_local_timeout 60\n")
        (folder / "accounts").write_text(f"<sip:{account}@{pbx}:{pbx_port}>;auth_user={account};auth_pass={password};answermode=auto;regint=20;audio_codecs=pcmu\n")
        (folder / "uuid").write_text("00000000-0000-4000-8000-000000000000")

    def start(self):
        self.out = (self.folder / "said").open("w")
        # It reads commands from its terminal; this one stays silent.
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
