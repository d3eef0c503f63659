"""The writer of a form."""

from __future__ import annotations

from qa.question.form import Form
from qa.writing.forms.collection import CollectionWriter
from qa.writing.forms.definition import DefinitionWriter
from qa.writing.forms.list_of import ListWriter
from qa.writing.forms.material import FormWriter
from qa.writing.forms.summary import SummaryWriter
from qa.writing.forms.timeline import DayWriter, TimelineWriter
from qa.writing.forms.yes_no import YesNoWriter


def writer_of(form: Form) -> FormWriter | None:
    """The writer of a form; None where the best sentences are the answer."""
    match form:
        case Form.COLLECTION:
            return CollectionWriter()
        case Form.LIST | Form.FACT:
            return ListWriter(asked=form is Form.LIST)
        case Form.TIMELINE:
            return TimelineWriter()
        case Form.OPEN:
            return DayWriter()
        case Form.YES_NO:
            return YesNoWriter()
        case Form.DEFINITION | Form.FACT:  # which are told apart by what is asked for
            return DefinitionWriter()
        case Form.SUMMARY:
            return SummaryWriter()
        case _:
            return None
