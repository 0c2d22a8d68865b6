#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Call records through the whole program: the theft of a weekend in tables that were rotated, packed and copied; an
ordinary company beside it; and what a number is and costs."""
import datetime
import gzip
import json
import pathlib
import random
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
BEGIN = datetime.datetime(2026, 9, 7, 9, 0)  # a Monday
FOREIGN = ("0043171140", "0033142685300", "004122748")
# The currency of what calls cost, by the rate deck or, without one, at usual prices.
SETTINGS = """[numbering]
country = "DE"
area_code = "30"
[fraud]
currency = "CHF"
timezone = "Europe/Berlin"
"""


def row(account, number, began, talked, count, secret=""):
    end = began + datetime.timedelta(seconds=talked + 5)
    answer = f'"{began + datetime.timedelta(seconds=5)}"' if talked else ""
    return (f'"","{account}","{number}","inside","""{account}"" <{account}>","SIP/{account}-{count:08x}","SIP/carrier-{count:08x}f","Dial",'
            f'"SIP/{secret}carrier/{number},60","{began}",{answer},"{end}",{talked + 5},{talked},"{"ANSWERED" if talked else "NO ANSWER"}",'
            f'"DOCUMENTATION","{began.timestamp():.0f}.{count}",""\n')


def company(chance, weeks=10):
    """Ten telephones in office hours: calls in the city, to mobiles, and a few neighbours abroad."""
    rows = []
    for day in range(weeks * 7):
        date = BEGIN + datetime.timedelta(days=day)
        if date.weekday() > 4:
            continue
        for account in range(100, 110):
            for _ in range(chance.randint(2, 8)):
                began = date.replace(hour=chance.randint(8, 17), minute=chance.randint(0, 59), second=chance.randint(0, 59))
                number = chance.choice([f"030{chance.randint(10**6, 10**7 - 1)}", f"0171{chance.randint(10**6, 10**7 - 1)}",
                                        chance.choice(FOREIGN) + str(100 + account % 3) if account < 103 else "03012345678"])
                rows.append((began, account, number, chance.choice([0, 20, 90, 200, 600])))
    return sorted(rows)


def theft(date):
    """Account 104 over a weekend: forty long calls to Somalia, four at a time."""
    began = date.replace(hour=2, minute=10)
    return [(began + datetime.timedelta(minutes=i // 4 * 6, seconds=i), 104, f"0025261{2345670 + i}", 300) for i in range(40)]


def replay(folder, *paths):
    done = subprocess.run([PROGRAM, "--config", folder / "denwaban.toml", "--json", "replay", *paths], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    return [r for r in records if r["type"] == "finding"], records[-1], done.stdout


def check_theft(folder, rows):
    lines = [row(account, number, began, talked, n) for n, (began, account, number, talked) in enumerate(rows)]
    third = len(lines) // 3
    with gzip.open(folder / "Master.csv.2.gz", "wt") as out:
        out.writelines(lines[:third])
    (folder / "Master.csv.1").write_text("".join(lines[third:2 * third]))
    (folder / "Master.csv").write_text("".join(lines[2 * third:]))
    (folder / "104.csv").write_text("".join(line for line in lines if '"104"' in line))
    found, summary, printed = replay(folder, folder)
    assert summary["calls"] == len(rows), summary
    assert summary["unrecognised"] == 0, summary
    thefts = [f for f in found if f["ring"] == "fraud" and f["severity"] in ("high", "critical")]
    assert thefts, printed
    for one in thefts:
        assert "104" in one["accounts"], one
        assert "SO" in one["countries"], one
        assert float(one["cost"]["amount"]) >= float(one["cost_at_alarm"]["amount"]), one
        assert one["evidence"] and all("0025261" in line["text"] and line["line"] > 0 for line in one["evidence"]), one
    first, total = min(thefts, key=lambda f: f["time"]), max(float(f["cost"]["amount"]) for f in thefts)
    assert float(first["cost_at_alarm"]["amount"]) <= total / 20, first
    assert replay(folder, folder)[2].split('"seconds"')[0] == printed.split('"seconds"')[0], "not the same twice"
    print(f"theft: {len(thefts)} findings, {first['cost_at_alarm']['amount']} of {total} CHF lost before the alarm")


def check_honest(folder, rows):
    lines = [row(account, number, began, talked, n) for n, (began, account, number, talked) in enumerate(rows)]
    (folder / "Master.csv").write_text("".join(lines))
    found, summary, printed = replay(folder, folder / "Master.csv")
    assert summary["calls"] == len(rows)
    assert not [f for f in found if f["severity"] in ("medium", "high", "critical")], printed
    print(f"honest: nothing in {len(rows)} calls")


def check_secret(folder, rows):
    """A password in a dial string is in the record; it is in nothing that we print."""
    lines = [row(account, number, began, talked, n, secret="me:Tr0ub4dor@") for n, (began, account, number, talked) in enumerate(rows)]
    (folder / "Master.csv").write_text("".join(lines))
    found, _, printed = replay(folder, folder / "Master.csv")
    assert any(f["ring"] == "fraud" and f["evidence"] for f in found), printed
    assert "Tr0ub4dor" not in printed
    people = subprocess.run([PROGRAM, "--config", folder / "denwaban.toml", "replay", folder / "Master.csv"], capture_output=True, text=True)
    assert "Tr0ub4dor" not in people.stdout and "CHF after the alarm could have been saved" in people.stdout, people.stdout


def checked(folder, number):
    done = subprocess.run([PROGRAM, "--config", folder / "denwaban.toml", "--json", "fraud", "check", number, "--seconds", "90"],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def check_numbers(folder):
    assert checked(folder, "112")["class"] == "emergency"
    assert checked(folder, "215")["class"] == "short_number"
    somalia = checked(folder, "0025261234567")
    assert (somalia["class"], somalia["country"], somalia["number"], somalia["price_from"]) == ("international", "SO", "+25261234567", "usual"), somalia
    assert somalia["risk"] in ("high", "extreme") and somalia["risk_source"], somalia
    (folder / "rates.csv").write_text("prefix,price_per_minute,connection_fee\n25261,0.90,0.05\n252,0.80,0\n")
    with (folder / "denwaban.toml").open("a") as out:
        out.write(f'rates_file = "{folder}/rates.csv"\n')
    priced = checked(folder, "0025261234567")
    assert priced["price_from"] == "rate_deck" and priced["cost"] == {"amount": "1.4000", "currency": "CHF"}, priced


def check_spending(folder, rows):
    """The bill by the deck, one Swiss franc a minute to Somalia; and a limit and a list that tell of it."""
    table = folder / "Master.csv"
    table.write_text("".join(row(account, number, began, talked, i) for i, (began, account, number, talked) in enumerate(rows)))
    (folder / "rates.csv").write_text("prefix,price_per_minute\n4,0.02\n3,0.05\n252,1\n")
    (folder / "seen.txt").write_text("# range of a fraud\n+2526123456*,2026-09-01\n")
    with (folder / "denwaban.toml").open("a") as out:
        out.write(f'rates_file = "{folder}/rates.csv"\n[fraud.limits]\ntotal_hour = "40"\n[fraud.lists]\nfiles = ["{folder}/seen.txt"]\n')
    done = subprocess.run([PROGRAM, "--config", folder / "denwaban.toml", "--json", "fraud", "spend", table], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    spent = {(one["by"], one["name"]): one for one in map(json.loads, done.stdout.splitlines())}
    somalia = sum(talked for _, _, number, talked in rows if number.startswith("00252"))
    assert spent["country", "SO"]["seconds"] == somalia and float(spent["country", "SO"]["cost"]["amount"]) == somalia / 60, spent["country", "SO"]
    accounts = sum(float(one["cost"]["amount"]) for (by, _), one in spent.items() if by == "account")
    assert abs(accounts - float(spent["total", ""]["cost"]["amount"])) < 0.001, spent["total", ""]
    assert max((one for (by, _), one in spent.items() if by == "account"), key=lambda one: float(one["dearest_hour"]["amount"]))["name"] == "104"

    # Without a path: what the guard learns from.
    text = (folder / "denwaban.toml").read_text()
    (folder / "own.toml").write_text(text.replace("[fraud]\n", f'[fraud]\nrecords = ["{table}"]\n', 1))
    own = subprocess.run([PROGRAM, "--config", folder / "own.toml", "--json", "fraud", "spend"], capture_output=True, text=True)
    assert own.returncode == 0 and own.stdout == done.stdout, own
    told = subprocess.run([PROGRAM, "--config", folder / "denwaban.toml", "--json", "fraud", "baseline", table, "--account", "100"],
                          capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    baseline = json.loads(told.stdout)
    assert baseline["calls"] == sum(1 for _, account, _, _ in rows if account == 100), baseline
    assert {place["place"] for place in baseline["places"]} == {"AT", "FR", "CH"}, baseline

    found, _, _ = replay(folder, table)
    assert "known_fraud_number" in {one["detector"] for one in found}, found


def main():
    chance = random.Random(7)
    rows = company(chance)
    stolen = sorted([*rows, *theft(BEGIN + datetime.timedelta(days=54))])
    for check, told in ((check_theft, stolen), (check_honest, rows), (check_secret, stolen)):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "denwaban.toml").write_text(SETTINGS)
            check(folder, told)
    with tempfile.TemporaryDirectory() as name:
        (pathlib.Path(name) / "denwaban.toml").write_text(SETTINGS)
        check_spending(pathlib.Path(name), stolen)
    with tempfile.TemporaryDirectory() as name:
        (pathlib.Path(name) / "denwaban.toml").write_text(SETTINGS)
        check_numbers(pathlib.Path(name))
    print("call records are read, and thefts found in them")


if __name__ == "__main__":
    main()
