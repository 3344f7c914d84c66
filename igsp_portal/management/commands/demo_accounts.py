"""`manage.py demo_accounts`: one account for each role, made once, and how to sign in as it."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from igsp_portal.front import demo
from meetings.models import Process


class Command(BaseCommand):
    help = "Makes the demonstration's accounts for the processes that are loaded, and says how to sign in."

    def handle(self, **options: object) -> None:
        """Raises CommandError outside a demonstration, and when no process is loaded."""
        if not settings.DEMO:
            raise CommandError(
                "These accounts open at one click and are for a demonstration alone: "
                "start it as `python3 manage.py demo`."
            )
        processes = Process.objects.all()
        if not processes:
            raise CommandError("No process is loaded. Load one first: manage.py load_process igsp")
        standing = {account.key: account for process in processes for account in demo.ensure_accounts(process)}
        if options["verbosity"]:
            self.tell(list(standing.values()))

    def tell(self, accounts: list[demo.DemoAccount]) -> None:
        self.stdout.write(f"Sign in by role, at one click: {settings.SITE_ADDRESS}/en/demo/")
        width = max(len(str(account.title)) for account in accounts)
        for account in accounts:
            self.stdout.write(f"  {account.title!s:<{width}}  {account.email:<26}  {account.does}")
        self.stdout.write(f"Codes and other messages are written to {settings.EMAIL_FILE_PATH}")
