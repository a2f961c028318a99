"""Fit the weights by which a headline's stance is told: `python -m training.stance FILE`.

Multinomial logistic regression on `onrecord.match.stance.features`, scikit-learn's. Single words
count only where headlines of at least ten different claims use them. The figure printed first is
that of ten-fold cross-validation in which all pairs of a claim are in one fold, so that nothing
learnt of a story helps with the same story; the table is then fitted to all pairs.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupKFold

from onrecord.match.stance import BIAS, ORDER, WEIGHTS, WORD, features
from onrecord.measure.stance import pairs_in

MIN_CLAIMS = 10
STRENGTH = 0.1
FOLDS = 10

Examples = list[tuple[str, dict[str, float]]]


def known_words(examples: Examples) -> set[str]:
    """Words that headlines of enough different claims use."""
    claims: dict[str, set[str]] = defaultdict(set)
    for claim, values in examples:
        for name in values:
            if name.startswith(WORD):
                claims[name].add(claim)
    return {name for name, of in claims.items() if len(of) >= MIN_CLAIMS}


def fitted(
    examples: Examples, labels: list[str]
) -> tuple[DictVectorizer, LogisticRegression, set[str]]:
    """The model fitted to these examples, with the words that it knows."""
    words = known_words(examples)
    columns = DictVectorizer()
    design = columns.fit_transform([kept(values, words) for _, values in examples])
    return columns, LogisticRegression(C=STRENGTH, max_iter=5000).fit(design, labels), words


def kept(values: dict[str, float], words: set[str]) -> dict[str, float]:
    """The features of one example, without words that are not known."""
    return {n: v for n, v in values.items() if not n.startswith(WORD) or n in words}


def cross_validated(examples: Examples, labels: list[str], seed: int) -> tuple[float, float]:
    """Accuracy and macro F1 on claims that the model has not seen."""
    groups = [claim for claim, _ in examples]
    said = np.empty(len(labels), dtype=object)
    folds = GroupKFold(FOLDS, shuffle=True, random_state=seed)
    for train, test in folds.split(examples, labels, groups):
        columns, model, words = fitted([examples[i] for i in train], [labels[i] for i in train])
        design = columns.transform([kept(examples[i][1], words) for i in test])
        said[test] = model.predict(design)
    said = said.astype(str)
    return accuracy_score(labels, said), f1_score(labels, said, average="macro")


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    pairs = list(pairs_in(Path(sys.argv[1])))
    examples = [(claim, features(claim, headline)) for claim, headline, _ in pairs]
    labels = [str(label) for *_, label in pairs]
    for seed in range(3):
        accuracy, macro_f1 = cross_validated(examples, labels, seed)
        print(f"cross-validated by claim, seed {seed}: accuracy {accuracy:.3f}, F1 {macro_f1:.3f}")
    columns, model, _ = fitted(examples, labels)
    rank = [list(model.classes_).index(str(s)) for s in ORDER]
    lines = ["\t".join(("feature", *map(str, ORDER)))]
    table = {BIAS: model.intercept_[rank]}
    table |= {
        str(name): model.coef_[rank, i] for i, name in enumerate(columns.get_feature_names_out())
    }
    lines += ["\t".join((n, *(f"{w:.3f}" for w in weights))) for n, weights in table.items()]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf8")
    print(f"{len(table)} weights to {WEIGHTS}")


if __name__ == "__main__":
    main()
