# SPDX-License-Identifier: GPL-3.0-or-later
"""What replaying call records costs, every detector of fraud on, beside `wc -l` and a database that only counts them."""
import datetime
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import tempfile

import measure

ROWS = 300_000
SETTINGS = '[numbering]\ncountry = "DE"\narea_code = "30"\n'
SQL = """.mode csv
.import {} calls
select src, count(*), sum(billsec) from calls group by src;
"""
HEADER = "accountcode,src,dst,dcontext,clid,channel,dstchannel,lastapp,lastdata,start,answer,end,duration,billsec,disposition,amaflags,uniqueid,userfield\n"


def write(path):
    """Three hundred telephones over some months; the same every time."""
    chance = random.Random(3)
    time = datetime.datetime(2024, 1, 1)
    with path.open("w") as out:
        for i in range(ROWS):
            time += datetime.timedelta(seconds=chance.randint(1, 60))
            account = chance.randint(100, 400)
            number = chance.choice(["030%07d", "0171%07d", "0043171%05d"]) % chance.randint(1, 99_999)
            talked = chance.choice([0, 10, 60, 200])
            end = time + datetime.timedelta(seconds=talked + 4)
            answer = f'"{time + datetime.timedelta(seconds=4)}"' if talked else ""
            out.write(f'"","{account}","{number}","inside","""{account}"" <{account}>","SIP/{account}-{i:08x}","SIP/carrier-{i:08x}","Dial",'
                      f'"SIP/carrier/{number},60","{time}",{answer},"{end}",{talked + 4},{talked},"{"ANSWERED" if talked else "NO ANSWER"}",'
                      f'"DOCUMENTATION","{1_700_000_000 + i}.{i}",""\n')


# The same counters by DuckDB on one thread, every column looked at; it says what processor time the query took.
DUCKDB = """import { DuckDBInstance } from '@duckdb/node-api';
const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
const before = process.cpuUsage();
const looked_at = [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17].map(i => `max(column${String(i).padStart(2, '0')})`).join(', ');
const counted = await connection.runAndReadAll(`select count(*), sum(calls), sum(answered), sum(talked) from (select column01,
  count(*) as calls, count(*) filter (where column14 = 'ANSWERED') as answered, sum(column13::bigint) as talked, ${looked_at}
  from read_csv('${process.argv[2]}', header = false, quote = '"', escape = '"', delim = ',') group by 1)`);
const used = process.cpuUsage(before);
console.log(counted.getRows()[0].join(' '), (used.user + used.system) / 1e6);
"""


def install_duckdb(folder):
    """Whether there is a DuckDB now, from npm's registry."""
    if shutil.which("npm") is None:
        return False
    (folder / "package.json").write_text('{"private": true}')
    (folder / "count.mjs").write_text(DUCKDB)
    done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "@duckdb/node-api"], cwd=folder, capture_output=True, timeout=300)
    return done.returncode == 0


def duckdb_seconds(folder, table, expected):
    taken = []
    for _ in range(measure.ROUNDS):
        said = subprocess.run(["node", folder / "count.mjs", table], capture_output=True, text=True, check=True, timeout=300).stdout.split()
        assert said[:4] == expected, f"DuckDB counts {said[:4]}, we {expected}"
        taken.append(float(said[4]))
    return statistics.median(taken)


def count_rows(tree, folder, table):
    """Reading alone: every field, with counters by account."""
    counter = tree / "bench" / "denwaban_count_calls"
    taken = measure.interleaved({"wc": ["wc", "-l", table], "ours": [counter, table]}, processor=True)
    (limit, _), (ours, memory) = taken["wc"], taken["ours"]
    yield ("call records read, all fields, counters by account", f"{limit / ours:.2f} of `wc -l`, {memory:.0f} MB", "0.45",
           f"{ROWS:,} rows, {ROWS / ours / 1e6:.1f} million a second of processor time, one thread; medians of {measure.ROUNDS}")
    if not install_duckdb(folder):
        yield ("the same, against DuckDB on one thread", "not measured", "6.5 times", "npm could not install @duckdb/node-api")
        return
    said = subprocess.run([counter, table], capture_output=True, text=True, check=True).stdout
    theirs = duckdb_seconds(folder, table, re.findall(r"\d+", said)[:4])
    yield ("the same, against DuckDB on one thread", f"{theirs / ours:.1f} times", "6.5 times", f"{theirs:.2f} s, its start left out; the same counts")


def rows(tree):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        table, settings = folder / "Master.csv", folder / "denwaban.toml"
        write(table)
        settings.write_text(SETTINGS)
        with (folder / "headed.csv").open("w") as headed, table.open() as plain:
            headed.write(HEADER)
            shutil.copyfileobj(plain, headed)  # not whole: a child's peak of memory begins with ours
        (folder / "count.sql").write_text(SQL.format(folder / "headed.csv"))
        taken = measure.interleaved({"wc": ["wc", "-l", table],
                                     "ours": [tree / "src" / "denwaban", "--config", settings, "--json", "replay", table],
                                     "sqlite": ["sqlite3", "-init", folder / "count.sql", ":memory:", ".quit"]}, processor=True)
        yield from count_rows(tree, folder, table)
    (limit, _), (ours, memory), (theirs, _) = taken["wc"], taken["ours"], taken["sqlite"]
    yield ("call records replayed, every detector", f"{limit / ours:.4f} of `wc -l`, {memory:.0f} MB", "-",
           f"{ROWS:,} rows, {ROWS / ours:,.0f} a second of processor time, one thread; medians of {measure.ROUNDS}")
    yield ("the same, against sqlite3 that imports them and sums by account", f"{theirs / ours:.2f} times", "-", f"{theirs:.1f} s; sqlite3 judges nothing")
