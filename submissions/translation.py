"""Which short texts of this app have one value in each language."""

from modeltranslation.translator import TranslationOptions, translator

from .models import Call


class CallTranslation(TranslationOptions):
    fields = ("title", "guidance")


translator.register(Call, CallTranslation)
