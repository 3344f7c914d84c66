"""Which short texts of this app have one value in each language."""

from modeltranslation.translator import TranslationOptions, translator

from .models import Call, CallFile, Compilation, Option, Question


class CallTranslation(TranslationOptions):
    fields = ("title", "guidance")


class CallFileTranslation(TranslationOptions):
    fields = ("label",)


class CompilationTranslation(TranslationOptions):
    fields = ("title", "introduction")


class QuestionTranslation(TranslationOptions):
    fields = ("label", "help")


class OptionTranslation(TranslationOptions):
    fields = ("label",)


translator.register(Call, CallTranslation)
translator.register(CallFile, CallFileTranslation)
translator.register(Compilation, CompilationTranslation)
translator.register(Question, QuestionTranslation)
translator.register(Option, OptionTranslation)
