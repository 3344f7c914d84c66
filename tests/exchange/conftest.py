"""Properties are tried on the same examples in every run, however slow the machine is; and no file loses a word."""

import pytest
from hypothesis import Phase, settings

from documents.exchange import akn_in, docx_in

from .counted import vanished

whole = (Phase.explicit, Phase.generate)  # a version that fails is small enough to be read as it is
settings.register_profile("same-every-time", deadline=None, derandomize=True, database=None, phases=whole)
settings.load_profile("same-every-time")


@pytest.fixture(autouse=True, scope="package")
def every_word_of_others_is_taken_or_told():
    """Whichever file of others a test reads, each word of it is in a line or in what is told of it."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (docx_in, akn_in):
            patch.setattr(module, "read", _counting(module.read))
        yield


def _counting(read):
    def counted(data, language, *how, **more):
        reading = read(data, language, *how, **more)
        if not reading.keys and not {"reject", "propose"} & {*how, *more.values()}:
            assert not vanished(data, reading)
        return reading

    return counted
