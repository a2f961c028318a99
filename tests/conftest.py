"""What holds for all tests: a property that takes long on a busy machine is no less true."""

from hypothesis import Phase, settings

settings.register_profile("patient", deadline=None)
# A mutant is killed by the first counterexample; a smaller one would tell nothing more.
settings.register_profile(
    "mutants", deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
settings.load_profile("patient")
