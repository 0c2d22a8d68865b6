# SPDX-License-Identifier: GPL-3.0-or-later
"""A small SIP speaker (RFC 3261, RFC 2617) that says exactly what a scenario wants said, right or wrong."""
import hashlib
import itertools
import re
import socket
import ssl
import time

serial = itertools.count(int(time.time()))


class Answer:
    def __init__(self, raw):
        head, _, self.body = raw.decode(errors="replace").partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        self.first, self.status = first, int(first.split()[1]) if first.startswith("SIP/2.0 ") else 0
        self.headers = [(name.strip().lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]

    def all(self, name):
        return [value for n, value in self.headers if n == name]

    def get(self, name):
        return next(iter(self.all(name)), "")

    def challenge(self):
        for offered in self.all("www-authenticate") + self.all("proxy-authenticate"):
            fields = {k.lower(): a or b for k, a, b in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', offered)}
            if fields.get("algorithm", "MD5").upper() == "MD5":
                return fields
        return None


def md5(*parts):
    return hashlib.md5(":".join(parts).encode()).hexdigest()


def credentials(method, uri, user, password, challenge):
    ha1, ha2 = md5(user, challenge["realm"], password), md5(method, uri)
    fields = f'username="{user}", realm="{challenge["realm"]}", nonce="{challenge["nonce"]}", uri="{uri}", algorithm=MD5'
    if "qop" in challenge:
        response = md5(ha1, challenge["nonce"], "00000001", "c1c1c1c1", "auth", ha2)
        fields += ', qop=auth, nc=00000001, cnonce="c1c1c1c1"'
    else:
        response = md5(ha1, challenge["nonce"], ha2)
    if "opaque" in challenge:
        fields += f', opaque="{challenge["opaque"]}"'
    return f'Digest {fields}, response="{response}"'


def anybody():
    """TLS with whoever answers: a scanner looks at no certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Speaker:
    """One socket of one host, talking to the PBX."""

    def __init__(self, host, pbx, pbx_port, port=0, transport="udp", address=None):
        self.host, self.pbx, self.pbx_port, self.transport = host, pbx, pbx_port, transport
        family = socket.AF_INET6 if ":" in pbx else socket.AF_INET
        self.socket = host.socket(socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM, port, family, address)
        self.socket.connect((pbx, pbx_port))
        if transport == "tls":
            self.socket = anybody().wrap_socket(self.socket)
        self.port = self.socket.getsockname()[1]
        self.address = self.socket.getsockname()[0]
        self.pending, self.patient = b"", False

    @property
    def here(self):
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"

    @property
    def there(self):
        return f"[{self.pbx}]" if ":" in self.pbx else self.pbx

    def message(self, method, uri, to=None, who="100", call=None, number=1, headers=(), body="", via="", display="",
                to_display="", to_tag="", here=None):
        """The text of a request; `via` is appended to the Via's parameters, `here` is where it claims to come from."""
        here = here or self.here
        call = call or f"{next(serial)}@{self.address}"
        to = to or uri
        lines = [f"{method} {uri} SIP/2.0",
                 f"Via: SIP/2.0/{self.transport.upper()} {here};branch=z9hG4bK{next(serial)};rport{via}",
                 f"From: {display}<sip:{who}@{self.there}>;tag=t{hashlib.md5(call.encode()).hexdigest()[:8]}",
                 f"To: {to_display}<{to}>{';tag=' + to_tag if to_tag else ''}", f"Call-ID: {call}", f"CSeq: {number} {method}",
                 "Max-Forwards: 70",
                 f"Contact: <sip:{who}@{here}{'' if self.transport == 'udp' else ';transport=' + self.transport}>", *headers,
                 f"Content-Length: {len(body.encode())}"]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    def send(self, raw):
        self.socket.send(raw)

    def receive(self, call=None, timeout=5.0, final=True, number=None):
        """The next (final) response, of that call if one is named; None when nothing comes."""
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                raw = self.socket.recv(65536) if self.transport == "udp" else self.next_of_stream()
            except (socket.timeout, ConnectionRefusedError):
                return None
            answer = Answer(raw)
            if answer.status == 0 or (call and answer.get("call-id") != call) or (final and answer.status < 200):
                continue
            if number and not answer.get("cseq").startswith(f"{number} "):
                continue  # said again, to an earlier request
            return answer
        return None

    def next_of_stream(self):
        while b"\r\n\r\n" not in self.pending:
            self.pending += self.more()
        head, _, rest = self.pending.partition(b"\r\n\r\n")
        length = int((re.search(rb"(?i)\ncontent-length: *(\d+)", head) or [0, 0])[1])
        while len(rest) < length:
            rest += self.more()
        self.pending = rest[length:]
        return head + b"\r\n\r\n" + rest[:length]

    def more(self):
        got = self.socket.recv(65536)
        if not got:
            raise ConnectionRefusedError("the PBX hung up")
        return got

    def exchange(self, raw, call, timeout, number):
        """Sends and waits for the final response. Who is patient sends again over UDP, as RFC 3261 17.1 has it."""
        self.send(raw)
        wait, left = 0.5, timeout
        while self.patient and self.transport == "udp" and wait < left:
            answer = self.receive(call, wait, False, number)
            if answer:
                return answer if answer.status >= 200 else self.receive(call, left, True, number)
            self.send(raw)
            wait, left = min(2 * wait, 4), left - wait
        return self.receive(call, left, True, number)

    def ask(self, method, uri, user=None, password=None, timeout=5.0, **parts):
        """Sends, answers a challenge if credentials are given, and returns the last response."""
        call = parts.pop("call", None) or f"{next(serial)}@{self.address}"
        parts.setdefault("who", user or "100")
        headers = list(parts.pop("headers", ()))
        answer = self.exchange(self.message(method, uri, call=call, number=1, headers=headers, **parts), call, timeout, 1)
        if method == "INVITE" and answer:
            self.acknowledge(uri, call, 1, answer, parts["who"])
        if answer and answer.status in (401, 407) and password is not None:
            name = "Authorization" if answer.status == 401 else "Proxy-Authorization"
            proof = credentials(method, uri, user, password, answer.challenge())
            answer = self.exchange(self.message(method, uri, call=call, number=2, headers=[*headers, f"{name}: {proof}"],
                                                **parts), call, timeout, 2)
            if method == "INVITE" and answer:
                self.acknowledge(uri, call, 2, answer, parts["who"])
        return answer

    def acknowledge(self, uri, call, number, answer, who):
        tag = re.search(r";tag=([^;\s]+)", answer.get("to"))
        self.send(self.message("ACK", uri, call=call, number=number, who=who, to_tag=tag[1] if tag else ""))

    def close(self):
        self.socket.close()


def session(address):
    """An SDP body that offers G.711 on a port where nobody listens."""
    return (f"v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio 9000 RTP/AVP 0\r\n"
            "a=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n")
