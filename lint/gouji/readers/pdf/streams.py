"""Streams of a PDF, decoded within limits: no filter unpacks more than is to be read."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from pdfminer.lzw import LZWDecoder
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFStream,
    int_value,
)
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

from gouji.model.regex import regex
from gouji.readers.pdf.records import Budget, Exhausted

# pieces in which a broken stream is unpacked, so that little is lost before the break
_CHUNK: Final = 256
_TIFF: Final = 2
_PNG: Final = 10
_NOT_HEX: Final = regex(rb"[^0-9A-Fa-f]+")
_SPACE: Final = b"\x00\t\n\x0b\x0c\r "
_BASE_85: Final = regex(rb"(?:z|[!-u]{5})*+(?:[!-u]{2,4})?")
# digits of base 85 to their values: "!" is zero
_VALUES_85: Final = bytes(max(character - ord("!"), 0) for character in range(256))
# the largest row of a predictor; a wider one is nonsense
_WIDEST_ROW: Final = 1_000_000


class Stream(PDFStream):
    """A stream that decodes itself within limits, whoever asks for its data."""

    def __init__(self, stream: PDFStream, budget: Budget) -> None:
        assert stream.rawdata is not None
        super().__init__(stream.attrs, stream.rawdata, stream.decipher)
        self._budget = budget

    def decode(self) -> None:
        """Decode it and keep the result."""
        self.data = decoded(self, self._budget)
        self.rawdata = None


def decoded(stream: PDFStream, budget: Budget) -> bytes:
    """The decoded bytes of a stream, cut at the limits; of a broken stream, what can be saved."""
    if stream.data is not None:
        return stream.data
    data = stream.rawdata or b""
    try:
        if stream.decipher is not None and stream.objid is not None and stream.genno is not None:
            data = _cut(data, budget)
            data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
        for name, parameters in stream.get_filters():
            data = _filtered(name, data, budget)
            if isinstance(parameters, dict) and "Predictor" in parameters:
                data = _predicted(parameters, data, budget)
    except Exhausted:
        return b""
    except Exception:  # noqa: BLE001 - broken streams break filters in many ways
        budget.damage("stream")
        return b""
    maximum = budget.limits.stream_bytes
    if len(data) > maximum:
        budget.breach("stream_bytes", maximum)
        data = data[:maximum]
    budget.spend_decoded(len(data))
    return data


def _filtered(name: object, data: bytes, budget: Budget) -> bytes:
    """What one filter makes of the data.

    :raises ValueError: for a filter that gives no text, such as those of images.
    """
    if name in LITERALS_FLATE_DECODE:
        return _inflated(data, budget)
    if name in LITERALS_ASCIIHEX_DECODE:
        digits = _NOT_HEX.sub(b"", data.partition(b">")[0])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    data = _cut(data, budget)
    if name in LITERALS_ASCII85_DECODE:
        return _bounded(iter((_of_base_85(data),)), budget)
    if name in LITERALS_LZW_DECODE:
        return _bounded(LZWDecoder(BytesIO(data)).run(), budget)
    if name in LITERALS_RUNLENGTH_DECODE:
        return _bounded(_runs(data), budget)
    msg = f"the filter {name!r} gives no text"
    raise ValueError(msg)


def _of_base_85(data: bytes) -> bytes:
    """What groups of five digits of base 85 stand for (ISO 32000-1, 7.4.3).

    ``base64.a85decode`` does the same, digit by digit, which takes longer than all else on a page.
    Here all groups are worked out at once: each has a lane of five bytes, for which no group is too
    large, in one long number.

    :raises ValueError: for what is none, and for groups above the greatest number of four bytes.
    """
    digits = data.removeprefix(b"<~").partition(b"~>")[0].translate(None, _SPACE)
    if _BASE_85.fullmatch(digits) is None:
        msg = "no digits of base 85"
        raise ValueError(msg)
    digits = digits.replace(b"z", b"!!!!!")
    missing = -len(digits) % 5
    digits += b"u" * missing
    digits = digits.translate(_VALUES_85)
    lane = bytearray(len(digits))
    number = 0
    for k in range(5):
        lane[4::5] = digits[k::5]
        number = number * 85 + int.from_bytes(lane, "big")
    lanes = number.to_bytes(len(digits), "big")
    if any(lanes[::5]):
        msg = "a group of digits of base 85 is too great"
        raise ValueError(msg)
    del lane[::5]
    for k in range(4):
        lane[k::4] = lanes[k + 1 :: 5]
    return bytes(lane[: len(lane) - missing])


def _cut(data: bytes, budget: Budget) -> bytes:
    """As much as a slow decoder may be given."""
    maximum = budget.limits.slow_bytes
    if len(data) > maximum:
        budget.breach("slow_bytes", maximum)
    return data[:maximum]


def _bounded(pieces: Iterator[bytes], budget: Budget) -> bytes:
    maximum = budget.limits.stream_bytes
    whole = bytearray()
    for piece in pieces:
        whole += piece
        if len(whole) > maximum:
            break
    if len(whole) > maximum:
        budget.breach("stream_bytes", maximum)
    return bytes(whole[:maximum])


def _runs(data: bytes) -> Iterator[bytes]:
    """The runs of a run-length encoding (ISO 32000-1, 7.4.5)."""
    position = 0
    while position < len(data):
        length = data[position]
        if length == 128:
            return
        if length < 128:
            yield data[position + 1 : position + length + 2]
            position += length + 2
        else:
            yield data[position + 1 : position + 2] * (257 - length)
            position += 2


def _inflated(data: bytes, budget: Budget) -> bytes:
    maximum = budget.limits.stream_bytes
    try:
        whole = zlib.decompressobj().decompress(data, maximum + 1)
    except zlib.error:
        budget.damage("stream")
        whole = _salvaged(data, maximum)
    if len(whole) > maximum:
        budget.breach("stream_bytes", maximum)
    return whole[:maximum]


def _salvaged(data: bytes, maximum: int) -> bytes:
    """What comes before the break of a broken stream."""
    whole = bytearray()
    decoder = zlib.decompressobj()
    try:
        for start in range(0, len(data), _CHUNK):
            whole += decoder.decompress(data[start : start + _CHUNK], maximum + 1 - len(whole))
            if len(whole) > maximum:
                break
    except zlib.error:
        pass
    return bytes(whole)


def _predicted(parameters: dict[str, Any], data: bytes, budget: Budget) -> bytes:
    """The data with the prediction of its filter undone.

    :raises ValueError: for parameters that no writer means.
    """
    predictor = int_value(parameters["Predictor"])
    colors, columns, bits = (
        int_value(parameters.get(key, usual))
        for key, usual in (("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8))
    )
    if predictor < _TIFF:
        return data
    if not 0 < colors * columns * bits <= _WIDEST_ROW:
        msg = f"a row of {colors * columns * bits} bits"
        raise ValueError(msg)
    data = _cut(data, budget)
    if predictor >= _PNG:
        return bytes(apply_png_predictor(predictor, colors, columns, bits, data))
    return bytes(apply_tiff_predictor(colors, columns, bits, data))
