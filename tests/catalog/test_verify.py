"""How the verification reads an SDK: the tricks that real ones play, in a wheel made by hand."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from aigc_lint.catalog.entries.sdks import Client, Operation, Sdk
from tools.verify_catalog.bench import Bench
from tools.verify_catalog.claims import Claim
from tools.verify_catalog.excuses import excused, failures, needless
from tools.verify_catalog.pins import Pin, read_pins
from tools.verify_catalog.verify import verify
from tools.verify_catalog.wheels import Wheel

FILES = {
    "toy-1.0.dist-info/METADATA": "Name: toy\nVersion: 1.0\n",
    "toy/__init__.py": """\
from typing import TYPE_CHECKING
from ._client import Toy, Toy as Client
from ._stars import *
if TYPE_CHECKING:
    class Router:
        def route(self, model): ...
else:
    class Router:
        def __getattr__(self, name): ...
_lazy = {"Late": (".late", "Late"), "Later": ".late"}
def __getattr__(name):
    if name == "Latest":
        return _latest()
    return _lazy[name]
def _latest():
    from .late import Latest
    return Latest
_instance = Toy()
ask = _instance.chat.ask
raise RuntimeError("this module must never run")
""",
    "toy/_stars.py": "class Star:\n    def shine(self, *, text): ...\n",
    "toy/late.py": """\
from dataclasses import dataclass
from pydantic import BaseModel, Field
class Late:
    def call(self, **kwargs): ...
    wanted = "the word temperature stands here"
class Later(BaseModel):
    model_name: str = Field(alias="model")
class Latest:
    async def go(self, first, second=None, *rest): ...
@dataclass
class Record:
    one: str
    two: str = ""
""",
    "toy/_client.py": """\
from __future__ import annotations
from typing import TypedDict
from typing_extensions import Unpack
from ._compat import cached_property
class Options(TypedDict):
    base_url: str
class Base:
    def __init__(self, **kwargs: Unpack[Options]): ...
    @property
    def lies(self) -> Chat:
        return Mute(self)
    @property
    def lazily(self):
        if self._held is None:
            self._held = Chat(self)
        return self._held
class Chat:
    def __init__(self, client): ...
    def ask(self, model, messages): ...
class Mute(Chat):
    @property
    def ask(self) -> None:
        return None
class Toy(Base):
    chat: Chat
    def __init__(self, api_key=None, **kwargs):
        super().__init__(**kwargs)
        self._held = None
        self.generate = wrap(self.generate)
    def generate(self, *, prompt): ...
    @cached_property
    def deep(self) -> "Chat":
        from . import _client
        return _client.Chat(self)
    def copy(self) -> Toy: ...
    again = copy
def wrap(function):
    return lambda *a: function(*a)
""",
}
PIN = Pin("toy", "1.0", 1, "test", "toy")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return a bench with the one wheel."""
    path = tmp_path_factory.mktemp("wheels") / "toy-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
    return Bench({PIN: Wheel(path)})


def claims(bench: Bench, client: Client, *operations: Operation) -> dict[str, Claim]:
    """Return what becomes of the claims about one client, by kind and name."""
    sdk = Sdk(distribution="toy", imports=("toy",), clients={"client": client}, operations=operations)
    return {f"{one.kind} {one.name}": one for one in verify(bench, {"toy": sdk}, sdk)}


def operation(chain: str, *, positional: tuple[str, ...] = (), **roles: str) -> Operation:
    """Return an operation on the client."""
    return Operation(on=("client",), chains=(chain,), modality="chat", roles=roles, positional=positional)


@pytest.mark.parametrize(
    ("name", "chain"),
    [
        ("toy.Toy", "chat.ask"),
        ("toy.Client", "chat.ask"),
        ("toy.Toy", "generate"),
        ("toy.Toy", "deep.ask"),
        ("toy.Toy", "lazily.ask"),
        ("toy.Toy", "copy"),
        ("toy.Toy", "again"),
        ("toy.Star", "shine"),
        ("toy.Late", "call"),
        ("toy.Latest", "go"),
        ("toy.Router", "route"),
    ],
)
def test_a_chain_is_found(bench: Bench, name: str, chain: str) -> None:
    found = claims(bench, Client(names=(name,)), operation(chain))
    assert found[f"client {name}"].state == found[f"operation client:{chain}"].state == "confirmed"


@pytest.mark.parametrize(
    ("name", "chain", "why"),
    [
        ("toy.Toy", "chat.tell", "toy.Toy.chat is class toy._client.Chat and has no tell"),
        ("toy.Toy", "lies.ask", "toy.Toy.lies is class toy._client.Mute and has no ask"),
        ("toy.Toy", "chat.ask.more", "toy.Toy.chat.ask is function toy._client.Chat.ask and has no more"),
        ("toy.Never", "chat", "no source of toy.Never"),
    ],
)
def test_a_chain_that_is_not_there_is_told_with_its_breaking_point(bench: Bench, name: str, chain: str, why: str) -> None:
    found = claims(bench, Client(names=(name,)), operation(chain))[f"operation client:{chain}"]
    assert (found.state, found.why) == ("unconfirmed", why)


@pytest.mark.parametrize(
    ("name", "parameter", "state"),
    [
        ("toy.Toy", "api_key", "confirmed"),
        ("toy.Toy", "base_url", "confirmed"),  # a key of the base class's typed keywords
        ("toy.Toy", "api_base", "unconfirmed"),
        ("toy.Later", "model", "confirmed"),  # an alias of a field
        ("toy.Later", "model_name", "confirmed"),
        ("toy.Later", "modell", "unconfirmed"),
        ("toy.late.Record", "two", "confirmed"),
        ("toy.late.Record", "three", "unconfirmed"),
    ],
)
def test_a_constructor_takes_what_it_names_passes_on_or_has_as_field(bench: Bench, name: str, parameter: str, state: str) -> None:
    assert claims(bench, Client(names=(name,), roles={parameter: "x"}))[f"parameter {parameter}"].state == state


def test_open_keywords_take_only_words_that_the_source_knows(bench: Bench) -> None:
    found = claims(bench, Client(names=("toy.Late",)), operation("call", temperature="x", temprature="y"))
    assert found["parameter temperature"].state == "accepted"
    assert found["parameter temprature"].state == "unconfirmed"


@pytest.mark.parametrize(
    ("positional", "state"),
    [
        (("model", "messages"), "confirmed"),
        (("model",), "confirmed"),
        (("messages", "model"), "unconfirmed"),
        (("model", "x"), "unconfirmed"),
    ],
)
def test_positions_are_held_to_the_real_order(bench: Bench, positional: tuple[str, ...], state: str) -> None:
    found = claims(bench, Client(names=("toy.Toy",)), operation("chat.ask", positional=positional))
    assert found[f"position chat.ask({', '.join(positional)})"].state == state


def test_a_role_that_findings_ask_for_must_be_a_parameter_of_every_callable(bench: Bench) -> None:
    both = Operation(on=("client",), chains=("chat.ask", "generate"), modality="chat", roles={"prompt": "input"})
    asked = Operation(on=("client",), chains=("chat.ask", "generate"), modality="chat", roles={"prompt": "retention"})
    client = Client(names=("toy.Toy",))
    assert claims(bench, client, both)["parameter prompt of chat.ask"].state == "loose"
    assert claims(bench, client, asked)["parameter prompt of chat.ask"].state == "unconfirmed"


def test_a_module_is_a_client_too(bench: Bench) -> None:
    client = Client(names=("toy",), kind="module", globals={"toy.api_base": "endpoint"})
    ask = Operation(on=("module",), chains=("ask", "tell"), modality="chat")
    sdk = Sdk(distribution="toy", imports=("toy",), clients={"module": client}, operations=(ask,))
    states = {one.name: one.state for one in verify(bench, {"toy": sdk}, sdk)}
    assert states == {"toy": "confirmed", "toy.api_base": "unconfirmed", "module:ask": "confirmed", "module:tell": "unconfirmed"}


def test_an_excuse_counts_for_its_claim_and_a_needless_one_is_told() -> None:
    bad = Claim("toy", "clients.client", "client", "toy.Never", "unconfirmed")
    good = Claim("toy", "clients.client", "client", "toy.Toy", "confirmed")
    excuses = {"toy": {"clients.client client toy.Never": "made at run time", "clients.client client toy.Toy": "not needed"}}
    assert failures([bad, good], {}) == [bad]
    assert failures([bad, good], excuses) == []
    assert excused([bad, good], excuses) == [(bad, "made at run time")]
    assert needless([bad, good], excuses) == ["toy: clients.client client toy.Toy"]


def test_a_line_that_is_no_pin_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "pins.txt"
    path.write_text("# a comment\ntoy==1.0  12  test  toy\ntoy 2.0\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"pins\.txt:3: not a pin: 'toy 2\.0'"):
        read_pins(path)
