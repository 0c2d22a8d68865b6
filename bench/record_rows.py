# SPDX-License-Identifier: GPL-3.0-or-later
"""What replaying call records costs, every detector of fraud on, beside `wc -l` and a database that only counts them."""
import datetime
import pathlib
import random
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


def rows(tree):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        table, settings = folder / "Master.csv", folder / "denwaban.toml"
        write(table)
        settings.write_text(SETTINGS)
        (folder / "headed.csv").write_text(HEADER + table.read_text())
        (folder / "count.sql").write_text(SQL.format(folder / "headed.csv"))
        taken = measure.interleaved({"wc": ["wc", "-l", table],
                                     "ours": [tree / "src" / "denwaban", "--config", settings, "--json", "replay", table],
                                     "sqlite": ["sqlite3", "-init", folder / "count.sql", ":memory:", ".quit"]}, processor=True)
    (limit, _), (ours, memory), (theirs, _) = taken["wc"], taken["ours"], taken["sqlite"]
    yield ("call records replayed, every detector", f"{limit / ours:.4f} of `wc -l`, {memory:.0f} MB", "0.45",
           f"{ROWS:,} rows, {ROWS / ours:,.0f} a second of processor time, one thread; medians of {measure.ROUNDS}")
    yield ("the same, against sqlite3 that imports them and sums by account", f"{theirs / ours:.2f} times", "-", f"{theirs:.1f} s; sqlite3 judges nothing")
