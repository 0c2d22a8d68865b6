# SPDX-License-Identifier: GPL-3.0-or-later
"""networks_mmdb.py CSV... OUT: rows of first address, last address, AS number, name become a file in MaxMind's format."""
import csv
import ipaddress
import sys

import mmdb


def main(*arguments):
    *tables, out = arguments
    writer = mmdb.Writer()
    for table in tables:
        with open(table, newline="", encoding="utf-8", errors="replace") as rows:
            for first, last, number, name in csv.reader(rows):
                writer.add_range(ipaddress.ip_address(first), ipaddress.ip_address(last),
                                 {"autonomous_system_number": int(number), "autonomous_system_organization": name[:80]})
    writer.write(out, "denwaban-ASN", "AS numbers of RouteViews and DB-IP.com (CC BY 4.0), by ip-location-db")


if __name__ == "__main__":
    main(*sys.argv[1:])
