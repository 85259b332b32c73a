"""Several servers beside each other on one database."""

import contextlib

from .server import SnugServer
from .snug import SnugProcess


class Nodes:
    """Servers that are one Snug, each with a port of its own; the first of them has set it up."""

    def __init__(self, folder, database, relay, count=3, **settings):
        """Their mails go over a relay, as any of them may send one; `settings` are those of each."""
        self.database = database
        self._until_end = contextlib.ExitStack()
        self.processes = []
        for number in range(count):
            own = folder / f"node-{number}"
            own.mkdir()
            process = SnugProcess(own, *relay.flags, database=database, **relay.settings, **settings)
            self.processes.append(self._until_end.enter_context(process))
            process.start()
            if not number:
                self.server = SnugServer(process, relay)

    def __getitem__(self, number):
        return self.processes[number]

    @property
    def ports(self):
        return [process.port for process in self.processes]

    def everywhere(self, person):
        """The same one on each of them."""
        return [person.at_port(port) for port in self.ports]

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self._until_end.__exit__(*raised)
