"""The writer of a form."""

from __future__ import annotations

from dataclasses import dataclass

from qa.question.form import Form
from qa.writing.extractive import Draft, Refusal
from qa.writing.forms.change import ChangeWriter
from qa.writing.forms.collection import ByWriter, CollectionWriter
from qa.writing.forms.compare import ChoiceWriter, CompareWriter
from qa.writing.forms.definition import DefinitionWriter
from qa.writing.forms.either import EitherWriter
from qa.writing.forms.list_of import ListWriter
from qa.writing.forms.material import FormWriter, Material
from qa.writing.forms.summary import SummaryWriter
from qa.writing.forms.timeline import DayWriter, TimelineWriter
from qa.writing.forms.yes_no import YesNoWriter


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first of several writers whose form fits."""

    writers: tuple[FormWriter, ...]

    def write(self, material: Material) -> Draft | Refusal | None:
        """See `FormWriter.write`."""
        made = (writer.write(material) for writer in self.writers)
        return next((draft for draft in made if draft is not None), None)


def writer_of(form: Form) -> FormWriter | None:
    """The writer of a form; None where the best sentences are the answer."""
    writers: dict[Form, FormWriter] = {
        # "What is X?" is taken for one at times, as are "What are the X?" and "Must X do Y?"
        Form.FACT: FirstOf((DefinitionWriter(), ListWriter(asked=False), YesNoWriter())),
        Form.OPEN: FirstOf((DayWriter(), YesNoWriter())),
        Form.YES_NO: FirstOf((YesNoWriter(), EitherWriter(), ChoiceWriter())),
        Form.LIST: ListWriter(asked=True),
        Form.SAID: ByWriter(),
        Form.COMPARE: FirstOf((EitherWriter(), CompareWriter(), YesNoWriter())),
        Form.CHANGE: FirstOf((EitherWriter(), YesNoWriter(), ChangeWriter())),
        Form.TIMELINE: FirstOf((DayWriter(), TimelineWriter())),
        Form.SUMMARY: SummaryWriter(),
        Form.DEFINITION: DefinitionWriter(),
        Form.COLLECTION: FirstOf((CollectionWriter(), DayWriter())),
    }
    return writers.get(form)
