"""Names without the letters that Alt takes, for screen readers and where a name is compared."""

from __future__ import annotations

import re

BEHIND = re.compile(r"\s*\(&[^&]\)")  # as Chinese has it: "文件(&F)"


def plain(text: str) -> str:
    """The text of a label, button or menu without its mnemonic; "&&" stays as an ampersand."""
    return BEHIND.sub("", text).replace("&&", "\0").replace("&", "").replace("\0", "&")
