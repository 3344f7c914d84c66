"""Which short texts of this app have one value in each language. Long texts are wordings, a row for each language."""

from modeltranslation.translator import TranslationOptions, translator

from .library.models import Document, RequiredInput
from .texts.models import GlossaryTerm, Text, TextVersion

for model, fields in {
    Document: ("designation", "title", "subtitle", "author", "remark"),
    RequiredInput: ("title", "responsible", "remark"),
    Text: ("title", "subtitle", "author"),
    TextVersion: ("label", "status"),
    GlossaryTerm: ("words",),
}.items():
    translator.register(model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": fields}))
