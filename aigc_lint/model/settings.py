"""What a settings file says: values of environment variables, each with its place."""

from __future__ import annotations

from msgspec import Struct

from aigc_lint.model.spans import Place
from aigc_lint.model.words import Words


class Given(Struct, frozen=True):
    """One variable as a file writes it; whatever looks like a credential is out of the text already."""

    name: str
    text: str | None
    """None: the variable is set, but its value is withheld or rests on something that no file shows."""
    line: int


class Mistake(Struct, frozen=True):
    """Why a settings file could not be read."""

    what: Words
    """A sentence fragment."""
    line: int | None = None


class Setting(Struct, frozen=True):
    """One value that an environment variable has where the project runs."""

    value: str | None
    """None: set to something that is not known here."""
    place: Place


class Settings(Struct, frozen=True):
    """The environment variables that the listed files set: several values where the files differ."""

    variables: dict[str, tuple[Setting, ...]] = {}

    def of(self, name: str) -> tuple[Setting, ...]:
        """What is said of a variable, by its exact name."""
        return self.variables.get(name, ())

    def alike(self, name: str) -> tuple[str, ...]:
        """The variables that have this name but for case, as settings classes read them."""
        return tuple(known for known in self.variables if known.lower() == name.lower())


NO_SETTINGS = Settings()
