"""``gouji clean``: the cache removed."""

from __future__ import annotations

import click

from gouji import cache, messages
from gouji.cli_common import FAILED, OK, complain, language_of, shown_path


def clean_cache(lang: str | None) -> int:
    """Remove the cache and say so; the exit status."""
    language = language_of(lang)
    folder = shown_path(cache.folder())
    try:
        count = cache.clean()
    except OSError as error:
        reason = error.strerror or str(error)
        complain(messages.ui("cannot-write", language, path=folder, reason=reason))
        return FAILED
    click.echo(messages.ui("cleaned", language, folder=folder, count=count))
    return OK
