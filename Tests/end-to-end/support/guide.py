"""The pages that tell administrators how, and the blocks that they are to copy from them."""

import re
from pathlib import Path

GUIDES = Path(__file__).parents[3] / "systemd"


class Guide:
    """A page, or a part of one."""

    def __init__(self, name, heading=None):
        self._text = (GUIDES / name).read_text()
        if heading:
            self._text = re.split(r"^## ", self._text.split(f"\n## {heading}\n")[1], flags=re.MULTILINE)[0]

    def blocks(self, language):
        """Those in a language, from top to bottom."""
        return re.findall(rf"^```{language}\n(.*?)^```$", self._text, re.MULTILINE | re.DOTALL)

    def block(self, language):
        """The only one in a language."""
        [found] = self.blocks(language)
        return found

    @property
    def settings(self):
        """What goes into `snug.env`."""
        return dict(line.split("=", 1) for line in self.block("sh").splitlines())
