"""Checks on the pairs before anything is trained on them: a failure stops the training."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, cast

import numpy as np
from py3langid import langid  # pyright: ignore[reportMissingTypeStubs]

from paillasse.errors.models import TrainingDataError
from paillasse.protocols.progress import Progress
from paillasse.training.corpus.leakage import RUN_CHARACTERS, RUN_WORDS, ForbiddenRuns, SharedRun
from paillasse.training.corpus.pairs import Pair

# The limits are shares of the pairs looked at. Measured on the 314,564 pairs of the first training, in this order:
# 0, 0.001 %, 0, 0.007 %, 0.006 %, 0.04 %, 0, 0.005 %.
MAX_EMPTY = 0.0
MAX_CONTROL = 0.001
MAX_IDENTICAL = 0.01
"""Untranslated: the student would learn that French is English."""
MAX_UNEVEN = 0.01
MAX_DUPLICATES = 0.01
MAX_WRONG_LANGUAGE = 0.03
"""The identifier itself errs on sentences full of names and code."""
MAX_DEVELOPMENT_OVERLAP = 0.0
MAX_SUSPECT = 0.001
"""Pairs with a run of words that a manual or golden case has too: "in the opposite direction of clockwise"."""
LEAKED_RUNS = 20
"""Distinct runs of words of one measured text: idioms and boilerplate gave 3 at most, a copied paragraph gives 60."""
LEAKED_SHARE = 0.5
"""Share of the runs of a short measured text, such as a golden question. One of fewer than eight words has none:
"how do I change the lamp" is anybody's."""

LENGTH_RATIO = 4.0
_LONG = 40
"""Characters: what is shorter may be a heading, with any ratio, and no identifier knows its language."""
_SAMPLE = 5_000
_SEED = 20
_BATCH = 20_000
_EXAMPLES = 3
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Check:
    """One property of the data: it holds when the figure is not over the limit."""

    name: str
    figure: float
    limit: float
    examples: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """True when training may begin as far as this is concerned; a figure that is no number fails."""
        return self.figure <= self.limit


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What was found."""

    pairs: int
    checks: tuple[Check, ...]
    suspects: tuple[int, ...]
    """Indices of the pairs that have a run of words in common with a text that is measured on."""

    def raise_on_failure(self) -> None:
        """Stop here unless every check passed.

        Raises:
            TrainingDataError: naming the checks that failed, with figures, limits and examples.
        """
        failed = [check for check in self.checks if not check.passed]
        if failed:
            lines = "\n".join(_line(check) for check in failed)
            raise TrainingDataError(
                f"{len(failed)} of {len(self.checks)} checks of {self.pairs} pairs failed:\n{lines}"
            )


def validate(
    pairs: Sequence[Pair],
    dev: Sequence[Pair],
    forbidden: Sequence[str],
    progress: Progress = lambda _stage, _done, _total: None,
) -> ValidationReport:
    """Look the pairs through; 20 s for 300,000 on one core.

    Args:
        pairs: to train on.
        dev: held out: none of them may be trained on.
        forbidden: texts of manuals and golden cases, see `leakage.forbidden_texts`.
        progress: counts checks under "check" and pairs under "leakage".
    """
    checks: list[Check] = []
    makers: tuple[Callable[[], Check], ...] = (
        lambda: _share("an empty side", pairs, _is_empty, MAX_EMPTY),
        lambda: _share("control characters", pairs, _has_control, MAX_CONTROL),
        lambda: _share("both sides identical", pairs, _is_identical, MAX_IDENTICAL),
        lambda: _share("uneven lengths", list(filter(_is_long, pairs)), _is_uneven, MAX_UNEVEN),
        lambda: _duplicates(pairs),
        lambda: _languages(pairs),
        lambda: _overlap(pairs, dev),
    )
    for done, make in enumerate(makers, 1):
        checks.append(make())
        progress("check", done, len(makers))
    runs = _shared_runs(pairs, forbidden, progress)
    suspects = tuple(sorted({run.text for run in runs}))
    return ValidationReport(len(pairs), (*checks, _suspects(pairs, runs), _leaks(runs, forbidden)), suspects)


def _share(name: str, pairs: Sequence[Pair], wrong: Callable[[Pair], bool], limit: float) -> Check:
    found = [pair for pair in pairs if wrong(pair)]
    return Check(name, _ratio(len(found), len(pairs)), limit, _shown(found))


def _is_empty(pair: Pair) -> bool:
    return not (pair.english.strip() and pair.french.strip())


def _has_control(pair: Pair) -> bool:
    return bool(_CONTROL.search(pair.english) or _CONTROL.search(pair.french))


def _is_identical(pair: Pair) -> bool:
    return pair.english.strip() == pair.french.strip()


def _is_long(pair: Pair) -> bool:
    return max(len(pair.english), len(pair.french)) > _LONG


def _is_uneven(pair: Pair) -> bool:
    shorter, longer = sorted((len(pair.english), len(pair.french)))
    return longer > LENGTH_RATIO * shorter


def _duplicates(pairs: Sequence[Pair]) -> Check:
    seen: set[tuple[str, str]] = set()
    found: list[Pair] = []
    for pair in pairs:
        key = (_key(pair.english), _key(pair.french))
        if key in seen:
            found.append(pair)
        seen.add(key)
    return Check("duplicates", _ratio(len(found), len(pairs)), MAX_DUPLICATES, _shown(found))


def _overlap(pairs: Sequence[Pair], dev: Sequence[Pair]) -> Check:
    """Held-out pairs of which both sides were trained on; one side alone is often a heading that recurs."""
    wanted = {_key(side) for pair in dev for side in (pair.english, pair.french)}
    english = wanted & {_key(pair.english) for pair in pairs}
    french = wanted & {_key(pair.french) for pair in pairs}
    found = [pair for pair in dev if _key(pair.english) in english and _key(pair.french) in french]
    return Check("held-out pairs trained on", _ratio(len(found), len(dev)), MAX_DEVELOPMENT_OVERLAP, _shown(found))


def _languages(pairs: Sequence[Pair]) -> Check:
    """The language of each side of a sample of pairs, a code block or a list of names being wrong as well."""
    longer = [pair for pair in pairs if min(len(pair.english), len(pair.french)) >= _LONG]
    chosen = np.random.default_rng(_SEED).permutation(len(longer))[:_SAMPLE]
    sample = [longer[index] for index in map(int, chosen)]
    return _share("a side in the wrong language", sample, _is_wrong_language, MAX_WRONG_LANGUAGE)


def _is_wrong_language(pair: Pair) -> bool:
    classify = _identifier().classify
    return classify(pair.english.lower())[0] != "en" or classify(pair.french.lower())[0] != "fr"


class _Identifier(Protocol):
    def set_languages(self, langs: list[str]) -> None: ...

    def classify(self, text: str) -> tuple[str, float]: ...


class _Loader(Protocol):
    @staticmethod
    def from_model_file(path: str) -> _Identifier: ...


@lru_cache(maxsize=1)
def _identifier() -> _Identifier:
    identifier = cast("type[_Loader]", langid.LanguageIdentifier).from_model_file(langid.MODEL_FILE)
    identifier.set_languages(["en", "fr"])
    return identifier


def _shared_runs(pairs: Sequence[Pair], forbidden: Sequence[str], progress: Progress) -> list[SharedRun]:
    runs = ForbiddenRuns(forbidden)
    found: list[SharedRun] = []
    for start in range(0, len(pairs), _BATCH):
        batch = pairs[start : start + _BATCH]
        texts = [side for pair in batch for side in (pair.english, pair.french)]
        found += [SharedRun(start + run.text // 2, run.forbidden, run.words) for run in runs.shared_by(texts)]
        progress("leakage", start + len(batch), len(pairs))
    return found


def _suspects(pairs: Sequence[Pair], runs: Sequence[SharedRun]) -> Check:
    places = {run.text: f"{pairs[run.text].source}: …{run.words}…" for run in runs}
    shown = tuple(places.values())[:_EXAMPLES]
    return Check("words of a manual or golden case", _ratio(len(places), len(pairs)), MAX_SUSPECT, shown)


def _leaks(runs: Sequence[SharedRun], forbidden: Sequence[str]) -> Check:
    """Measured texts of which the data holds too much."""
    shared: dict[int, set[str]] = {}
    for run in runs:
        shared.setdefault(run.forbidden, set()).add(run.words)
    leaked = {
        index: found
        for index, found in shared.items()
        if len(found) >= min(LEAKED_RUNS, LEAKED_SHARE * _run_count(forbidden[index]))
    }
    shown = [f"{len(found)} runs of “{forbidden[index][:60]}…”" for index, found in leaked.items()]
    return Check("manuals and golden cases leaked", float(len(leaked)), 0.0, tuple(shown[:_EXAMPLES]))


def _run_count(text: str) -> int:
    """Runs that would be found if all of it were copied."""
    words = _WORD.findall(text)
    runs = (" ".join(words[start : start + RUN_WORDS]) for start in range(len(words) - RUN_WORDS + 1))
    return max(1, sum(len(run) >= RUN_CHARACTERS for run in runs))


def _key(text: str) -> str:
    """What two writings of a sentence have in common: its words in lower case."""
    return " ".join(_WORD.findall(text.lower()))


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _shown(pairs: Sequence[Pair]) -> tuple[str, ...]:
    return tuple(f"{pair.source}: {pair.english[:60]!r} / {pair.french[:60]!r}" for pair in pairs[:_EXAMPLES])


def _line(check: Check) -> str:
    examples = "".join(f"\n      {example}" for example in check.examples)
    return f"  {check.name}: {check.figure:.4g}, at most {check.limit:.4g} allowed{examples}"
