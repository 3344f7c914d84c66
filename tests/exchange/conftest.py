"""Properties are tried on the same examples in every run, however slow the machine is."""

from hypothesis import Phase, settings

whole = (Phase.explicit, Phase.generate)  # a version that fails is small enough to be read as it is
settings.register_profile("same-every-time", deadline=None, derandomize=True, database=None, phases=whole)
settings.load_profile("same-every-time")
