"""The command line in two languages: help, usage and errors out of the catalogue, not click's own.

The language is chosen when a text is shown: ``--lang`` wherever it stands, else the locale.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from itertools import pairwise
from typing import Any, Final

import click
from click.formatting import HelpFormatter

from gouji import messages
from gouji.language import LANGUAGES, locale_language

_CLOSING: Final = "，。、；：）”？！"  # no line begins with them
_OPENING: Final = "（“"  # no line ends with them
_INTERRUPTED: Final = 130  # as shells report SIGINT


def language_in(arguments: Sequence[str]) -> str:
    """The language that the arguments ask for, else the locale's."""
    for name, value in pairwise([*arguments, ""]):
        if name == "--lang" and value in LANGUAGES:
            return value
        if name.startswith("--lang=") and name[7:] in LANGUAGES:
            return name[7:]
    return locale_language(os.environ)


def _language(context: click.Context) -> str:
    said = context.find_root().obj
    return said if isinstance(said, str) else locale_language(os.environ)


class Words(click.Option):
    """An option whose help is a text of the catalogue."""

    def __init__(self, names: Sequence[str], *, words: str, **extra: Any) -> None:
        super().__init__(names, **extra)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option as the help lists it."""
        record = super().get_help_record(ctx)
        return (
            None if record is None else (record[0], messages.help_text(self.words, _language(ctx)))
        )

    def make_metavar(self, ctx: click.Context) -> str:
        """The name of the value, in the language if it is a word."""
        return _metavar(super().make_metavar(ctx), ctx)


class Place(click.Argument):
    """An argument whose name in the help is a text of the catalogue."""

    def make_metavar(self, ctx: click.Context) -> str:
        """The name of the argument."""
        return _metavar(super().make_metavar(ctx), ctx)


def _metavar(word: str, context: click.Context) -> str:
    return messages.metavar(word, _language(context))


class Help(Words):
    """``-h``: shows the help and ends."""

    def __init__(self, names: Sequence[str] = ("-h", "--help"), **extra: Any) -> None:
        def show(context: click.Context, _: click.Parameter, value: bool) -> None:
            if value and not context.resilient_parsing:
                click.echo(context.get_help())
                context.exit()

        defaults = {"is_flag": True, "is_eager": True, "expose_value": False, "callback": show}
        super().__init__(names, words="help", **{**defaults, **extra})


class Spoken(click.Command):
    """A command whose help is in the user's language; its name is the key of its text."""

    words: str | None = None
    allow_extra_args = True  # refused below, in the user's language

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments; there must be none left over."""
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing and not isinstance(self, click.Group):
            raise Refused("surplus", ctx, names=" ".join(rest))
        return rest

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Options and arguments in the line of usage."""
        pieces = super().collect_usage_pieces(ctx)
        return [
            _usage("options-metavar", ctx) if piece == self.options_metavar else piece
            for piece in pieces
        ]

    def format_usage(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """The line of usage."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write(f"{_usage('usage', ctx)}{ctx.command_path} {pieces}\n")

    def format_help_text(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """What the command does."""
        text = messages.help_text(self.words or self.name or "", _language(ctx))
        formatter.write("\n")
        formatter.write("".join(f"  {part}\n" for part in wrapped(text, formatter.width - 2)))

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """The options, one or two lines each."""
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        _columns(_usage("options", ctx), [r for r in records if r is not None], ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the command does, for shell completion."""
        return messages.help_text(self.words or self.name or "", locale_language(os.environ))


class Program(Spoken, click.Group):
    """The group of all commands; says what is wrong with a command line in one line."""

    command_class = Spoken
    words = "gouji"

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Options and the place of the command in the line of usage."""
        return [_usage("options-metavar", ctx), _usage("command-metavar", ctx)]

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """Options, then commands."""
        super().format_options(ctx, formatter)
        rows = [
            (name, messages.help_text(command.words or name, _language(ctx)))
            for name in self.list_commands(ctx)
            if isinstance(command := self.get_command(ctx, name), Spoken) and not command.hidden
        ]
        _columns(_usage("commands", ctx), rows, ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of this name."""
        unknown = self.get_command(ctx, args[0]) is None and not args[0].startswith("-")
        if unknown and not ctx.resilient_parsing:
            close = _close(args[0], self.list_commands(ctx))
            raise Refused("no-such-command", ctx, close, name=args[0])
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line."""
        for stream in (sys.stdout, sys.stderr):
            # a console that cannot show a character gets a question mark instead
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        given = args[0] if args else extra.get("args")
        arguments = list(sys.argv[1:] if given is None else given)
        language = language_in(arguments)
        standalone = extra.pop("standalone_mode", True)
        extra |= {"obj": language, "standalone_mode": False}
        try:
            status = super().main(*args, **extra)
        except click.ClickException as error:
            if not standalone:
                raise
            _tell(error, language)
            status = error.exit_code
        except click.Abort:
            click.echo(f"gouji: {messages.usage('aborted', language)}", err=True)
            status = _INTERRUPTED
        if not standalone:
            return status
        sys.exit(status if isinstance(status, int) else 0)


def _usage(key: str, context: click.Context) -> str:
    return messages.usage(key, _language(context))


class Refused(click.UsageError):
    """A command line that cannot be understood, by the key of its text."""

    def __init__(
        self, key: str, ctx: click.Context | None, close: Sequence[str] = (), **values: object
    ) -> None:
        super().__init__(key, ctx)
        self.key = key
        self.close = close
        self.values = values


class OneOf(click.Choice[str]):
    """A choice that refuses in the user's language, naming what may be meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value, if it is one of the choices."""
        if value not in self.choices:
            close = _close(str(value), self.choices)
            name = param.opts[-1] if param else ""
            choices = ", ".join(self.choices)
            raise Refused("bad-choice", ctx, close, name=name, value=value, choices=choices)
        return str(value)


def _close(word: str, known: Iterable[str]) -> list[str]:
    """The word that may be meant, if any is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only errors need it

    return get_close_matches(word, list(known), n=1)


def _tell(error: click.ClickException, language: str) -> None:
    """One line on standard error, and one that says where help is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and context is not None:
        click.echo(context.get_help(), err=True)
        return
    from gouji.view import visible  # noqa: PLC0415 - only errors need it

    click.echo(f"gouji: {visible(_what(error, language))}", err=True)
    if context is not None:
        hint = messages.usage("try-help", language, command=context.command_path)
        click.echo(f"gouji: {hint}", err=True)


def _what(error: click.ClickException, language: str) -> str:
    """What is wrong, in the language."""
    match error:
        case Refused():
            text = messages.usage(error.key, language, **error.values)
            return text + _meant(error.close, language)
        case click.NoSuchOption():
            text = messages.usage("no-such-option", language, name=error.option_name)
            likely = error.possibilities or ()
            close = _close(error.option_name, likely)
            return text + _meant(close, language)
        case click.MissingParameter() if error.param is not None:
            name = error.param.make_metavar(error.ctx) if error.ctx else error.param.name
            is_argument = error.param.param_type_name == "argument"
            key = "missing-argument" if is_argument else "missing-option"
            return messages.usage(key, language, name=name)
        case click.BadOptionUsage():
            # click has one exception for both; the message tells them apart
            key = "takes-no-value" if "not take" in error.message else "needs-value"
            return messages.usage(key, language, name=error.option_name)
        case click.BadParameter() if error.param is not None:
            name = error.param.opts[-1]
            return messages.usage("bad-value", language, name=name, reason=error.message)
    return error.format_message()


def _meant(names: Sequence[str], language: str) -> str:
    return messages.ui("did-you-mean", language, name=names[0]) if names else ""


def _width(text: str) -> int:
    """The columns of a text of the catalogue; it holds no marks that take none."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, columns: int) -> Iterator[str]:
    """A text as lines of at most so many columns, broken at spaces and between wide characters."""
    current = ""
    for piece in _pieces(text):
        if current and _width(current) + _width(piece.rstrip()) > columns:
            yield current.rstrip()
            current = ""
        current += piece
    if current.strip():
        yield current.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """What a line may be broken between: words with the space after them, wide characters with the
    punctuation that must not begin a line."""
    piece = ""
    for character in text:
        narrow = _width(character) == 1 and character != " "
        joins = piece and (
            character in _CLOSING or piece[-1] in _OPENING or (narrow and _width(piece[-1]) == 1)
        )
        if piece and not joins:
            if character == " ":
                yield f"{piece} "
                piece = ""
                continue
            yield piece
            piece = ""
        piece += character
    yield piece


def _columns(
    title: str,
    rows: Sequence[tuple[str, str]],
    context: click.Context,
    formatter: HelpFormatter,
) -> None:
    """A titled list of names and what they are; long names have a line of their own."""
    if not rows:
        return
    indent, gap, widest = 2, 2, 30
    first = min(max(_width(name) for name, _ in rows), widest)
    colon = messages.ui("colon", _language(context)).rstrip()
    formatter.write(f"\n{title}{colon}\n")
    for name, text in rows:
        lines = list(wrapped(text, max(formatter.width - indent - first - gap, 20)))
        head = " " * indent + name
        if _width(name) <= first:
            head += " " * (first + gap - _width(name)) + (lines.pop(0) if lines else "")
        formatter.write(f"{head.rstrip()}\n")
        for each in lines:
            formatter.write(" " * (indent + first + gap) + each + "\n")
