"""A checkout of this project: its tracked files and its history."""

import subprocess
from collections import Counter
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent.parent


class Repository:
    """A checkout, read as git tracks it."""

    def __init__(self, root=HERE):
        self.root = Path(root).resolve()

    @cached_property
    def files(self):
        """The tracked files that are there, as paths from the top."""
        names = self.git("ls-files", "-z").split("\0")
        return [name for name in names if name and (self.root / name).is_file()]

    def under(self, folder, suffix=""):
        """The files below a folder, however deep."""
        return [name for name in self.files if name.startswith(f"{folder}/") and name.endswith(suffix)]

    def side_by_side(self, folder):
        """The number of files in each folder from this one down."""
        return Counter(name.rpartition("/")[0] for name in self.under(folder))

    def text(self, name):
        return (self.root / name).read_text(encoding="utf-8", errors="replace")

    def lines(self, name):
        return len(self.text(name).splitlines())

    def git(self, *arguments):
        """The output of a git command; raises `CalledProcessError` where it fails."""
        return subprocess.run(
            ["git", *arguments], cwd=self.root, check=True, capture_output=True, text=True).stdout
