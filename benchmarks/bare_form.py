"""The addresses of the bare project: a form of a model, for who has signed in, and where all others are led."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db import models, transaction
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

PAGE = '<form method="post">{% csrf_token %}{{ form }}<button>Save</button></form>'


class Row(models.Model):
    """What somebody wrote."""

    by = models.ForeignKey(User, on_delete=models.CASCADE)
    words = models.TextField()

    class Meta:
        app_label = "benchmarks"
        db_table = "benchmark_form_row"

    def __str__(self) -> str:
        return self.words


RowForm = modelform_factory(Row, fields=["words"])


@login_required
@transaction.atomic
def write(request: HttpRequest) -> HttpResponse:
    """Save what was sent as a row, and lead on; show the form else."""
    form = RowForm(request.POST or None, instance=Row(by=request.user))
    if form.is_valid():
        form.save()
        return redirect("/")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


def sign_in(request: HttpRequest) -> HttpResponse:
    """Where strangers are led; nobody signs in here."""
    return HttpResponse("Sign in.")


urlpatterns = [path("", write), path("accounts/login/", sign_in)]
