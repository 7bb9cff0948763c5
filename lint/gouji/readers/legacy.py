"""Formats that only office programs read (.doc .xls .wps .et .rtf .odt), through LibreOffice.

It works on a copy in a folder of its own, with macros and links off, and is stopped when it takes
too long.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from gouji.model.blocks import ReadError

OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
RTF: Final = b"{\\rtf"
_PROGRAMS: Final = ("soffice", "libreoffice")
_SECONDS: Final = 120
# Names of streams in a compound file, as its directory writes them.
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORKBOOKS: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_TEXT: Final = "WordDocument".encode("utf-16-le")
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


def target_of(data: bytes, suffix: str) -> str:
    """The format to convert to: ``docx`` or ``xlsx``.

    :raises ReadError: ``encrypted``, or ``unsupported`` for what is neither text nor table.
    """
    if data.startswith(OLE):
        if _ENCRYPTED in data:
            raise ReadError("encrypted")
        if _TEXT in data:
            return "docx"
        if any(name in data for name in _WORKBOOKS):
            return "xlsx"
        raise ReadError("unsupported", suffix=suffix)
    return "xlsx" if suffix in (".ods", ".xls", ".et", ".xlsb") else "docx"


def converted(data: bytes, suffix: str, target: str) -> bytes:
    """The file in a format that is read here.

    :raises ReadError: ``legacy`` where LibreOffice is not installed, ``conversion`` where it fails.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise ReadError("legacy", suffix=suffix or "?", target=f".{target}")
    with tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        profile = work / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        source = work / f"document{suffix if suffix.isascii() else ''}"
        source.write_bytes(data)
        made = work / "out" / f"document.{target}"
        _run(
            [
                program,
                f"-env:UserInstallation={profile.parent.as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                target,
                "--outdir",
                str(made.parent),
                str(source),
            ]
        )
        if not made.exists():
            raise ReadError("conversion", suffix=suffix)
        return made.read_bytes()


def _run(command: list[str]) -> None:
    """Run a program and all that it starts, within its time."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError, AttributeError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
