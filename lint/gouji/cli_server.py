"""``gouji server``: the language server on standard input and output."""

from __future__ import annotations

import gc
import os
import sys

from gouji.cli_common import FAILED, OK, complain, language_of
from gouji.editor.texts import text
from gouji.plugins import discover, load


def serve(lang: str | None, *, builtin_only: bool) -> int:
    """Serve an editor until it says goodbye."""
    language = language_of(lang)
    try:
        from gouji.editor.features import server_for  # noqa: PLC0415 - needs the extra
    except ImportError as error:
        complain(text("no-extra", language, reason=str(error)))
        return FAILED
    loaded = load(discover(builtin_only=builtin_only))
    server = server_for(loaded, language)
    # Standard output is the protocol's: what a plugin prints must not get into it.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # All that has been loaded stays; collecting it again and again would cost every key stroke.
    gc.freeze()
    server.start_io(sys.stdin.buffer, output)
    return OK
