#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Call records in databases: SQLite, and real servers of PostgreSQL and MariaDB with the tables that Asterisk's modules and
FreePBX make. The same records as Master.csv must be judged the same; what comes while somebody reads is read once."""
import csv
import datetime
import json
import os
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

import call_records_test as office
from database_servers import MariaDb, PostgreSql, missing

PROGRAM, FOLLOW = sys.argv[1], sys.argv[2]
PASSWORD = "c0rrect horse/battery'staple"
WRONG = "Tr0ub4dor-and-3"

FREEPBX = """CREATE DATABASE asteriskcdrdb; USE asteriskcdrdb;
CREATE TABLE cdr (calldate datetime NOT NULL DEFAULT '0000-00-00 00:00:00', clid varchar(80) NOT NULL DEFAULT '',
 src varchar(80) NOT NULL DEFAULT '', dst varchar(80) NOT NULL DEFAULT '', dcontext varchar(80) NOT NULL DEFAULT '',
 channel varchar(80) NOT NULL DEFAULT '', dstchannel varchar(80) NOT NULL DEFAULT '', lastapp varchar(80) NOT NULL DEFAULT '',
 lastdata varchar(80) NOT NULL DEFAULT '', duration int(11) NOT NULL DEFAULT 0, billsec int(11) NOT NULL DEFAULT 0,
 disposition varchar(45) NOT NULL DEFAULT '', amaflags int(11) NOT NULL DEFAULT 0, accountcode varchar(20) NOT NULL DEFAULT '',
 uniqueid varchar(32) NOT NULL DEFAULT '', userfield varchar(255) NOT NULL DEFAULT '', did varchar(50) NOT NULL DEFAULT '',
 recordingfile varchar(255) NOT NULL DEFAULT '', cnum varchar(80) NOT NULL DEFAULT '', cnam varchar(80) NOT NULL DEFAULT '',
 outbound_cnum varchar(80) NOT NULL DEFAULT '', outbound_cnam varchar(80) NOT NULL DEFAULT '', dst_cnam varchar(80) NOT NULL DEFAULT '',
 linkedid varchar(32) NOT NULL DEFAULT '', peeraccount varchar(80) NOT NULL DEFAULT '', sequence int(11) NOT NULL DEFAULT 0,
 KEY calldate (calldate), KEY dst (dst), KEY accountcode (accountcode), KEY uniqueid (uniqueid)) DEFAULT CHARSET=utf8mb4;
"""
POSTGRESQL = """CREATE TABLE cdr (calldate timestamp with time zone NOT NULL DEFAULT now(), clid varchar(80) NOT NULL DEFAULT '',
 src varchar(80) NOT NULL DEFAULT '', dst varchar(80) NOT NULL DEFAULT '', dcontext varchar(80) NOT NULL DEFAULT '',
 channel varchar(80) NOT NULL DEFAULT '', dstchannel varchar(80) NOT NULL DEFAULT '', lastapp varchar(80) NOT NULL DEFAULT '',
 lastdata varchar(80) NOT NULL DEFAULT '', duration bigint NOT NULL DEFAULT 0, billsec bigint NOT NULL DEFAULT 0,
 disposition varchar(45) NOT NULL DEFAULT '', amaflags bigint NOT NULL DEFAULT 0, accountcode varchar(20) NOT NULL DEFAULT '',
 uniqueid varchar(150) NOT NULL DEFAULT '', userfield varchar(255) NOT NULL DEFAULT '');
"""
# As cdr_sqlite3_custom makes it of its configuration: everything is text.
SQLITE = """CREATE TABLE cdr (AcctId INTEGER PRIMARY KEY, calldate VARCHAR(127), clid VARCHAR(127), src VARCHAR(127), dst VARCHAR(127),
 dcontext VARCHAR(127), channel VARCHAR(127), dstchannel VARCHAR(127), lastapp VARCHAR(127), lastdata VARCHAR(127), duration VARCHAR(127),
 billsec VARCHAR(127), disposition VARCHAR(127), amaflags VARCHAR(127), accountcode VARCHAR(127), uniqueid VARCHAR(127), userfield VARCHAR(127))"""
COLUMNS = ("calldate clid src dst dcontext channel dstchannel lastapp lastdata duration billsec disposition amaflags accountcode uniqueid "
           "userfield").split()


def record(line):
    """A line of Master.csv as a row of a table."""
    account, src, dst, context, clid, channel, peer, app, data, start, _, _, duration, billed, disposition, _, unique, user = next(csv.reader([line]))
    return (start, clid, src, dst, context, channel, peer, app, data, int(duration), int(billed), disposition, 3, account, unique, user)


def inserts(rows):
    def literal(value):
        return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
    for begin in range(0, len(rows), 500):
        values = ",\n".join("(" + ",".join(map(literal, row)) + ")" for row in rows[begin:begin + 500])
        yield f"INSERT INTO cdr ({','.join(COLUMNS)}) VALUES {values};\n"


def replay(folder, *paths, status=0):
    done = subprocess.run([PROGRAM, "--config", folder / "denwaban.toml", "--json", "replay", *map(str, paths)], capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    assert PASSWORD not in done.stdout + done.stderr and WRONG not in done.stdout + done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    return [r for r in records if r["type"] == "finding"], records[-1] if records else None, done.stderr


def judged(findings):
    """What was found, whoever told of it; the id is of the place in the table."""
    return [{key: value for key, value in f.items() if key not in ("id", "evidence")} | {"rows": len(f["evidence"])} for f in findings]


class Follower:
    def __init__(self, address, secret_file, page=7, patience=0):
        self.process = subprocess.Popen([FOLLOW, address, secret_file, str(page), str(patience)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(60)

    def tell(self, words):
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()

    def answer(self):
        return self.process.stdout.readline().rstrip("\n")

    def ask(self, words):
        self.tell(words)
        return self.answer()

    def ids(self, words):
        answer = self.ask(words)
        assert answer.startswith("read"), answer
        return answer.split()[1:]


def late_row(count, minutes_ago, lasted):
    """A call of just now: what is written when it ends."""
    began = datetime.datetime.now().replace(microsecond=0) - datetime.timedelta(minutes=minutes_ago)
    return record(office.row(101, "03012345678", began, lasted, count).rstrip("\n"))


def check_follow(address, secret_file, insert, rows):
    """Pages far smaller than the table; then calls that end one after the other, a long one among them."""
    expected = sorted(row[14] for row in rows)
    with Follower(address, secret_file) as follower:
        assert sorted(follower.ids("all")) == expected
        assert follower.ids("all") == []
        insert([late_row(900001, 3, 60), late_row(900002, 2, 30)])
        new = follower.ids("all")
        assert len(new) == 2, new
        insert([late_row(900003, 300, 300 * 60 - 20)])  # began five hours ago
        assert len(follower.ids("all")) == 1
        assert follower.ids("all") == []
        position = follower.ask("position").split()[1:]
    insert([late_row(900004, 1, 10)])
    with Follower(address, secret_file) as follower:
        follower.tell("from " + " ".join(position))
        again = follower.ids("all")
        assert any(name.endswith(".900004") for name in again) and len(again) <= 4, again
    print(f"follow: {len(rows)} records in pages of seven, four more as they came")


def check_restart(server, address, secret_file, rows):
    """The server goes away in the middle of a table."""
    expected = sorted(row[14] for row in rows)
    with Follower(address, secret_file, page=50) as follower:
        first = follower.ids("next 120")
        server.stop()
        lost = follower.ask("all")
        before = lost.split(" after")[1].split()
        assert lost.startswith("error the connection to ") or "cannot be reached" in lost, lost
        assert PASSWORD not in lost
        server.start()
        rest = follower.ids("all")
        assert sorted(first + before + rest) == expected
    with Follower(address, secret_file, page=50, patience=600_000) as follower:
        first = follower.ids("next 120")
        server.stop()
        follower.tell("all")
        server.start()
        rest = follower.answer().split()[1:]
        assert sorted(first + rest) == expected
    print("restart: every record once")


def check_refusal(folder, server):
    wrong = folder / "wrong.secret"
    wrong.write_text(WRONG + "\n")
    wrong.chmod(0o600)
    found, _, said = replay(folder, server.address(wrong), status=2)
    lines = said.strip().splitlines()
    assert not found and len(lines) == 1 and "check the user and the password of " in lines[0] and str(wrong) in lines[0], said
    _, _, said = replay(folder, server.address(folder / "right.secret", "nothing"), status=2)
    assert "no such table" in said or "may not be read" in said, said  # MariaDB does not tell those who may not look
    print("refused:", lines[0])


def write_configuration(folder, postgresql, mariadb, database):
    """What the exchange says of its own tables; the passwords stand where Asterisk and FreePBX want them."""
    etc = folder / "etc" / "asterisk"
    etc.mkdir(parents=True)
    escaped = PASSWORD.replace("'", "\\'")
    (etc / "logger.conf").write_text("[logfiles]\nmessages => notice\n")
    (etc / "asterisk.conf").write_text(f"[directories]\nastlogdir => {folder}/log\n")
    (etc / "cdr_pgsql.conf").write_text(f"[global]\nhostname={postgresql.folder}\ndbname=asterisk\nuser=asterisk\npassword={PASSWORD}\ntable=cdr\n")
    (etc / "cdr_sqlite3_custom.conf").write_text("[master]\ntable => cdr\ncolumns => calldate, dst\nvalues => '${CDR(start)}','${CDR(dst)}'\n")
    (etc / "cdr_adaptive_odbc.conf").write_text("[first]\nconnection=records\ntable=cdr\nalias start => calldate\n")
    (etc / "res_odbc.conf").write_text("[records]\nenabled => yes\ndsn => CdrTables\nusername => freepbxuser\npre-connect => yes\n")
    (etc.parent / "odbc.ini").write_text(f"[CdrTables]\nDriver = MySQL\nServer = localhost\nDatabase = asteriskcdrdb\nSocket = {mariadb.socket}\n")
    (etc.parent / "freepbx.conf").write_text("<?php\n$amp_conf['AMPDBUSER'] = 'freepbxuser';\n$amp_conf[\"AMPDBPASS\"] = '" + escaped +
                                             "';\n$amp_conf['AMPDBHOST'] = 'localhost';\n")
    (folder / "log").mkdir()
    os.link(database, folder / "log" / "master.db")
    with (folder / "denwaban.toml").open("a") as out:
        out.write(f'[pbx]\nconfig_dir = "{etc}"\n')


def check_found(folder, count, postgresql, mariadb, database, expected):
    write_configuration(folder, postgresql, mariadb, database)
    found, summary, said = replay(folder, "cdr:")
    assert (summary["calls"], summary["lines"]) == (count, 3 * count), (summary, said)
    assert judged(found) == expected
    shown = subprocess.run([PROGRAM, "--config", folder / "denwaban.toml", "config", "show"], capture_output=True, text=True)
    assert shown.returncode == 0 and PASSWORD not in shown.stdout, shown.stderr
    for part in ("asteriskcdrdb/cdr", "asterisk/cdr", "master.db", "cdr_adaptive_odbc.conf", "cdr_pgsql.conf"):
        assert part in shown.stdout, shown.stdout
    print("found: three tables by the configuration, each call once")


def learned(folder, config):
    """What a guard says that it learned at its start."""
    said = folder / "guard.said"
    with said.open("w") as out:
        guard = subprocess.Popen([PROGRAM, "--config", config, "watch"], stderr=out, stdin=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not (line := re.search(r"habits learned from (\d+) calls in (\d+) tables", said.read_text())):
            assert guard.poll() is None and time.monotonic() < deadline, said.read_text()
            time.sleep(0.1)
    finally:
        guard.terminate()
        guard.wait(60)
    assert PASSWORD not in said.read_text()
    return int(line[1]), int(line[2])


def check_guard(folder, addresses, count):
    """The guard learns from the tables at its first start, each call once, and afterwards asks for what came since alone."""
    config, log = folder / "guard.toml", folder / "guard.log"
    log.touch()
    names = ", ".join(f'"{address}"' for address in addresses)
    config.write_text(f'[pbx]\nconfig_dir = "{folder}/none"\nlogs = ["{log}"]\n[firewall]\nbackend = "none"\n[wire]\ncapture = false\n'
                      f'[ami]\nenabled = "off"\n[gate]\nenabled = "off"\n[store]\npath = "{folder}/store"\n[control]\nsocket = "{folder}/socket"\n'
                      f'[fraud]\nrecords = ["{folder}/none"]\n[cdr]\ndatabases = [{names}]\n')
    assert learned(folder, config) == (count, len(addresses))
    assert learned(folder, config) == (0, len(addresses))
    print(f"the guard learns from {len(addresses)} servers, and does not ask for years again")


def check_custom(folder, lines):
    """Columns in an order of somebody's own."""
    order = ("${CSV_QUOTE(${CDR(dst)})},${CSV_QUOTE(${CDR(channel)})},${CSV_QUOTE(${CDR(dstchannel)})},${CDR(billsec)},${CDR(duration)},"
             "${CSV_QUOTE(${CDR(lastapp)})},${CSV_QUOTE(${CDR(lastdata)})},${CSV_QUOTE(${CDR(start)})},${CSV_QUOTE(${CDR(disposition)})},"
             "${CSV_QUOTE(${CDR(src)})},${CDR(uniqueid)}")
    etc = folder / "custom" / "etc"
    etc.mkdir(parents=True)
    (etc / "asterisk.conf").write_text(f"[directories]\nastlogdir => {folder}/custom\n")
    (etc / "logger.conf").write_text("[logfiles]\nmessages => notice\n")
    (etc / "cdr_custom.conf").write_text(f"[mappings]\nOdd.csv => {order}\n")
    (folder / "custom" / "cdr-custom").mkdir()
    with (folder / "custom" / "cdr-custom" / "Odd.csv").open("w", newline="") as out:
        for line in lines:
            r = dict(zip(COLUMNS, record(line)))
            csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(
                [r[key] for key in "dst channel dstchannel billsec duration lastapp lastdata calldate disposition src uniqueid".split()])
    config = folder / "custom" / "denwaban.toml"
    config.write_text(office.SETTINGS + f'[pbx]\nconfig_dir = "{etc}"\n')
    found, summary, said = replay(config.parent, folder / "custom" / "cdr-custom")
    assert (summary["calls"], summary["unrecognised"]) == (len(lines), 0), (summary, said)
    (folder / "custom" / "Master.csv").write_text("".join(lines))
    both, summary, _ = replay(config.parent, folder / "custom" / "cdr-custom", folder / "custom" / "Master.csv")
    assert summary["calls"] == len(lines), summary
    print("custom: the order of columns is that of cdr_custom.conf, and Master.csv beside it counts once")
    return found


def main():
    wanting = missing()
    if wanting:
        print(f"missing: the Debian package {wanting}, for databases of call records")
        return 77
    chance = random.Random(11)
    calls = sorted([*office.company(chance, weeks=8), *office.theft(office.BEGIN + datetime.timedelta(days=47))])
    lines = [office.row(account, number, began, talked, n) for n, (began, account, number, talked) in enumerate(calls)]
    rows = [record(line.rstrip("\n")) for line in lines]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        (folder / "denwaban.toml").write_text(office.SETTINGS)
        (folder / "right.secret").write_text(PASSWORD + "\n")
        (folder / "right.secret").chmod(0o600)
        (folder / "Master.csv").write_text("".join(lines))
        found, _, _ = replay(folder, folder / "Master.csv")
        expected = judged(found)
        assert any(f["severity"] in ("high", "critical") for f in found), found
        assert judged(check_custom(folder, lines)) == expected

        database = folder / "master.db"

        def insert_sqlite(more):
            with sqlite3.connect(database) as sqlite:
                sqlite.executescript("".join(inserts(more)))
            sqlite.close()

        with sqlite3.connect(database) as sqlite:
            sqlite.execute(SQLITE)
        sqlite.close()
        insert_sqlite(rows)
        with PostgreSql(folder / "postgresql", PASSWORD) as postgresql, MariaDb(folder / "mariadb", PASSWORD) as mariadb:
            postgresql.sql("CREATE DATABASE asterisk")
            postgresql.sql(POSTGRESQL + "".join(inserts(rows)), "asterisk")
            quoted = PASSWORD.replace("'", "''")
            mariadb.sql(FREEPBX + "".join(inserts(rows)) + f"CREATE USER freepbxuser@localhost IDENTIFIED BY '{quoted}'; "
                        "GRANT SELECT ON asteriskcdrdb.cdr TO freepbxuser@localhost;")
            secret = folder / "right.secret"
            for address in (database, f"sqlite:{database}", postgresql.address(secret), mariadb.address(secret)):
                found, summary, said = replay(folder, address)
                assert summary["calls"] == summary["lines"] == len(rows), (address, summary, said)
                assert judged(found) == expected, (address, found)
                assert all(line["text"] and "0025261" in line["text"] for f in found for line in f["evidence"] if f["severity"] == "critical")
            print(f"same: {len(expected)} findings in {len(rows)} records, from three databases and Master.csv")
            both = replay(folder, folder / "Master.csv", database, mariadb.address(secret))[1]
            assert both["calls"] == len(rows), both
            check_found(folder, len(rows), postgresql, mariadb, database, expected)
            check_guard(folder, [server.address(secret) for server in (postgresql, mariadb)], len(rows))
            for server in (postgresql, mariadb):
                check_refusal(folder, server)
                check_restart(server, server.address(secret), secret, rows)
            check_follow(f"sqlite:{database}", secret, insert_sqlite, rows)
            check_follow(postgresql.address(secret), secret, lambda more: postgresql.sql("".join(inserts(more)), "asterisk"), rows)
            check_follow(mariadb.address(secret), secret, lambda more: mariadb.sql("".join(inserts(more)), "asteriskcdrdb"), rows)
    print("call records are read from databases")
    return 0


if __name__ == "__main__":
    sys.exit(main())
