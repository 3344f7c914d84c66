from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = _("Calls and submissions")

    def ready(self) -> None:
        from documents.library.panels import answers_to_inputs, readings_of_document
        from documents.search.sources import register
        from documents.texts.panels import ways_of_version
        from igsp_portal.foundations.record import audit
        from meetings import actions as roles
        from meetings import panels

        from . import actions, contributions, rendering, searched, told
        from .compiling import actions as compiling
        from .compiling import pages
        from .inviting import actions as inviting
        from .inviting import naming
        from .log import publishing
        from .receiving import actions as receiving
        from .sources import actions as sourcing
        from .sources import following, telling

        for told_of in (actions, rendering, compiling, inviting, publishing, receiving, sourcing):
            audit.sentences(told_of.SENTENCES)
        audit.actors(inviting.ACTORS)
        audit.private(actions.DRAFTING)
        audit.quiet([*rendering.SENTENCES, *receiving.SENTENCES, *sourcing.OF_DRAFTS, *compiling.QUIET])
        told.begin()
        following.begin()
        audit.followers.append(telling.follow)
        roles.refusals_of_role.append(naming.refuse_both_roles)
        panels.parts_of_process.append(contributions.process_parts)
        panels.links_of_process.append(contributions.links)
        ways_of_version.append(contributions.ways_to_remark)
        readings_of_document.append(pages.reading)
        answers_to_inputs.append(contributions.answers_to_inputs)
        register(searched.SOURCE)
