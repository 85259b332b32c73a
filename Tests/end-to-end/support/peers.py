"""The connections that a server has, as the kernel lists them."""

from pathlib import Path

ESTABLISHED = "01"


def peers(pid, port):
    """The far ends of the connections to a port that are open, as the kernel writes them."""
    found = set()
    for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, state, *_ = line.split()
        if state == ESTABLISHED and int(local.rpartition(":")[2], 16) == port:
            found.add(remote)
    return found
