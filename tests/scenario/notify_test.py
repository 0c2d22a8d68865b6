#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is told: a real mail server with STARTTLS and passwords, a real HTTPS server, a program. By `notify test`, and by a running
guard whose mail server is down when it finds something, and that is killed before the server comes back."""
import email
import email.policy
import http.server
import json
import logging
import os
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading

from replaying import RECORDINGS, logs_of, text_of
from waiting import PATIENCE, until

try:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult
except ImportError:
    print("missing: python3-aiosmtpd")
    sys.exit(77)

logging.disable(logging.CRITICAL)  # what servers say of handshakes that fail, as they must
PROGRAM = sys.argv[1]
PASSWORD, TOKEN = "c0rrect-horse", "t0ken-of-the-hook"


def certificate(folder, name="server"):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                    "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / f"{name}.key", "-out",
                    folder / f"{name}.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    return context


class MailServer:
    """Takes mails, by its own rules: `login` asks for a password over TLS."""

    def __init__(self, context=None, login=False, port=0):
        self.mails, self.logins = [], []
        options = {"tls_context": context, "require_starttls": True} if context else {}
        if login:
            options |= {"authenticator": self.authenticate, "auth_required": True}
        self.controller = Controller(self, hostname="127.0.0.1", port=port or self.free_port(), **options)
        self.controller.start()
        self.port = self.controller.port

    @staticmethod
    def free_port():
        import socket
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def authenticate(self, server, session, envelope, mechanism, data):
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == PASSWORD.encode())

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return "250 OK"


class Hook:
    def __init__(self, context, answer=204):
        hook = self
        self.posts = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.posts.append((self.headers["Authorization"], self.headers["Content-Type"], json.loads(body)))
                self.send_response(answer)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def secret(path, text):
    path.write_text(text + "\n")
    path.chmod(0o600)
    return path


def notify_test(folder, settings):
    (folder / "notify.toml").write_text("[notify]\n" + settings)
    done = subprocess.run([PROGRAM, "--config", folder / "notify.toml", "notify", "test"], capture_output=True, text=True)
    assert PASSWORD not in done.stdout + done.stderr and TOKEN not in done.stdout + done.stderr
    return done


def trials(folder):
    context = certificate(folder)
    mail, hook = MailServer(context, login=True), Hook(context)
    every = f"""mail_to = ["anna@example.net", "otto@example.net"]
smtp = "smtp://localhost:{mail.port}"
smtp_user = "pbx"
smtp_password_file = "{secret(folder / 'mail.secret', PASSWORD)}"
webhook = "https://localhost:{hook.port}/pbx"
webhook_secret_file = "{secret(folder / 'hook.secret', TOKEN)}"
command = ["/bin/sh", "-c", "cat > {folder}/told"]
"""
    nobody = notify_test(folder, "")
    assert nobody.returncode == 3 and "nobody is told" in nobody.stderr, nobody

    done = notify_test(folder, every + f'certificate = "{folder}/server.pem"\n')
    assert done.returncode == 0, done
    sender, to, letter = mail.mails.pop()
    assert to == ["anna@example.net", "otto@example.net"] and sender.startswith("denwaban@"), (sender, to)
    assert letter["Subject"].endswith("a trial") and "Nothing happened" in letter.get_content(), letter
    assert mail.logins == [(b"pbx", PASSWORD.encode())]
    authorization, kind, body = hook.posts.pop()
    assert authorization == f"Bearer {TOKEN}" and kind == "application/json" and body["type"] == "notification", body
    assert json.loads((folder / "told").read_text())["title"] == "a trial"

    # A certificate that nobody vouches for: neither the password nor the token leave this machine.
    done = notify_test(folder, every)
    assert done.returncode == 3 and done.stderr.count("certificate") >= 2, done
    assert "command: sent" in done.stdout and not mail.mails and not hook.posts and len(mail.logins) == 1, done

    # Nor does the token where nothing is encrypted.
    done = notify_test(folder, f'webhook = "http://localhost:{hook.port}/"\nwebhook_secret_file = "{folder}/hook.secret"\n')
    assert done.returncode == 3 and "unencrypted" in done.stderr, done

    # A server that offers no TLS gets no password; one that is not there is named.
    plain = MailServer()
    done = notify_test(folder, every.replace(f":{mail.port}", f":{plain.port}"))
    assert done.returncode == 3 and "mail: " in done.stderr and not plain.mails, done
    done = notify_test(folder, f'mail_to = ["anna@example.net"]\nsmtp = "smtp://127.0.0.1:{plain.port}"\n')
    assert done.returncode == 0 and len(plain.mails) == 1, done
    done = notify_test(folder, f'mail_to = ["anna@example.net"]\nsmtp = "smtp://127.0.0.1:{MailServer.free_port()}"\n')
    assert done.returncode == 3 and "connect" in done.stderr, done

    # A secret that others may read, a server that answers no, a program that is not there.
    (folder / "open.secret").write_text(TOKEN)
    (folder / "open.secret").chmod(0o644)
    done = notify_test(folder, f'webhook = "https://localhost:{hook.port}/pbx"\nwebhook_secret_file = "{folder}/open.secret"\n')
    assert done.returncode == 3 and not hook.posts, done
    refusing = Hook(context, 503)
    done = notify_test(folder, f'webhook = "https://localhost:{refusing.port}/"\ncertificate = "{folder}/server.pem"\ncommand = ["/nowhere/at-all"]\n')
    assert done.returncode == 3 and "the server answers 503" in done.stderr and "No such file" in done.stderr, done
    for wrong in ('mail_to = ["a@b\\r\\nRCPT TO:<c@d>"]', 'smtp = "http://x"', 'webhook = "file:///etc/passwd"', 'mail_to = ["nobody"]'):
        assert notify_test(folder, wrong + "\n").returncode == 2, wrong


class House:
    def __init__(self, folder, port):
        self.folder = folder
        (folder / "log").mkdir()
        names = ("messages", "security")
        for name in names:
            (path,) = logs_of("a16-default", name)
            (folder / "log" / name).write_text(text_of(path))
        logs = ", ".join(f'"{folder}/log/{name}"' for name in names)
        (folder / "denwaban.toml").write_text(
            f'[pbx]\nconfig_dir = "{RECORDINGS}/a16-default/etc-asterisk"\nlogs = [{logs}]\n[firewall]\nbackend = "none"\n'
            f'[wire]\ncapture = false\n[store]\npath = "{folder}/store"\n[control]\nsocket = "{folder}/control.sock"\n[ami]\nenabled = "off"\n'
            f'[notify]\nfrom = "medium"\nan_hour = 2\nmail_to = ["anna@example.net"]\nsmtp = "smtp://127.0.0.1:{port}"\n')
        self.guard = None

    def start(self):
        self.guard = subprocess.Popen([PROGRAM, "--config", self.folder / "denwaban.toml", "watch", "--from-start"],
                                      env={**os.environ, "TZ": "UTC"}, stderr=subprocess.DEVNULL)

    def told(self):
        done = subprocess.run([PROGRAM, "--config", self.folder / "denwaban.toml", "--json", "status"], capture_output=True, text=True)
        channels = json.loads(done.stdout.splitlines()[0]).get("notify") if done.returncode == 0 and done.stdout else None
        return channels[0] if channels else {}


def found_while_the_server_is_down(folder):
    port = MailServer.free_port()
    house = House(folder, port)
    try:
        house.start()
        notify = until("the mail server is seen to be down", lambda: house.told().get("problem") and house.told())
        assert notify["told"] == 0 and notify["waiting"] >= 1, notify
        house.guard.kill()
        house.guard.wait(PATIENCE)
        kept = list((folder / "store" / "notices" / "mail").iterdir())
        assert kept and all(path.stat().st_mode & 0o077 == 0 for path in kept), kept
        mail = MailServer(port=port)
        house.start()
        until("every notice that waited arrives", lambda: len(mail.mails) >= len(kept) and not list((folder / "store" / "notices" / "mail").iterdir()))
        subjects = [letter["Subject"] for _, _, letter in mail.mails]
        assert all(subject.startswith("[denwaban ") for subject in subjects), subjects
        content = mail.mails[0][2].get_content()
        assert "What was decided:" in content and "reported" in content, content
        print(f"{len(mail.mails)} mails after a kill, the first: {subjects[0]}")
    finally:
        if house.guard.poll() is None:
            house.guard.terminate()
            assert house.guard.wait(PATIENCE) == 0


def main():
    with tempfile.TemporaryDirectory() as name:
        trials(pathlib.Path(name))
    with tempfile.TemporaryDirectory() as name:
        found_while_the_server_is_down(pathlib.Path(name))


if __name__ == "__main__":
    main()
