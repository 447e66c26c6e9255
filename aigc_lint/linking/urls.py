"""URLs that are known in part: host, path and port, with a placeholder for what is not known."""

from __future__ import annotations

import re

from msgspec import Struct

from aigc_lint.linking.abstract import Const, SecretText, Template, Unk, Value

UNKNOWN_PIECE = "unknown-piece"
"""Stands for an unknown stretch in a host or path while patterns are tried on it."""

_LOCAL_NAMES = frozenset({"localhost", "host.docker.internal", "0.0.0.0", "::1", "[::1]"})
_BARE_HOST = re.compile(r"(?:[\w.-]+\.[a-z]{2,}(?::\d+)?|[\w.-]+:\d{2,5})(?:/|$)", re.IGNORECASE)
_WHOLE_HOST = re.compile(r"^[\w-]+(\.[\w-]+)*\.(com|cn|ai|io|net|org|dev|app|co|cloud|chat|eu)$", re.IGNORECASE)
_PRIVATE = re.compile(r"^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)")


class Url(Struct, frozen=True):
    """A URL as far as it is known."""

    host: str
    """Lower case; empty where nothing of it is known; unknown stretches are ``UNKNOWN_PIECE``."""
    path: str
    """With its leading slash, without query; unknown stretches are ``UNKNOWN_PIECE``."""
    port: int | None
    shown: str
    """For people: ``{}`` for unknown stretches."""
    unknown: Unk | None = None
    """The first unknown piece."""
    assumed: str = ""
    query: str = ""
    """What follows the question mark."""

    @property
    def host_known(self) -> bool:
        """Is the whole host known?"""
        return bool(self.host) and UNKNOWN_PIECE not in self.host

    @property
    def local(self) -> bool:
        """Does it name this machine, a private network or a container on it?"""
        if not self.host_known:
            return False
        return (
            self.host in _LOCAL_NAMES
            or bool(_PRIVATE.match(self.host))
            or "." not in self.host
            or self.host.endswith((".local", ".internal", ".localhost", ".svc", ".cluster.local"))
        )


def parse(value: Value) -> Url | None:
    """The URL that a text is, or None where it is no text or no URL at all."""
    written = _written(value)
    return _split(*written) if written is not None else None


def relative(value: Value) -> Url | None:
    """The path that a text is below the base URL of a client; None where it is or may be a whole URL."""
    written = _written(value)
    if written is None:
        return None
    text, shown, unknown, assumed = written
    if "://" in text or text.startswith(UNKNOWN_PIECE):
        return None
    path = "/" + _without_query(text).lstrip("/")
    return Url("", path, None, shown.partition("?")[0], unknown, assumed, text.partition("?")[2])


def _written(value: Value) -> tuple[str, str, Unk | None, str] | None:
    """A text with placeholders, for us and for people, its first unknown piece and the origin whose default it is."""
    match value:
        case Const() if isinstance(value.value, str):
            return value.value.strip(), value.value.strip(), None, value.assumed
        case SecretText():
            return value.text.strip(), value.text.strip(), None, ""
        case Template():
            text = "".join(piece if isinstance(piece, str) else UNKNOWN_PIECE for piece in value.parts)
            shown = "".join(piece if isinstance(piece, str) else "{}" for piece in value.parts)
            unknown = next((piece for piece in value.parts if isinstance(piece, Unk)), None)
            return text.strip(), shown.strip(), unknown, value.assumed
        case _:
            return None


def _split(text: str, shown: str, unknown: Unk | None, assumed: str) -> Url | None:
    _scheme, mark, rest = text.partition("://")
    if not mark:
        if text.startswith(UNKNOWN_PIECE):  # ``{base}/chat/completions``: the unknown piece is scheme and host
            host, slash, path = text.partition("/")
            known_host = host.removeprefix(UNKNOWN_PIECE)
            if known_host and not re.search(r"[.:]", known_host):  # ``{base}openai/images``: the base ends in a slash
                known_host, path = "", f"{known_host}{slash}{path}"
                slash = "/"
            return Url(known_host and host.lower(), slash + _without_query(path), None, shown, unknown, assumed)
        if not _BARE_HOST.match(text) and not text.startswith("/"):
            # Something that is no host before a path: a path may still tell.
            _, slash, path = text.partition("/")
            return Url("", slash + _without_query(path), None, shown, unknown, assumed) if slash and " " not in text else None
        rest = text
    authority, slash, path = rest.partition("/")
    before, piece, after = authority.partition("?")[0].partition(UNKNOWN_PIECE)
    if piece and not after and _WHOLE_HOST.match(before):  # ``https://api.example.com{path}``: the path brings its slash along
        authority, slash, path = before, "/", f"{piece}{slash}{path}"
    authority = authority.partition("?")[0].rpartition("@")[2]
    host, colon, port = authority.rpartition(":") if not authority.endswith("]") else (authority, "", "")
    if not colon or not (port.isdigit() or UNKNOWN_PIECE in port):
        host, port = authority, ""
    host = "" if host == UNKNOWN_PIECE else host.rstrip(".").lower()
    return Url(
        host, slash + _without_query(path), int(port) if port.isdigit() else None, shown.partition("?")[0], unknown, assumed,
        path.partition("?")[2],
    )  # fmt: skip


def _without_query(path: str) -> str:
    return path.partition("?")[0].partition("#")[0]


def joined(base: Url, below: Url) -> Url:
    """The base URL of a client with the path of a request on it."""
    return Url(
        base.host,
        base.path.rstrip("/") + below.path,
        base.port,
        f"{base.shown.rstrip('/')}/{below.shown.lstrip('/')}",
        base.unknown or below.unknown,
        base.assumed,
        below.query,
    )
