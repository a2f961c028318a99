"""What holds for all tests."""

from hypothesis import Phase, settings

# A mutant is killed by the first counterexample; a smaller one would tell nothing more.
settings.register_profile("mutants", phases=[Phase.explicit, Phase.reuse, Phase.generate])
