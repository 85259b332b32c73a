"""Addresses to come from, each given out once: those that RFC 2544 keeps for tests."""

import ipaddress

_hosts = ipaddress.ip_network("198.18.0.0/15").hosts()


def new_address():
    return str(next(_hosts))
