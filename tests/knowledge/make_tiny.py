#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_tiny.py OUT: the documentation networks of RFC 5737 and 3849, spread over the world. Made data/tiny.mmdb."""
import ipaddress
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "script"))
import mmdb  # noqa: E402

PLACES = {  # AS numbers of RFC 5398
    "192.0.2.0/24": ("DE", 64496, "Honest Telephones"),
    "198.51.100.0/25": ("JP", 64497, "Example Hosting"),
    "198.51.100.128/25": ("BR", 64498, "Exemplo <Redes> & Filhos"),
    "203.0.113.0/24": ("NL", 64499, "Voorbeeld"),
    "2001:db8:bad::/48": ("US", 65536, "Sixth Example"),
}


def main(out):
    writer = mmdb.Writer()
    for network, (country, number, name) in PLACES.items():
        writer.add(ipaddress.ip_network(network), {"country_code": country, "autonomous_system_number": number,
                                                   "autonomous_system_organization": name})
    writer.write(out, "denwaban-tests", "documentation networks")


if __name__ == "__main__":
    main(sys.argv[1])
