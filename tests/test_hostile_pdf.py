"""No PDF hangs, exhausts or crashes the reader, and none is passed over in silence.

Every file is read in a process of its own, within 5 seconds of processor time and 500 MB.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import asdict

from gouji import messages
from gouji.model.blocks import Line, ReadError
from gouji.readers import Limits
from gouji.readers.pdf import read_pdf
from tests.tools.hostile import HOSTILE, TEXT, drawing
from tests.tools.made_pdf import written

SECONDS, MEGABYTES = 5, 500

READ = """
import resource, sys
from pathlib import Path
from gouji.model.blocks import ReadError
from gouji.readers import read

if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2]) + 1))
try:
    reading = read(Path(sys.argv[1]))
except ReadError as error:
    found = {error.key}
else:
    assert reading.blocks, "nothing was read, and nothing said"
    found = {"read", *(notice.key for notice in reading.notices)}
status = Path("/proc/self/status")
for line in status.read_text().splitlines() if status.exists() else ():
    if line.startswith("VmHWM:"):
        found.add(f"MB={int(line.split()[1]) // 1024}")
print(" ".join(sorted(found)))
"""


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.skipif(sys.platform == "win32", reason="its processes have no limits to set")
def test_every_hostile_file_ends_within_limits_and_is_told(name: str, tmp_path: Path) -> None:
    make, wanted = HOSTILE[name]
    path = tmp_path / "hostile.pdf"
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(SECONDS)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.returncode == 0, done.stderr[-500:]
    found = done.stdout.split()
    assert wanted in found
    assert all(int(word[3:]) <= MEGABYTES for word in found if word.startswith("MB="))


def test_a_breach_says_which_limit_and_where() -> None:
    data = written(TEXT, TEXT + b"(x) Tj " * 50, TEXT)
    reading = read_pdf(data, Limits(page_characters=20))
    [notice] = reading.notices
    assert (notice.key, notice.page) == ("limit", 2)
    assert notice.values == {"limit": "page_characters", "maximum": 20}
    assert "page_characters" in messages.notice(notice, "zh")
    assert "20" in messages.notice(notice, "en")
    texts = [block.text for block in reading.blocks if isinstance(block, Line)]
    assert [text[:4] for text in texts] == ["text"] * 3  # the other pages are read whole


def test_an_error_says_which_limit_kept_all_from_being_read() -> None:
    with pytest.raises(ReadError) as caught:
        read_pdf(drawing(b"1 1 m " * 50), Limits(page_operations=20))
    assert caught.value.key == "limit"
    assert caught.value.values_ == {"limit": "page_operations", "maximum": 20}
    assert "page_operations" in messages.read_error("limit", caught.value.values_, "en")


@pytest.mark.parametrize(
    "limits",
    [
        Limits(stream_bytes=300),
        Limits(decoded_bytes=300),
        Limits(page_bytes=300),
        Limits(operations=30),
        Limits(page_operations=30),
        Limits(characters=30),
        Limits(page_characters=30),
        Limits(pages=1),
        Limits(tokens=80),
    ],
)
def test_every_limit_is_told_when_it_is_reached(limits: Limits) -> None:
    data = written(TEXT * 30, TEXT * 30)
    try:
        found = {notice.key for notice in read_pdf(data, limits).notices}
    except ReadError as error:
        found = {error.key}
    assert "limit" in found


@pytest.mark.parametrize("page", ["limits.md", "limits.en.md"])
def test_the_documentation_gives_every_limit_and_its_default(page: str, root: Path) -> None:
    text = (root / "docs" / page).read_text(encoding="utf-8")
    documented = {
        name: int(value.replace(" ", ""))
        for name, value in re.findall(r"^\| `(\w+)` \| ([\d ]+) \|", text, re.MULTILINE)
    }
    assert documented == asdict(Limits())


def test_within_the_limits_nothing_is_told() -> None:
    assert read_pdf(written(TEXT * 30, TEXT * 30)).notices == ()
