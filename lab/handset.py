# SPDX-License-Identifier: GPL-3.0-or-later
"""A telephone that does with a call what people do: answers, sends it on (302), transfers it at once (REFER) or after a word
with the third (REFER with Replaces, RFC 3891), hangs up. RFC 3261 in its usual ways, over UDP, for as long as a story lasts."""
import queue
import re
import socket
import threading
import time
import urllib.parse

from lab import sip
from lab.waiting import until


class Dialogue:
    """One of a telephone's calls: who is who in it, by the tags; what is sent in it is challenged and answered."""

    def __init__(self, phone, call, mine, theirs, target, number):
        self.phone, self.call, self.mine, self.theirs, self.target, self.number = phone, call, mine, theirs, target, number
        self.over, self.transferred, self.came_in = threading.Event(), False, number == 0

    def request(self, method, headers=(), body=""):
        """The final answer."""
        def say(more):
            self.number += 1
            return self.phone.transact(method, self.target, self.mine, self.theirs, self.call, self.number, [*headers, *more], body)
        answer = say([])
        if answer.status in (401, 407) and method == "INVITE":
            self.phone.send("ACK", self.target, self.mine, self.theirs, self.call, self.number)
        if answer.status in (401, 407):
            answer = say([self.phone.login(method, self.target, answer)])
        return answer

    def hang_up(self):
        if not self.over.is_set():
            self.over.set()
            self.request("BYE")

    def hold(self):
        body = sip.session(self.phone.line.address).replace("sendrecv", "sendonly")
        answer = self.request("INVITE", ["Content-Type: application/sdp"], body)
        assert answer.status == 200, answer.first
        self.phone.send("ACK", self.target, self.mine, self.theirs, self.call, self.number)

    def refer(self, to):
        answer = self.request("REFER", [f"Refer-To: <{to}>", f"Referred-By: <{self.phone.name}>"])
        assert answer.status == 202, answer.first

    def transfer(self, number):
        """Blindly: the other one is to call that number; we hear from the PBX when we may go."""
        self.refer(self.phone.uri_of(number))

    def transfer_to(self, other):
        """Attended: the other one is to take our place in that dialogue of ours."""
        replaces = f"{other.call};to-tag={sip_tag(other.theirs)};from-tag={sip_tag(other.mine)}"
        place = re.sub(r"[;?].*", "", other.target)
        self.refer(f"{place}?Replaces={urllib.parse.quote(replaces, safe='')}")

    def leave(self):
        """Hangs up when the PBX says that the transfer went well; some hang up themselves then."""
        until(f"{self.phone.account} has transferred", lambda: self.transferred or self.over.is_set())
        self.hang_up()


def sip_tag(party):
    return re.search(r";tag=([^;\s]+)", party)[1]


class Handset:
    """`sends_to`: nobody here answers, calls are sent on to that number."""

    def __init__(self, host, pbx, pbx_port, account, password, sends_to=None):
        self.account, self.password, self.sends_to = account, password, sends_to
        self.line = sip.Speaker(host, pbx, pbx_port)
        self.name = f"sip:{account}@{self.line.there}"
        self.calls, self.answers, self.going = {}, {}, True
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    # What it does
    def register(self):
        answer = self.challenged("REGISTER", f"sip:{self.line.there}:{self.line.pbx_port}", f"<{self.name}>", ["Expires: 120"])[0]
        assert answer.status == 200, answer.first
        return self

    def call(self, number):
        """The dialogue, answered."""
        answer, call, mine, sent = self.challenged("INVITE", self.uri_of(number), f"<{self.uri_of(number)}>",
                                                   ["Content-Type: application/sdp"], sip.session(self.line.address))
        assert answer.status == 200, answer.first
        dialogue = Dialogue(self, call, mine, answer.get("to"), uri_in(answer.get("contact")), sent)
        self.calls[call] = dialogue
        self.send("ACK", dialogue.target, mine, dialogue.theirs, call, sent)
        return dialogue

    def taken(self, besides=None):
        """The call that came in, was answered and goes on."""
        def found():
            return next((one for one in list(self.calls.values()) if one.came_in and one is not besides and not one.over.is_set()), None)
        return until(f"{self.account} is called", found)

    def stop(self):
        self.going = False
        self.thread.join()
        self.line.close()

    # How it speaks
    def uri_of(self, number):
        return f"sip:{number}@{self.line.there}:{self.line.pbx_port}"

    def login(self, method, uri, answer):
        name = "Authorization" if answer.status == 401 else "Proxy-Authorization"
        return f"{name}: {sip.credentials(method, uri, self.account, self.password, answer.challenge())}"

    def challenged(self, method, uri, to, headers, body=""):
        """A request that begins a dialogue, again with credentials if it is challenged."""
        call, mine = f"{next(sip.serial)}@{self.line.address}", f"<{self.name}>;tag=t{next(sip.serial)}"
        answer = self.transact(method, uri, mine, to, call, 1, headers, body)
        if answer.status not in (401, 407):
            return answer, call, mine, 1
        if method == "INVITE":
            self.send("ACK", uri, mine, answer.get("to"), call, 1)
        proof = self.login(method, uri, answer)
        return self.transact(method, uri, mine, to, call, 2, [*headers, proof], body), call, mine, 2

    def send(self, method, uri, mine, theirs, call, number, headers=(), body="", branch=None):
        lines = [f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/UDP {self.line.here};branch={branch or f'z9hG4bK{next(sip.serial)}'};rport",
                 f"From: {mine}", f"To: {theirs}", f"Call-ID: {call}", f"CSeq: {number} {method}", "Max-Forwards: 70",
                 f"Contact: <sip:{self.account}@{self.line.here}>", *headers, f"Content-Length: {len(body)}"]
        self.line.send(("\r\n".join(lines) + "\r\n\r\n" + body).encode())

    def transact(self, method, uri, mine, theirs, call, number, headers=(), body=""):
        """Sends, and again every second until the final answer comes."""
        finals = self.answers[(call, f"{number} {method}")] = queue.Queue()
        branch = f"z9hG4bK{next(sip.serial)}"
        for _ in range(30):
            self.send(method, uri, mine, theirs, call, number, headers, body, branch)
            try:
                return finals.get(timeout=1)
            except queue.Empty:
                pass
        raise AssertionError(f"{self.account}: {method} is not answered")

    # What it hears
    def listen(self):
        self.line.socket.settimeout(0.2)
        while self.going:
            try:
                message = sip.Answer(self.line.socket.recv(65536))
            except (socket.timeout, ConnectionRefusedError):
                continue
            except OSError:
                return
            if message.status >= 200:
                if finals := self.answers.get((message.get("call-id"), message.get("cseq"))):
                    finals.put(message)
            elif not message.status:
                self.asked(message.first.split(" ", 1)[0], message)

    def asked(self, method, request):
        call = request.get("call-id")
        known = self.calls.get(call)
        if method == "ACK":
            return
        if method == "INVITE" and known is None and self.sends_to:
            self.reply(request, "302 Moved Temporarily", [f"Contact: <{self.uri_of(self.sends_to)}>"])
            return
        if method == "INVITE" and known is None:
            mine = request.get("to") + f";tag=a{next(sip.serial)}"
            known = self.calls[call] = Dialogue(self, call, mine, request.get("from"), uri_in(request.get("contact")), 0)
        if method == "BYE" and known:
            known.over.set()
        if method == "NOTIFY" and known:  # a message/sipfrag (RFC 3515)
            known.transferred |= request.body.startswith("SIP/2.0 200")
        body = sip.session(self.line.address) if method == "INVITE" else ""
        contact = f"Contact: <sip:{self.account}@{self.line.here}>"
        self.reply(request, "200 OK", [contact, *(["Content-Type: application/sdp"] if body else [])], body)

    def reply(self, request, first, headers=(), body=""):
        known = self.calls.get(request.get("call-id"))
        to = request.get("to")
        if ";tag=" not in to:
            to = known.mine if known else f"{to};tag=b{next(sip.serial)}"
        lines = [f"SIP/2.0 {first}", *[f"Via: {via}" for via in request.all("via")], f"From: {request.get('from')}", f"To: {to}",
                 f"Call-ID: {request.get('call-id')}", f"CSeq: {request.get('cseq')}", *headers, f"Content-Length: {len(body)}"]
        self.line.send(("\r\n".join(lines) + "\r\n\r\n" + body).encode())


def uri_in(contact):
    return re.search(r"<([^>]+)>", contact)[1]
