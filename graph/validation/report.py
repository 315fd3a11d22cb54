"""What the check of the data reports."""

from dataclasses import dataclass

from i18n import Language, Message


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that the data break: where that is written, which thing breaks it, and what to do about it.

    `rule` names a shape of ontology/shapes.ttl, a check of graph/validation/checks/ or a rule of the tables.
    `line` counts from 1.
    """

    file: str
    line: int | None
    rule: str
    thing: str
    message: Message
    mend: Message

    def lines(self, language: Language = "en") -> list[str]:
        """Write it as a compiler would: place, thing, what is wrong and by which rule; below, the mend."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        mend = Message("fix: {mend}", mend=self.mend).render(language)
        return [f"{where}: {self.thing}: {self.message.render(language)} [{self.rule}]", f"    {mend}"]

    def __str__(self) -> str:
        """Write its lines."""
        return "\n".join(self.lines())
