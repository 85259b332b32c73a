"""A control group with so much memory and no more, around the server of a box.

`MemoryMax=` would be the way, but a container's systemd is given no memory to share out. So it is done from outside: by a
group below this process's own (cgroups(7), version 1: memory.limit_in_bytes), in which the box's systemd stands while it
starts the server."""

import contextlib
import os
from pathlib import Path

MOUNT = Path("/sys/fs/cgroup/memory")


class NoGroup(Exception):
    """Why there is no such group on this machine."""


class MemoryGroup:
    def __init__(self, folder):
        self._folder = folder

    def _number(self, name):
        return int((self._folder / name).read_text())

    @property
    def peak(self):
        """The most bytes that were ever taken."""
        return self._number("memory.max_usage_in_bytes")

    @property
    def kills(self):
        """How often the kernel has ended a process for want of memory."""
        lines = (self._folder / "memory.oom_control").read_text().split("\n")
        return next(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))

    def holds(self, process):
        return f"{process}\n" in (self._folder / "cgroup.procs").read_text()


def _own(process):
    """The folder of a process's group of the version-1 controller."""
    for line in Path(f"/proc/{process}/cgroup").read_text().split("\n"):
        _, controllers, path = (line.split(":", 2) + ["", ""])[:3]
        if "memory" in controllers.split(","):
            return MOUNT / path.lstrip("/")
    raise NoGroup("the memory controller of control groups, version 1, is not there")


@contextlib.contextmanager
def around_server(box, limit):
    """Starts the server anew within `limit` bytes."""
    usual = _own(box.init)
    folder = _own("self") / f"snug-box-{os.getpid()}"
    try:
        folder.mkdir()
        (folder / "memory.limit_in_bytes").write_text(str(limit))
    except OSError as refusal:
        raise NoGroup(f"a control group is refused: {refusal}") from refusal
    try:
        (folder / "cgroup.procs").write_text(str(box.init))
        box.run("systemctl", "restart", "snug")
        (usual / "cgroup.procs").write_text(str(box.init))
        group = MemoryGroup(folder)
        assert group.holds(box.process_outside("snug"))
        yield group
    finally:
        (usual / "cgroup.procs").write_text(str(box.init))
        box.run("systemctl", "restart", "snug")
        folder.rmdir()
