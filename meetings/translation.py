"""Which short texts of this app have one value in each language."""

from modeltranslation.translator import TranslationOptions, translator

from .models import (
    AgendaItem,
    Component,
    Decision,
    Letter,
    Meeting,
    MeetingDates,
    MeetingPart,
    OwnName,
    Participant,
    Process,
    Region,
)

for model, fields in {
    Process: ("name", "short_name", "system", "organization", "body", "parent_body", "about"),
    Decision: ("printed_as", "title", "place", "says"),
    Component: ("text",),
    Meeting: ("name", "back_to_back_with"),
    MeetingPart: ("name",),
    MeetingDates: ("place",),
    AgendaItem: ("title",),
    Letter: ("to", "about"),
    Region: ("name",),
    Participant: ("name",),
    OwnName: ("one", "many"),
}.items():
    translator.register(model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": fields}))
