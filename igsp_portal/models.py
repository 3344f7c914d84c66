"""The ground floor: who uses the portal, what happened in it, the letters it sends and the work it has done."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tasks_db.models import DBTaskResult


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person, known by an e-mail address. What they may do follows from their memberships alone."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language of e-mails"), max_length=10, choices=settings.LANGUAGES, default="en")
    files_language = models.CharField(
        _("language of files"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Files are listed in this language first; leave empty for all."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_superuser = models.BooleanField(
        _("technical administrator"), default=False, help_text=_("May do everything, in every process.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    behind_sign_in: ClassVar = True
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("There is already an account with this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    get_short_name = get_full_name

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Django's own permissions are not used: only a technical administrator holds them."""
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_superuser


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, thing: models.Model) -> EventQuerySet:
        return self.filter(about_type=thing._meta.label_lower, about_key=str(thing.pk))

    def seen_by_party(self, party: str) -> EventQuerySet:
        return self.filter(party=party, party_sees=True)

    def update(self, **values: Any) -> int:
        raise TypeError("An event is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("An event is never deleted.")


class Event(models.Model):
    """Who did what, when, about which thing. Labels are kept by value, so that the record outlives its objects."""

    at = models.DateTimeField(_("time"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("by"),
    )
    by_label = models.CharField(_("name at the time"), max_length=254)
    verb = models.CharField(_("what happened"), max_length=60, db_index=True)
    about_type = models.CharField(_("kind of object"), max_length=60)
    about_key = models.CharField(_("object"), max_length=40)
    about_label = models.CharField(_("label at the time"), max_length=400)
    process = models.CharField(_("process"), max_length=60, blank=True, db_index=True)
    party = models.CharField(_("participant concerned"), max_length=120, blank=True)
    party_sees = models.BooleanField(_("visible to the participant"), default=False)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    # Whether strangers may see what it changed: by the newest of these, public pages are kept.
    public = models.BooleanField(default=True, editable=False)

    # The object itself, while the event is being written or told; what is kept are its type, key and label.
    about_thing: models.Model | None = None

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("record of events")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["about_type", "about_key"], name="event_about"),
            models.Index(fields=["id"], name="event_public", condition=models.Q(public=True)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_label}: {self.verb} {self.about_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An event is never deleted.")


class Seen(StrEnum):
    """What strangers see of a row after a change."""

    OPEN = "open"
    GONE = "gone"  # it was open until then
    HIDDEN = ""  # or it is open, and they see nothing of what was changed


class Change(models.Model):
    """That a row which programs read was changed: written with the events, once a row and transaction.

    Programs ask by it what has changed since they last asked. Of what is hidden they are told nothing, not even that
    something was changed; of what is gone only that it is, and only those who could see it before.
    """

    at = models.DateTimeField(_("time"))
    process = models.CharField(_("process"), max_length=60, blank=True)
    kind = models.CharField(_("kind of object"), max_length=20)
    key = models.BigIntegerField(_("object"))
    slug = models.CharField(_("address"), max_length=120, blank=True)
    seen = models.CharField(max_length=4, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["kind", "process", "id"], name="change_of_process"),
            models.Index(fields=["kind", "key", "id"], name="change_of_row"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug or self.key}"


class MailState(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class OutgoingMail(models.Model):
    """A letter the portal sends: written with the change that causes it, delivered by the worker."""

    process = models.CharField(_("process"), max_length=60, blank=True, db_index=True)
    letter = models.CharField(pgettext_lazy("mail", "message"), max_length=60)
    to = models.EmailField(pgettext_lazy("mail", "to"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    attachment = models.FileField(_("attachment"), upload_to="mail/%Y/%m", blank=True)
    attachment_name = models.CharField(_("name of the attachment"), max_length=200, blank=True)
    attachment_size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    attachment_sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    secret = models.BooleanField(
        _("secret"), default=False, help_text=_("The text is erased once the message has been sent.")
    )
    once = models.CharField(
        _("sent once"),
        max_length=120,
        null=True,
        blank=True,
        unique=True,
        help_text=_("No two messages share it."),
    )
    # Where its reader ends what it is sent for, by one press (RFC 8058); sealed and erased as the text is.
    unsubscribe = models.TextField(blank=True, editable=False)
    headers = models.JSONField(default=dict, blank=True, editable=False)  # by name: what puts it in a thread
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    behind_sign_in: ClassVar = True
    made_here = frozenset({"subject", "body"})  # with marks that keep names of another direction apart

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="mail_sent_has_time",
                violation_error_message=_("A message has a time of sending only once it has been sent."),
                condition=models.Q(state=MailState.SENT, sent_at__isnull=False)
                | (~models.Q(state=MailState.SENT) & models.Q(sent_at__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class WorkerTask(DBTaskResult[Any, Any]):
    """What was handed to the worker, in the words that its app has given it (foundations.worker)."""

    # By the path of a task: what it does, and the model of the row whose key is its first argument.
    told: ClassVar[dict[str, tuple[Promise | str, type[models.Model] | None]]] = {}
    behind_sign_in: ClassVar = True

    class Meta:
        proxy = True
        verbose_name = _("task of the worker")
        verbose_name_plural = _("tasks of the worker")

    def __str__(self) -> str:
        words, _model = self.told.get(self.task_path, (self.task_path.rpartition(".")[2], None))
        return str(words)

    @property
    def about(self) -> models.Model | None:
        """What the task is done for, if that is still there."""
        _words, model = self.told.get(self.task_path, ("", None))
        return model._default_manager.filter(pk=self.args_kwargs["args"][0]).first() if model else None

    @property
    def process(self) -> Any:
        """The process of what it is done for, or its slug; None for none."""
        return getattr(self.about, "process", None)

    @property
    def ended_its_worker(self) -> bool:
        """Whether it was set aside because its worker has ended over it."""
        return self.exception_class_path.endswith(".WorkerEnded")

    @property
    def error(self) -> str:
        """What a task that failed said last; the worker's log has the whole."""
        if self.ended_its_worker:
            return str(_("This task has twice stopped the worker, which does not begin it again by itself."))
        return self.traceback.strip().rpartition("\n")[2][:500]
