# SPDX-License-Identifier: GPL-3.0-or-later
"""Real servers of PostgreSQL and MariaDB, each in a folder of its own and on a socket there; nothing listens beyond."""
import glob
import os
import pathlib
import pwd
import shutil
import subprocess
import sys

SECONDS_MAX = 120  # to start or stop, on a machine that has much to do


def owner(name):
    """Whom a server runs as: root may not; others cannot become anybody else."""
    if os.getuid() != 0:
        return {}
    for candidate in (name, "nobody"):
        try:
            found = pwd.getpwnam(candidate)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
        except KeyError:
            continue
    return {}


def run(*command, text=None, **more):
    done = subprocess.run(list(map(str, command)), input=text, capture_output=True, text=True, timeout=SECONDS_MAX, **more)
    assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


class Server:
    """Ends with its block, by its own process."""
    def __init__(self, folder, user):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.owner = owner(user)
        if self.owner:
            os.chown(self.folder, self.owner["user"], self.owner["group"])
        self.process = None

    def __enter__(self):
        self.make()
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(list(map(str, self.command())), stdout=log, stderr=log, cwd=self.folder, **self.owner)
        self.await_answer()

    def await_answer(self):
        """Asked again until it answers; each question takes a moment itself."""
        for _ in range(SECONDS_MAX * 5):
            if self.process.poll() is not None:
                break
            if subprocess.run(list(map(str, self.ping())), capture_output=True, timeout=SECONDS_MAX).returncode == 0:
                return
            try:
                self.process.wait(0.2)
            except subprocess.TimeoutExpired:
                pass
        raise AssertionError("the server does not start: " + (self.folder / "server.log").read_text()[-2000:])

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            self.process.wait(SECONDS_MAX)


class PostgreSql(Server):
    stop_signal = 2  # SIGINT: sessions are ended, not waited for
    user = "asterisk"

    def __init__(self, folder, password):
        super().__init__(folder, "postgres")
        self.password = password
        self.programs = pathlib.Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])

    def make(self):
        (self.folder / "password").write_text(self.password + "\n")
        (self.folder / "password").chmod(0o644)
        run(self.programs / "initdb", "-D", self.folder / "data", "-U", self.user, "--auth=scram-sha-256", "--no-sync", "--locale=C",
            "--encoding=UTF8", f"--pwfile={self.folder}/password", cwd=self.folder, **self.owner)

    def command(self):
        return (self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, "-c", "listen_addresses=", "-c", "fsync=off")

    def ping(self):
        return (self.programs / "pg_isready", "-q", "-h", self.folder)

    def sql(self, text, database="postgres"):
        return run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", self.user, "-d", database, text=text,
                   env={**os.environ, "PGPASSWORD": self.password})

    def address(self, secret_file, table="cdr"):
        return f"postgresql://{self.user}@/asterisk/{table}?socket={self.folder}&secret_file={secret_file}"


class MariaDb(Server):
    stop_signal = 15
    user = "freepbxuser"

    def __init__(self, folder, password):
        super().__init__(folder, "mysql")
        self.password = password
        self.socket = self.folder / "mysqld.sock"
        self.daemon = shutil.which("mariadbd") or "/usr/sbin/mariadbd"

    def make(self):
        run("mariadb-install-db", "--no-defaults", f"--datadir={self.folder}/data", "--auth-root-authentication-method=normal",
            "--skip-test-db", cwd=self.folder, **self.owner)

    def command(self):
        return (self.daemon, "--no-defaults", f"--datadir={self.folder}/data", f"--socket={self.socket}", "--skip-networking",
                f"--pid-file={self.folder}/pid", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M")

    def ping(self):
        return ("mariadb-admin", "--no-defaults", f"--socket={self.socket}", "--user=root", "ping")

    def sql(self, text, database=""):
        return run("mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root", *([database] if database else []), text=text)

    def address(self, secret_file, table="cdr"):
        return f"mysql://{self.user}@localhost/asteriskcdrdb/{table}?socket={self.socket}&secret_file={secret_file}"


def missing():
    """What is not installed, if anything."""
    if not glob.glob("/usr/lib/postgresql/*/bin/initdb") or not shutil.which("psql"):
        return "postgresql"
    if not shutil.which("mariadb-install-db") or not (shutil.which("mariadbd") or os.path.exists("/usr/sbin/mariadbd")):
        return "mariadb-server"
    return None


if __name__ == "__main__":
    sys.exit(missing() or 0)
