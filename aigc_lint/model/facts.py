"""What reading knows of one file: block-structured facts, without path, policy or catalogue.

The shape keeps what abstract evaluation needs and nothing else: white space, comments (but the suppressing ones) and
docstrings are gone. Everything is frozen and goes through msgpack as arrays, so that workers and the cache move
facts and never trees. No literal that looks like a credential is kept: ``Secret`` stands in its place.
"""

from __future__ import annotations

from typing import Union

from msgspec import Struct

from aigc_lint.model import spans
from aigc_lint.model.spans import Span

# --- expressions ------------------------------------------------------------------------------------------------------


class Name(Struct, frozen=True, array_like=True, gc=False, tag="n"):
    """A name that is read."""

    id: str


class Attribute(Struct, frozen=True, array_like=True, gc=False, tag="a"):
    """``value.attr``."""

    value: Expression
    attr: str


class Argument(Struct, frozen=True, array_like=True, gc=False):
    """One argument of a call, or one base or keyword of a class."""

    value: Expression
    span: Span
    """The value with its keyword."""
    name: str | None = None
    """The keyword, or None for a positional or starred argument."""
    star: int = 0
    """0 plain, 1 ``*value``, 2 ``**value``."""


class Call(Struct, frozen=True, array_like=True, gc=False, tag="c"):
    """``function(arguments)``."""

    function: Expression
    arguments: tuple[Argument, ...]
    span: Span
    """The whole call expression; its start is where a use is reported."""
    callee: Span
    """The span of ``function`` alone."""


class Subscript(Struct, frozen=True, array_like=True, gc=False, tag="s"):
    """``value[index]``; a slice's index is ``Opaque("slice")``, several are a tuple."""

    value: Expression
    index: Expression


class Constant(Struct, frozen=True, array_like=True, gc=False, tag="k"):
    """A literal: text, number, truth value or None. Adjacent string literals are joined. Bytes are ``Opaque("bytes")``."""

    value: str | int | float | bool | None


class Secret(Struct, frozen=True, array_like=True, gc=False, tag="x"):
    """A string literal that holds a credential. The credential itself is not kept."""

    text: str
    """The literal with the credential replaced by ``<redacted>``; the rest (a URL, say) stays readable."""
    kind: str
    """What gave it away: ``pattern`` (its own form) or ``name`` (the name or keyword that it is bound to)."""
    span: Span


class Joined(Struct, frozen=True, array_like=True, gc=False, tag="f"):
    """An f-string: its literal pieces and its expressions in order. Format specifications are dropped."""

    parts: tuple[Expression, ...]


class Operation(Struct, frozen=True, array_like=True, gc=False, tag="o"):
    """A binary operator; a left-nested run of one operator is flattened: ``a + b + c`` has three operands."""

    operator: str
    operands: tuple[Expression, ...]


class Either(Struct, frozen=True, array_like=True, gc=False, tag="b"):
    """``and`` / ``or`` over its operands."""

    operator: str
    operands: tuple[Expression, ...]


class Unary(Struct, frozen=True, array_like=True, gc=False, tag="u"):
    """``not``, ``-``, ``+`` or ``~``."""

    operator: str
    operand: Expression


class Compare(Struct, frozen=True, array_like=True, gc=False, tag="<"):
    """A comparison chain: ``operands[0] operators[0] operands[1] ...``."""

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]


class Conditional(Struct, frozen=True, array_like=True, gc=False, tag="?"):
    """``body if test else orelse``."""

    test: Expression
    body: Expression
    orelse: Expression


class Dict(Struct, frozen=True, array_like=True, gc=False, tag="d"):
    """A dict display; a None key marks ``**value``."""

    items: tuple[tuple[Expression | None, Expression], ...]


class Collection(Struct, frozen=True, array_like=True, gc=False, tag="l"):
    """A list, tuple or set display."""

    kind: str
    items: tuple[Expression, ...]


class Generator(Struct, frozen=True, array_like=True, gc=False):
    """One ``for target in iterable if ...`` of a comprehension."""

    target: Expression
    iterable: Expression
    tests: tuple[Expression, ...]


class Comprehension(Struct, frozen=True, array_like=True, gc=False, tag="g"):
    """A list, set, dict or generator comprehension; ``key`` is set for a dict."""

    kind: str
    element: Expression
    generators: tuple[Generator, ...]
    key: Expression | None = None


class Lambda(Struct, frozen=True, array_like=True, gc=False, tag="y"):
    """``lambda parameters: body``."""

    parameters: tuple[Parameter, ...]
    body: Expression
    span: Span


class Await(Struct, frozen=True, array_like=True, gc=False, tag="w"):
    """``await value``."""

    value: Expression


class Walrus(Struct, frozen=True, array_like=True, gc=False, tag=":"):
    """``name := value``."""

    name: str
    value: Expression


class Starred(Struct, frozen=True, array_like=True, gc=False, tag="*"):
    """``*value`` inside a display or a target."""

    value: Expression


class Yield(Struct, frozen=True, array_like=True, gc=False, tag="yd"):
    """``yield value`` or ``yield from value``."""

    value: Expression | None
    source: bool = False
    """True for ``yield from``."""


class Opaque(Struct, frozen=True, array_like=True, gc=False, tag="_"):
    """An expression that reading does not model, with what it was; ``inner`` holds expressions found inside it."""

    what: str
    inner: tuple[Expression, ...] = ()


Expression = Union[
    Name, Attribute, Call, Subscript, Constant, Secret, Joined, Operation, Either, Unary, Compare, Conditional, Dict,
    Collection, Comprehension, Lambda, Await, Walrus, Starred, Yield, Opaque,
]

# --- statements -------------------------------------------------------------------------------------------------------
# ``span`` of a simple statement is the statement; of a compound one its header, from the keyword to the colon
# (decorators excluded). ``pass`` and docstrings are dropped.


class Assign(Struct, frozen=True, array_like=True, gc=False, tag="="):
    """``targets = value``, with an annotation or with an annotation alone (value None)."""

    targets: tuple[Expression, ...]
    value: Expression | None
    span: Span
    annotation: Expression | None = None


class Augment(Struct, frozen=True, array_like=True, gc=False, tag="+="):
    """``target operator= value``; the operator without its equals sign."""

    target: Expression
    operator: str
    value: Expression
    span: Span


class Evaluate(Struct, frozen=True, array_like=True, gc=False, tag="e"):
    """An expression statement, or the expressions of an ``assert`` or a ``del``."""

    value: Expression
    span: Span
    what: str = ""
    """Empty, ``assert`` or ``del``."""


class Return(Struct, frozen=True, array_like=True, gc=False, tag="r"):
    """``return value``."""

    value: Expression | None
    span: Span


class Raise(Struct, frozen=True, array_like=True, gc=False, tag="!"):
    """``raise value``."""

    value: Expression | None
    span: Span


class Jump(Struct, frozen=True, array_like=True, gc=False, tag="j"):
    """``break`` or ``continue``."""

    kind: str
    span: Span


class Branch(Struct, frozen=True, array_like=True, gc=False):
    """One ``if`` or ``elif`` arm."""

    test: Expression
    body: tuple[Statement, ...]
    span: Span


class If(Struct, frozen=True, array_like=True, gc=False, tag="if"):
    """``if`` with its ``elif`` arms flattened."""

    branches: tuple[Branch, ...]
    orelse: tuple[Statement, ...]
    span: Span


class For(Struct, frozen=True, array_like=True, gc=False, tag="for"):
    """``for`` or ``async for``."""

    target: Expression
    iterable: Expression
    body: tuple[Statement, ...]
    orelse: tuple[Statement, ...]
    span: Span
    is_async: bool = False


class While(Struct, frozen=True, array_like=True, gc=False, tag="wh"):
    """``while``."""

    test: Expression
    body: tuple[Statement, ...]
    orelse: tuple[Statement, ...]
    span: Span


class WithItem(Struct, frozen=True, array_like=True, gc=False):
    """``value as target``."""

    value: Expression
    target: Expression | None


class With(Struct, frozen=True, array_like=True, gc=False, tag="with"):
    """``with`` or ``async with``."""

    items: tuple[WithItem, ...]
    body: tuple[Statement, ...]
    span: Span
    is_async: bool = False


class Handler(Struct, frozen=True, array_like=True, gc=False):
    """One ``except`` clause."""

    type: Expression | None
    name: str | None
    body: tuple[Statement, ...]
    span: Span


class Try(Struct, frozen=True, array_like=True, gc=False, tag="try"):
    """``try`` (or ``try`` with ``except*``)."""

    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...]
    orelse: tuple[Statement, ...]
    final: tuple[Statement, ...]
    span: Span


class Case(Struct, frozen=True, array_like=True, gc=False):
    """One ``case``: literal alternatives that the pattern compares with, and the names that it binds."""

    values: tuple[Expression, ...]
    """Value patterns (``"a" | "b"``); empty where the pattern is anything else."""
    names: tuple[str, ...]
    guard: Expression | None
    body: tuple[Statement, ...]
    span: Span


class Match(Struct, frozen=True, array_like=True, gc=False, tag="ma"):
    """``match``."""

    subject: Expression
    cases: tuple[Case, ...]
    span: Span


class Parameter(Struct, frozen=True, array_like=True, gc=False):
    """One parameter of a function or lambda."""

    name: str
    kind: str
    """``positional`` (positional-only), ``plain``, ``keyword`` (keyword-only), ``*`` or ``**``."""
    default: Expression | None = None
    annotation: Expression | None = None


class Function(Struct, frozen=True, array_like=True, gc=False, tag="def"):
    """``def`` or ``async def``."""

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    decorators: tuple[Expression, ...]
    returns: Expression | None
    span: Span
    is_async: bool = False
    end_line: int = 0
    """Last line of the body."""


class Class(Struct, frozen=True, array_like=True, gc=False, tag="cl"):
    """``class``."""

    name: str
    bases: tuple[Argument, ...]
    body: tuple[Statement, ...]
    decorators: tuple[Expression, ...]
    span: Span
    end_line: int = 0


class Alias(Struct, frozen=True, array_like=True, gc=False):
    """``name as asname``; the name ``*`` is a star import."""

    name: str
    asname: str | None = None


class Import(Struct, frozen=True, array_like=True, gc=False, tag="im"):
    """``import names``."""

    names: tuple[Alias, ...]
    span: Span


class ImportFrom(Struct, frozen=True, array_like=True, gc=False, tag="from"):
    """``from module import names``; ``level`` counts the leading dots."""

    module: str
    level: int
    names: tuple[Alias, ...]
    span: Span


class Scope(Struct, frozen=True, array_like=True, gc=False, tag="sc"):
    """``global`` or ``nonlocal``."""

    kind: str
    names: tuple[str, ...]
    span: Span


Statement = Union[
    Assign, Augment, Evaluate, Return, Raise, Jump, If, For, While, With, Try, Match, Function, Class, Import, ImportFrom, Scope,
]

# --- the file ---------------------------------------------------------------------------------------------------------


class Suppression(Struct, frozen=True, array_like=True, gc=False):
    """A comment ``# aigc: ignore[CODE, ..., until=DATE] reason``, as written; meaning is the engine's business."""

    rules: tuple[str, ...]
    """Codes or names between the brackets; empty where there were none (which suppresses nothing)."""
    until: str | None
    """The text after ``until=``, unparsed."""
    reason: str
    span: Span
    """The comment from its ``#`` on."""
    cell: spans.CellSpot | None = None
    """Where that is in a notebook; not known to reading, which looks at all cells as one text."""


class Cell(Struct, frozen=True, array_like=True, gc=False):
    """One code cell of a notebook, in the concatenation of all of them."""

    index: int
    """0-based index into all cells."""
    first_line: int
    """Line of the concatenation at which the cell starts."""
    lines: int
    json_lines: tuple[int, ...]
    """For each line of the cell the 1-based line in the ``.ipynb`` file."""
    json_columns: tuple[int, ...]
    """For each line of the cell the 1-based column at which its text starts there."""


class Refusal(Struct, frozen=True, array_like=True, gc=False):
    """Why a file, or one cell of a notebook, could not be read, or not followed to the end."""

    reason: str
    """``syntax``, ``encoding``, ``too-large``, ``too-deep``, ``too-many-operands``, ``timeout``, ``memory``, ``crash``,
    ``not-a-notebook``, ``unreadable`` or ``null-byte``; from linking ``entangled``, with the calls that were cut short."""
    detail: str
    """One clear English sentence fragment with what was found, e.g. ``2,000 nested brackets (limit 200)``; empty where the reason
    says it all."""
    line: int | None = None
    column: int | None = None
    cell: int | None = None
    """For a cell of a notebook its 0-based index into all cells: line and column count in it."""
    file_line: int | None = None
    """For a cell of a notebook the place in the file itself."""
    file_column: int | None = None


class Facts(Struct, frozen=True, array_like=True, gc=False):
    """All that is known of one file."""

    body: tuple[Statement, ...]
    suppressions: tuple[Suppression, ...] = ()
    cells: tuple[Cell, ...] = ()
    """Empty but for a notebook."""
    refusals: tuple[Refusal, ...] = ()
    """A file that could not be read at all has an empty body and one refusal."""


class ImportRecord(Struct, frozen=True, array_like=True, gc=False, order=True):
    """One import as the tolerant scan sees it, before any parsing."""

    module: str
    """Dotted, as written without leading dots."""
    level: int
    """Number of leading dots."""
    name: str
    """The name imported from the module; empty for ``import module``; ``*`` for a star import."""


class FileIndex(Struct, frozen=True, array_like=True, gc=False):
    """What the byte scan knows of a file, whether or not it is ever parsed."""

    imports: tuple[ImportRecord, ...]
    needles: tuple[str, ...]
    """Sorted names of the needles found (``sdk:openai``, ``host:api.openai.com``, ``path:/chat/completions``, ``chain:...``,
    ``policy:...``). A file with none is never parsed for its own sake."""
    faint: bool = False
    """Does it call a method that has the name of an operation but is too common to tell (``.invoke(``)? It matters where a file
    with needles may have handed it a client."""
