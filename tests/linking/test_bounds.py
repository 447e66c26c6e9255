"""Where a bound cuts, the use says so: one more than there may be is told, just as many as there may be are not."""

from __future__ import annotations

import time

import pytest

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.load import load
from aigc_lint.engine.needles import needles
from aigc_lint.linking import callers, classes, elsewhere, environments, scopes, updates, uses
from aigc_lint.linking.abstract import Const, DictVal, Unk, union
from aigc_lint.linking.explain import explained
from aigc_lint.linking.linker import MOST_NAMED, Linker
from aigc_lint.linking.memory import MOST_NESTED
from aigc_lint.linking.modules import ModuleIndex
from aigc_lint.linking.strings import combined
from aigc_lint.model.uses import Use
from aigc_lint.reading.prefilter import scan
from aigc_lint.reading.read import read

ASK = "OpenAI(base_url={}).responses.create(model='m', input='x')\n"
URL = "'https://api.deepseek.com'"
IMPORT = "from openai import OpenAI\n"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def call(catalog: Catalog, files: dict[str, str], path: str) -> Use:
    wanted = needles(catalog, None)
    index = ModuleIndex.build({name: scan(text.encode(), wanted) for name, text in files.items()}, root="", roots=[""])
    known = {name: read(text.encode()) for name, text in files.items()}
    (found,) = [use for use in Linker(files=index, facts=known.get, catalog=catalog).uses(path) if use.kind == "call"]
    return found


def is_told(use: Use) -> bool:
    told = any("cannot tell: bound" in line for line in explained(use))
    assert told == any(one.reason == "bound" for one in use.unresolved)
    return told


def providers(use: Use) -> set[str]:
    return {one.provider for one in use.candidates}


@pytest.mark.parametrize("more", [0, 1])
def test_callers(more: int, catalog: Catalog) -> None:
    lib = f"{IMPORT}def ask(url):\n    {ASK.format('url')}"
    calls = f"from lib import ask\n{f'ask({URL})' + chr(10)}" + f"ask({URL})\n" * (callers.MOST_CALLERS - 1 + more)
    found = call(catalog, {"lib.py": lib, "main.py": calls}, "lib.py")
    assert (providers(found), is_told(found)) == ({"deepseek"}, bool(more))


@pytest.mark.parametrize("more", [0, 1])
def test_constructions(more: int, catalog: Catalog) -> None:
    lib = f"{IMPORT}class Box:\n  def __init__(self, url):\n    self.url = url\n  def ask(self):\n    {ASK.format('self.url')}"
    made = "from lib import Box\n" + f"Box({URL})\n" * (callers.MOST_CALLERS + more)
    found = call(catalog, {"lib.py": lib, "main.py": made}, "lib.py")
    assert (providers(found), is_told(found)) == ({"deepseek"}, bool(more))


@pytest.mark.parametrize("more", [0, 1])
def test_files_that_import_a_function(more: int, catalog: Catalog) -> None:
    lib = f"{IMPORT}def ask(url):\n    {ASK.format('url')}"
    others = {f"m{number:03}.py": "from lib import ask\n" for number in range(classes.MOST_FILES - 1 + more)}
    others["m000.py"] += f"ask({URL})\n"
    found = call(catalog, {"lib.py": lib, **others}, "lib.py")
    assert (providers(found), is_told(found)) == ({"deepseek"}, bool(more))


@pytest.mark.parametrize("more", [0, 1])
def test_files_that_write_to_a_module(more: int, catalog: Catalog) -> None:
    lib = f"{IMPORT}url = None\ndef ask():\n    {ASK.format('url')}"
    others = {f"m{number:03}.py": "import lib\n" for number in range(elsewhere.MOST_IMPORTERS + more)}
    others["m000.py"] += f"import openai\nlib.url = {URL}\n"
    found = call(catalog, {"lib.py": lib, **others}, "lib.py")
    assert (providers(found), is_told(found)) == ({"deepseek", "openai"}, bool(more))


@pytest.mark.parametrize("more", [0, 1])
def test_subclasses(more: int, catalog: Catalog) -> None:
    base = f"{IMPORT}class Base:\n  url = None\n  def ask(self):\n    {ASK.format('self.url')}"
    heirs = "".join(f"class C{n}(Base):\n  url = {URL}\n" for n in range(classes.MOST_DESCENDANTS + more))
    found = call(catalog, {"lib.py": base + heirs}, "lib.py")
    assert (providers(found), is_told(found)) == ({"deepseek", "openai"}, bool(more))


@pytest.mark.parametrize("more", [0, 1])
def test_bases_of_bases(more: int, catalog: Catalog) -> None:
    chain = "class C0:\n  url = 'https://api.deepseek.com'\n"
    chain += "".join(f"class C{n}(C{n - 1}):\n  pass\n" for n in range(1, classes.MOST_ANCESTORS + more))
    last = f"C{classes.MOST_ANCESTORS - 1 + more}"
    found = call(catalog, {"lib.py": f"{IMPORT}{chain}{ASK.format(last + '().url')}"}, "lib.py")
    assert (providers(found), is_told(found)) == (set() if more else {"deepseek"}, bool(more))


@pytest.mark.parametrize(("sides", "told"), [((4, 6), False), ((5, 5), True)])
def test_combinations(sides: tuple[int, int], told: bool) -> None:
    sets = [tuple(Const(number) for number in range(side)) for side in sides]
    assert combined(sets, lambda _: Const("same")) == (Const("same"), *([Unk("bound")] if told else []))


@pytest.mark.parametrize(
    "step",
    ["s = s + s", "s += s", "s = f'{s}{s}'", "s = s.replace('a', 'aa')", "s = '%s%s' % (s, s)", "s = '{0}{0}'.format(s)"],
)
def test_a_text_that_doubles_line_by_line(step: str, catalog: Catalog) -> None:
    source = f"{IMPORT}s = 'a'\n" + f"{step}\n" * 50 + ASK.format("s")
    assert providers(call(catalog, {"a.py": source}, "a.py")) == set()


def test_a_list_that_doubles_line_by_line(catalog: Catalog) -> None:
    source = f"{IMPORT}s = ['a']\n" + "s = s + s\n" * 50 + ASK.format("s[0]")
    assert providers(call(catalog, {"a.py": source}, "a.py")) == set()


def test_a_dict_that_holds_the_one_before_several_times_over() -> None:
    found = DictVal()
    for _ in range(60):
        found = DictVal((("a", (found,)), ("b", (found,))))
    assert union((found,), (Const(1), Const(2)), (found,)) == (found, Const(1), Const(2))


@pytest.mark.parametrize(
    "wrong",
    ["'a'.replace('b')", "'a'.split('a', 'b')", "'a'.partition('a', 1)", "'a'.rsplit('a', 1.5)", "'a'.removeprefix('a', 'b')"],
)
def test_a_method_called_the_wrong_way_is_no_fault_of_ours(wrong: str, catalog: Catalog) -> None:
    assert providers(call(catalog, {"a.py": IMPORT + ASK.format(wrong)}, "a.py")) == set()


@pytest.mark.parametrize("more", [0, 1])
def test_assignments_under_tests(more: int, catalog: Catalog) -> None:
    ifs = "".join(f"if a == {number}:\n  url = {URL}\n" for number in range(environments.MOST_DEFINITIONS + more))
    found = call(catalog, {"a.py": f"{IMPORT}url = {URL}\n{ifs}{ASK.format('url')}"}, "a.py")
    assert (providers(found), is_told(found)) == ({"deepseek"}, bool(more))


@pytest.mark.parametrize("more", [0, 1])
def test_items_of_a_list_that_is_put_together(more: int, catalog: Catalog) -> None:
    first, second = "'a', " * 9_999, f"{URL}, " * (1 + more)
    found = call(catalog, {"a.py": f"{IMPORT}urls = [{first}] + [{second}]\n{ASK.format('urls[n]')}"}, "a.py")
    assert is_told(found) == bool(more)


@pytest.mark.parametrize("step", ["d.update(a{0}={1})", "d['a{0}'] = {1}"])
@pytest.mark.parametrize("more", [0, 1])
def test_items_that_are_set_one_by_one(step: str, more: int, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "MOST_CHANGES", 20)
    steps = "".join(step.format(number, "'b'") + "\n" for number in range(19 + more)) + step.format("z", URL) + "\n"
    found = call(catalog, {"a.py": f"{IMPORT}d = {{}}\n{steps}{ASK.format(chr(100) + '[' + repr('az') + ']')}"}, "a.py")
    assert (providers(found), is_told(found)) == ({"deepseek"}, bool(more))


@pytest.mark.parametrize(
    "table",
    [
        "t = {{{}}}\n".format(", ".join(f"'k{n}': {n}" for n in range(20_000)) + f", 'z': {URL}"),
        "t = dict({})\n".format(", ".join(f"k{n}={n}" for n in range(20_000)) + f", z={URL}"),
        "def f(**k):\n  return k\nt = f({})\n".format(", ".join(f"k{n}={n}" for n in range(20_000)) + f", z={URL}"),
    ],
    ids=["display", "dict", "keywords"],
)
def test_a_large_table_costs_no_more_than_its_entries(table: str, catalog: Catalog) -> None:
    started = time.process_time()
    found = call(catalog, {"a.py": f"{IMPORT}{table}{ASK.format(chr(116) + '[' + repr('z') + ']')}"}, "a.py")
    assert providers(found) == {"deepseek"}
    assert time.process_time() - started < 10


@pytest.mark.parametrize(("depth", "most", "told"), [(3, 0, False), (4, 0, True), (4, 99, False), (7, 999, False), (7, 0, True)])
def test_loops_in_loops(depth: int, most: int, told: bool, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopes, "MOST_AGAIN", most)
    heads = "".join("  " * level + f"url = {URL}\n" + "  " * level + f"for a{level} in b:\n" for level in range(depth))
    body = "".join("  " * depth + line for line in (ASK.format("url"), "url = 'https://api.openai.com/v1'\n"))
    found = call(catalog, {"a.py": f"{IMPORT}{heads}{body}"}, "a.py")
    assert (providers(found), is_told(found)) == ({"deepseek"} if told else {"deepseek", "openai"}, told)


@pytest.mark.parametrize("more", [0, 1])
def test_callers_that_may_wrap(more: int, catalog: Catalog) -> None:
    lib = f"{IMPORT}def ask():\n    {ASK.format(URL)}"
    calls = f"from lib import ask\n{'ask()' + chr(10)}" * (callers.MOST_CALLERS + more)
    found = call(catalog, {"lib.py": lib, "main.py": calls}, "lib.py")
    assert told_of_wrapping(found) == bool(more)
    assert not found.unresolved


@pytest.mark.parametrize(("levels", "told"), [(3, False), (4, True)])
def test_callers_of_callers_that_may_wrap(levels: int, told: bool, catalog: Catalog) -> None:
    chain = "".join(f"def f{n}():\n    f{n - 1}()\n" for n in range(1, levels + 1))
    found = call(catalog, {"lib.py": f"{IMPORT}def f0():\n    {ASK.format(URL)}{chain}"}, "lib.py")
    assert told_of_wrapping(found) == told


def told_of_wrapping(use: Use) -> bool:
    return any("not all callers were looked at" in line for line in explained(use))


def linked(catalog: Catalog, files: dict[str, str]) -> Linker:
    wanted = needles(catalog, None)
    index = ModuleIndex.build({name: scan(text.encode(), wanted) for name, text in files.items()}, root="", roots=[""])
    return Linker(files=index, facts={name: read(text.encode()) for name, text in files.items()}.get, catalog=catalog)


@pytest.mark.parametrize("knots", [0, 1, 3, 2 * uses.MOST_OVERRUNS])
def test_a_file_that_is_too_much_at_once(knots: int, catalog: Catalog) -> None:
    """Calls that lead too far are told and counted, and the others found as ever, wherever they stand."""
    chain = "".join(f"a{step} = a{step - 1}\n" for step in range(1, MOST_NESTED + 20))
    tangled = f"from openai import OpenAI\na0 = OpenAI()\n{chain}" + f"a{MOST_NESTED + 19}.responses.create(input='x')\n" * knots
    main = f"import tangled\n{IMPORT}{ASK.format(URL)}{tangled}{ASK.format(URL)}"
    linker = linked(catalog, {"tangled.py": tangled, "main.py": main, "other.py": f"{IMPORT}{ASK.format(URL)}"})
    near = [use for use in linker.uses("main.py") if use.kind == "call" and use.candidates]
    assert [providers(use) for use in near] == [{"deepseek"}] * 2
    lines = [MOST_NESTED + 25 + number for number in range(knots)]
    named = ", ".join(map(str, lines[:MOST_NAMED])) + ", ..." * (knots > MOST_NAMED)
    told = [(f"{knots} call{'s' * (knots > 1)}, line{'s' * (knots > 1)} {named}", lines[0])] if knots else []
    assert [(refusal.detail, refusal.line) for refusal in linker.refusals.values()] == told
    alone = linked(catalog, {"tangled.py": tangled, "main.py": main})
    for path in ("tangled.py", "other.py"):
        linker.uses(path)
    assert linker.uses("main.py") == alone.uses("main.py")
    assert linker.refusals["main.py"] == alone.refusals["main.py"] if knots else "main.py" not in linker.refusals
    assert "other.py" not in linker.refusals


def test_type_aliases_that_name_themselves_and_each_other(catalog: Catalog) -> None:
    own = "from typing import Dict, List, Union\nJson = Dict[str, Union['Json', List['Json'], OpenAI]]\n"
    names = [f"T{number}" for number in range(30)]
    each = "".join(f"{name} = Union[{', '.join(repr(other) for other in names)}]\n" for name in names)
    source = f"{IMPORT}{own}{each}def ask(given: Json, other: T0):\n  other.x()\n  given['a'].responses.create(input='x')\n"
    started = time.perf_counter()
    assert call(catalog, {"a.py": source}, "a.py").operation == "openai.OpenAI.responses.create"
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "wrong",
    ["tuple[()]", "dict[()]", "Union[()]", "Annotated[()]", "Optional[()]", "list[()]", "Dict[str]", "x[()]", "''", "'['"],
)
def test_annotations_without_anything_inside(wrong: str, catalog: Catalog) -> None:
    source = f"from typing import *\n{IMPORT}def ask(given: {wrong}):\n  {ASK.format('given')}"
    assert providers(call(catalog, {"a.py": source}, "a.py")) == set()
