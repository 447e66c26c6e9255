"""The loader: ids from structure, several folders on top of each other, all errors at once."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from aigc_lint.catalog import locate
from aigc_lint.catalog.load import load
from aigc_lint.model.findings import AigcLintError

GATEWAY = """
    id = "corp"
    name = { en = "Corp gateway", zh = "公司网关" }
    entity = "DE"

    [documents.corp-contract]
    title = "Contract"
    url = "https://corp.example/contract"
    effective = 2026-01-01
    checked = 2026-02-01

    [services.corp-gateway]
    name = { en = "Corp gateway", zh = "公司网关" }
    audience = "api"
    endpoints = ["llm.corp.example:8443/v1", { host = "*.llm.corp.example" }]

    [[services.corp-gateway.clauses]]
    id = "training"
    document = "corp-contract"
    section = "1"
    topic = "training-use"
    stance = "never"
    summary.en = "No training."
    summary.zh = "不用于训练。"
    confidence = "read"

    [[services.corp-gateway.opt_outs]]
    of = "training"
    by = "none-needed"
    in_code = false
    clause = "training"
    how.en = "Nothing to do."
    how.zh = "无需操作。"
    confidence = "read"
"""


def folder(base: Path, **files: str) -> Path:
    """Write a catalogue folder; ``providers__corp`` stands for ``providers/corp.toml``."""
    for name, text in files.items():
        path = base / (name.replace("__", "/") + ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return base


def test_ids_come_from_the_structure(tmp_path: Path) -> None:
    catalog = load(extra=[folder(tmp_path, providers__corp=GATEWAY)])
    service = catalog.services["corp-gateway"]
    assert (service.id, service.provider) == ("corp-gateway", "corp")
    assert catalog.clauses["corp-gateway/training"].service == "corp-gateway"
    assert service.opt_outs[0].clause == "corp-gateway/training"
    assert (catalog.documents["corp-contract"].id, catalog.documents["corp-contract"].provider) == ("corp-contract", "corp")


def test_an_endpoint_may_be_one_text(tmp_path: Path) -> None:
    endpoints = load(extra=[folder(tmp_path, providers__corp=GATEWAY)]).services["corp-gateway"].endpoints
    assert [(one.host, one.port, one.path) for one in endpoints] == [
        ("llm.corp.example", 8443, "/v1"),
        ("*.llm.corp.example", None, ""),
    ]


def test_a_negotiated_clause_replaces_ours_by_id_and_leaves_the_rest(tmp_path: Path) -> None:
    ours = load()
    catalog = load(
        extra=[
            folder(
                tmp_path,
                providers__openai="""
        id = "openai"
        [documents.openai-our-contract]
        title = "Our contract"
        url = "https://corp.example/openai"
        effective = 2026-01-01
        checked = 2026-02-01

        [[services.openai-api.clauses]]
        id = "training"
        document = "openai-our-contract"
        section = "7"
        topic = "training-use"
        stance = "never"
        summary.en = "No training, ever."
        summary.zh = "一律不用于训练。"
        confidence = "read"
    """,
            )
        ]
    )
    assert catalog.clauses["openai-api/training"].document == "openai-our-contract"
    assert set(catalog.clauses) == set(ours.clauses)
    assert catalog.services["openai-api"].endpoints == ours.services["openai-api"].endpoints


def test_all_errors_are_named_at_once_with_file_and_entry(tmp_path: Path) -> None:
    bad = (
        GATEWAY.replace('stance = "never"', "stance = 3").replace("in_code = false", 'in_code = "no"').replace("entity", "enttiy")
    )
    with pytest.raises(AigcLintError) as caught:
        load(extra=[folder(tmp_path, providers__corp=bad, providers__broken="id = ", providers__other='id = "another"')])
    message = caught.value.message
    assert "clause corp-gateway/training: Expected `str`, got `int` - at `$.stance`" in message
    assert "services.corp-gateway.opt_outs[0]: Expected `bool`, got `str` - at `$.in_code`" in message
    assert "`enttiy`" in message
    assert "broken.toml: Invalid value" in message
    assert "id is 'another', the file name says 'other'" in message


@pytest.mark.parametrize(
    "text", ["id = 'corp'\nservices = 3", "id = 'corp'\nservices.x = 3", "id = 'corp'\nservices.x.clauses = [3]"]
)
def test_tables_of_the_wrong_shape_are_errors_and_no_crash(tmp_path: Path, text: str) -> None:
    with pytest.raises(AigcLintError, match=r"providers/corp\.toml"):
        load(extra=[folder(tmp_path, providers__corp=text)])


def test_foreign_entries_are_held_against_the_whole(tmp_path: Path) -> None:
    with pytest.raises(AigcLintError) as caught:
        load(
            extra=[
                folder(
                    tmp_path,
                    providers__corp=GATEWAY.replace('document = "corp-contract"', 'document = "corp-contrat"').replace(
                        "never", "nevr"
                    ),
                )
            ]
        )
    assert "clause corp-gateway/training: document 'corp-contrat' does not exist" in caught.value.message
    assert "stance 'nevr' does not stand under training-use" in caught.value.message


def test_ids_that_stand_twice_are_errors(tmp_path: Path) -> None:
    twice = GATEWAY + GATEWAY.partition("[[services")[1] + GATEWAY.partition("[[services")[2].partition("[[")[0]
    taken = GATEWAY.replace("corp-gateway", "openai-api").replace("corp-contract", "openai-services-agreement")
    with pytest.raises(AigcLintError) as caught:
        load(
            extra=[
                folder(tmp_path / "a", providers__corp=twice),
                folder(tmp_path / "b", providers__copy=taken.replace('"corp"', '"copy"')),
            ]
        )
    assert "providers/corp.toml: clause corp-gateway/training stands there twice" in caught.value.message
    assert "services.openai-api stands in providers/openai.toml too" in caught.value.message


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AigcLintError, match="does not exist"):
        load(extra=[tmp_path / "nowhere"])


def test_the_shipped_folder_is_found() -> None:
    assert (locate.rules_folder() / "catalogue.toml").is_file()
