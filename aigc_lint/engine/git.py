"""Asking git, without letting the hook around us or the repository before us have a say in what it does."""

from __future__ import annotations

import os

# Nearly every run asks git once: ``subprocess`` would take longer to import than git to answer.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess

_SECONDS = 120
_CHUNK = 1 << 16
_KILL = 9


def ask_git(arguments: tuple[str, ...], *, cwd: str) -> subprocess.CompletedProcess[bytes] | None:
    """Run a git command; None where there is no git to be run."""
    import subprocess

    command, environment = _command(arguments, cwd)
    try:
        return subprocess.run(command, env=environment, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None


class FilesAsked:
    """The question which files lie below a folder that git does not ignore. git is at it from the start."""

    def __init__(self, folder: str) -> None:
        arguments = ("ls-files", "-z", "-t", "-c", "-o", "--exclude-standard")
        self._spawned: _Spawned | None = None
        self._done: subprocess.CompletedProcess[bytes] | None = None
        if hasattr(os, "posix_spawnp"):
            try:
                self._spawned = _Spawned(*_command(arguments, folder))
            except OSError:
                return
        else:
            self._done = ask_git(arguments, cwd=folder)

    def answer(self) -> bytes | None:
        """What git says; None where it can't, or takes too long. To be asked once."""
        if self._spawned is not None:
            return self._spawned.answer()
        return self._done.stdout if self._done is not None and self._done.returncode == 0 else None


def _command(arguments: tuple[str, ...], folder: str) -> tuple[tuple[str, ...], dict[str, str]]:
    # A hook's environment points git at the repository of the hook, and a repository's own configuration may name
    # programs to run.
    unwanted = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_CEILING_DIRECTORIES")
    environment = {key: value for key, value in os.environ.items() if key not in unwanted}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    return ("git", "-C", folder, "-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit", *arguments), environment


class _Spawned:
    """git as a process of its own."""

    def __init__(self, command: tuple[str, ...], environment: dict[str, str]) -> None:
        self._pipe, theirs = os.pipe()
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, theirs, 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        try:
            self._pid = os.posix_spawnp(command[0], command, environment, file_actions=actions)
        except BaseException:
            os.close(self._pipe)
            raise
        finally:
            os.close(theirs)

    def answer(self) -> bytes | None:
        """Read all that it says, if it ends well and in time."""
        import select
        import time

        until = time.monotonic() + _SECONDS
        said: list[bytes] = []
        try:
            while select.select([self._pipe], [], [], max(until - time.monotonic(), 0))[0]:
                chunk = os.read(self._pipe, _CHUNK)
                if not chunk:
                    return b"".join(said) if os.waitpid(self._pid, 0)[1] == 0 else None
                said.append(chunk)
            self._end()
            return None
        except BaseException:
            self._end()
            raise
        finally:
            os.close(self._pipe)

    def _end(self) -> None:
        os.kill(self._pid, _KILL)
        os.waitpid(self._pid, 0)
