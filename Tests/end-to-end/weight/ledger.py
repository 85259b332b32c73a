"""What something cost the server: processor, memory, rows and bytes."""

import contextlib
import sqlite3
from pathlib import Path

from support.cost import cpu_seconds


class Ledger:
    """Accounts opened before and closed after."""

    def __init__(self, process):
        self._process = process
        Path(f"/proc/{process.pid}/clear_refs").write_text("5")
        self._cpu, self._rows = cpu_seconds(process), self._count_rows()
        self._resident, self._written, self._file = self._status("VmRSS"), self._io(), self._file_bytes()

    def close(self):
        """Processor seconds, the most memory over what there was (MB), new rows by table, bytes written (MB), and by
        how much the files grew (MB)."""
        rows = {name: count - self._rows.get(name, 0) for name, count in self._count_rows().items()}
        return {
            "cpu": cpu_seconds(self._process) - self._cpu,
            "resident": (self._status("VmHWM") - self._resident) / 1_024,
            "rows": {name: count for name, count in rows.items() if count},
            "written": (self._io() - self._written) / 2 ** 20,
            "grown": (self._file_bytes() - self._file) / 2 ** 20}

    def _status(self, name):
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name))

    def _io(self):
        lines = Path(f"/proc/{self._process.pid}/io").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))

    def _file_bytes(self):
        return sum(path.stat().st_size for path in self._process.files)

    def _count_rows(self):
        with contextlib.closing(sqlite3.connect(f"file:{self._process.database}?mode=ro", uri=True)) as database:
            tables = database.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
            return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for [name] in tables}
