"""Ports of this machine that nobody else takes while a test needs them."""

import contextlib
import itertools
import os
import socket
from pathlib import Path

_reservations = []
"""Held until this process ends."""


def free_port():
    """A port on which nothing listens, reserved for this process until it ends.

    It lies outside the range from which the kernel gives ports to clients: one of theirs may hold a port from there
    while a server is down, and a client that tries again and again to reach a port from there may reach itself.
    """
    for port in _outside_ephemeral_range():
        reservation = socket.socket(socket.AF_UNIX)
        try:
            # An abstract name: the kernel gives it to one process of this network, and takes it back at its end.
            reservation.bind(f"\0snug-test-port-{port}")
            with contextlib.closing(socket.create_server(("", port))):
                pass
        except OSError:
            reservation.close()
            continue
        _reservations.append(reservation)
        return port
    raise AssertionError("no port is free outside the ephemeral range")


def _outside_ephemeral_range():
    """All such ports above those of well-known services, beginning elsewhere in each process."""
    low, high = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    ports = [*range(10_000, low), *range(high + 1, 65_536)]
    assert ports, f"the ephemeral range {low} to {high} leaves no port to servers"
    start = os.getpid() * 97 % len(ports)
    return itertools.chain(ports[start:], ports[:start])
