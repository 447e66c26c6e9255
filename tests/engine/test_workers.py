"""Parsing in processes that can be killed: what hangs or dies costs its own file and no other."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from aigc_lint.engine import workers
from aigc_lint.engine.held import Held
from aigc_lint.engine.parsing import Job, parse_here
from aigc_lint.engine.workers import Pool
from aigc_lint.model.facts import Facts

SABOTAGE = """
import os, sys, time
from aigc_lint.engine import parsing
honest = parsing.parse_here
def sabotaged(job):
    if b"CRASH" in job.data: os.abort()
    if b"SPIN" in job.data:
        while True: pass
    if b"HANG" in job.data: time.sleep(600)
    if b"PRINT" in job.data: print("noise"); os.write(1, b"noise")
    if b"HUNGER" in job.data: raise MemoryError
    if b"TAKE" in job.data: bytearray(int(job.data.split()[2]) << 20)
    if b"KILL" in job.data: os.kill(os.getpid(), 9)
    if b"RUST" in job.data: os.write(2, b"memory allocation of 9 bytes failed"); os.abort()
    return honest(job)
parsing.parse_here = sabotaged
parsing.serve()
"""


def job(text: str, *, seconds: float = 20.0, notebook: bool = False) -> Job:
    return Job(text.encode(), notebook, 1_000_000, seconds)


def facts(answers: list[Held]) -> list[Facts]:
    return [answer.facts() or Facts(body=()) for answer in answers]


def reasons(answers: list[Held]) -> list[str]:
    return [",".join(refusal.reason for refusal in one.refusals) for one in facts(answers)]


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(size=2)
    yield made
    made.close()


@pytest.fixture
def sabotaged(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> Pool:
    monkeypatch.setattr(workers, "_SERVE", f"exec({SABOTAGE!r})")
    return pool


def test_answers_are_those_of_parsing_here_in_the_order_of_the_jobs(pool: Pool) -> None:
    jobs = [job(f"x{number} = {'f(' * (number % 9)}1{')' * (number % 9)}\n" * (number % 5)) for number in range(12)]
    assert facts(pool.parse(jobs)) == [parse_here(one) for one in jobs]


def test_the_deepest_code_that_is_read_survives_the_journey(pool: Pool) -> None:
    deep = job("x" + ".f()" * 180 + "\n" + "[" * 190 + "]" * 190 + "\n")
    (answer,) = facts(pool.parse([deep]))
    assert not answer.refusals
    assert answer == parse_here(deep)


def test_a_crash_is_told_and_the_others_go_on(sabotaged: Pool) -> None:
    answers = sabotaged.parse([job("a = 1"), job("CRASH = 1"), job("b = 1"), job("CRASH = 2"), job("c = 1")])
    assert reasons(answers) == ["", "crash", "", "crash", ""]
    assert all(answer.body for answer in facts(answers)[::2])


def test_what_spins_is_ended_by_its_own_processor_time(sabotaged: Pool) -> None:
    started = time.monotonic()
    answers = sabotaged.parse([job("SPIN = 1", seconds=0.3), job("a = 1")])
    assert reasons(answers) == ["timeout", ""]
    assert facts(answers)[0].refusals[0].detail == "more than 0.3 seconds"
    assert time.monotonic() - started < 30


def test_what_hangs_is_ended_by_the_clock(sabotaged: Pool) -> None:
    assert reasons(sabotaged.parse([job("HANG = 1", seconds=0.1), job("a = 1")])) == ["timeout", ""]


def test_noise_does_not_get_into_the_answers(sabotaged: Pool) -> None:
    (answer,) = facts(sabotaged.parse([job("PRINT = 1")]))
    assert answer == parse_here(job("PRINT = 1"))


@pytest.mark.parametrize("how", ["HUNGER", "KILL", "RUST"])
def test_want_of_memory_costs_one_file_and_is_told(how: str, sabotaged: Pool) -> None:
    answers = sabotaged.parse([job("a = 1"), job(f"{how} = 1"), job("b = 1")])
    assert reasons(answers) == ["", "memory", ""]
    assert [answer.lasting for answer in answers] == [True, False, True]
    assert reasons(sabotaged.parse([job("c = 1")])) == [""], "the pool goes on"


def test_a_worker_gets_no_more_than_its_share(sabotaged: Pool) -> None:
    answers = sabotaged.parse([job("TAKE = 100"), job("TAKE = 2000"), job("a = 1")])
    assert reasons(answers) == ["", "memory", ""]
    assert facts(answers)[1].refusals[0].detail == "more than 640 MB"


def test_a_worker_that_did_much_has_its_whole_share_again(sabotaged: Pool) -> None:
    sabotaged.parse([job("a = 1"), job("b = 1")])
    made = set(sabotaged._idle)
    assert set(reasons(sabotaged.parse([job("TAKE = 150") for _ in range(40)]))) == {""}
    assert set(sabotaged._idle) == made, "nobody had to be replaced"


def test_what_is_too_much_for_a_share_is_parsed_alone(sabotaged: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work: list[int] = []
    ask = workers._Worker.ask

    def watched(worker: workers._Worker, one: Job) -> object:
        if one.megabytes > 256:
            at_work.append(len(sabotaged._busy) + len(sabotaged._idle))
        return ask(worker, one)

    monkeypatch.setattr(workers._Worker, "ask", watched)
    answers = sabotaged.parse([job("TAKE = 400"), job("a = 1"), job("TAKE = 500"), job("b = 1")])
    assert reasons(answers) == ["", "", "", ""]
    assert at_work == [1, 1]


def test_a_worker_that_cannot_start_is_a_bug_that_is_told(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> None:
    monkeypatch.setattr(workers, "_SERVE", "raise SystemExit('no parser here')")
    with pytest.raises(RuntimeError, match="no parser here"):
        pool.parse([job("a = 1")])


def test_no_worker_is_started_for_nothing(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> None:
    monkeypatch.setattr(workers, "_SERVE", "raise SystemExit('started')")
    assert pool.parse([]) == []


def test_workers_are_kept_and_closing_ends_those_at_work(sabotaged: Pool) -> None:
    sabotaged.parse([job("a = 1")])
    assert [sabotaged.started] == [True]
    ended: list[str] = []

    def work() -> None:
        try:
            sabotaged.parse([job("HANG = 1", seconds=60), job("HANG = 2", seconds=60), job("HANG = 3", seconds=60)])
        except workers.Closed:
            ended.append("closed")

    busy = threading.Thread(target=work)
    busy.start()
    deadline = time.monotonic() + 30
    while sabotaged.started and time.monotonic() < deadline:
        time.sleep(0.01)
    sabotaged.close()
    busy.join(timeout=30)
    assert ended == ["closed"]


def test_progress_is_counted(pool: Pool) -> None:
    counted: list[int] = []
    pool.parse([job("a = 1"), job("b = 1"), job("c = 1")], done=lambda: counted.append(1))
    assert len(counted) == 3


def test_workers_that_were_prepared_are_those_that_work(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    pool.prepare().join()
    made = list(pool._idle)
    pool.prepare().join()
    assert len(made) == pool.size
    monkeypatch.setattr(workers, "_Worker", None)  # nobody else is taken on
    assert pool.parse([job("a = 1\n"), job("b = 2\n"), job("c = 3\n")])
    assert set(pool._idle) == set(made)


def test_workers_that_were_prepared_in_vain_are_ended(pool: Pool) -> None:
    pool.prepare().join()
    made = list(pool._idle)
    pool.close()
    assert [worker._process.poll() for worker in made] == [-9, -9]
    pool.prepare().join()
    assert not pool.started
