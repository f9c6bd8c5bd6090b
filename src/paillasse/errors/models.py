"""What goes wrong with models, and with the data they are trained and measured on.

PaillasseError
├── ModelUnavailable           an embedder that cannot be used
│   ├── EmbedderUnreachable
│   │   └── EmbedderBusy       it asks to wait
│   ├── EmbedderRejected       the key, the model or the texts
│   └── EmbedderNonsense       its answer is no vectors, or not the right ones
├── LanguageModelError         a language model that cannot be used now: answers go on without it
│   ├── LanguageModelUnreachable
│   ├── LanguageModelRejected
│   ├── LanguageModelBusy
│   ├── LanguageModelTooSlow
│   ├── LanguageModelTruncated
│   ├── LanguageModelNonsense
│   └── LanguageModelSuspended  it failed several times just now and is left alone for a while
├── ExportMismatch             an exported model gives other vectors than the one it was made from
├── TrainingDataError          data to train or select a model on that cannot be trusted
└── InvalidGoldenSet
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class InvalidGoldenSet(PaillasseError):
    """A golden file that does not follow the format."""

    code = "invalid_golden_set"
    hint = "docs/reference/golden-format.md says what a line holds."


class TrainingDataError(PaillasseError):
    """Data to train or select a model on that is missing, malformed, or fails its checks."""

    code = "training_data_error"
    hint = "Fetch or mend the file named and start again: nothing is trained on data that fails its checks."


class ModelUnavailable(PaillasseError):
    """The files of a model are missing or damaged, or the server that runs it does not do its work."""

    code = "model_unavailable"
    hint = (
        "A model folder holds model.onnx, tokenizer.json and model.json. "
        "The shipped one comes back with `uv sync --reinstall-package paillasse`."
    )


class EmbedderUnreachable(ModelUnavailable):
    """The embedding server is down, failed, or did not answer in time; later it may.

    Attributes:
        retry_after: seconds the server asks to wait, when it says so.
    """

    code = "embedder_unreachable"
    hint = (
        "Check that the server runs and that its address in the settings (PAILLASSE_…_URL) is right. "
        "Nothing is half stored: the same command goes on where it stopped."
    )

    def __init__(self, message: str, *, hint: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class EmbedderBusy(EmbedderUnreachable):
    """The embedding server's rate limit or quota is used up."""

    code = "embedder_busy"
    hint = "Wait a moment and run the same command again: it goes on where it stopped. Or raise the quota."


class EmbedderRejected(ModelUnavailable):
    """The embedding server does not accept the key, the model or the texts."""

    code = "embedder_rejected"
    hint = "Check the key in the settings, and embedder.name, max_tokens and shorten in the pipeline configuration."


class EmbedderNonsense(ModelUnavailable):
    """What the embedding server answered is no vectors, or not those of the model configured."""

    code = "embedder_nonsense"
    hint = "Check that the address is that of an embedding API of this provider and that it runs the model configured."


class LanguageModelError(PaillasseError):
    """A language model that cannot be used now; the answer goes on without it and says so."""

    code = "language_model_error"
    hint = "Answers stay verbatim until it works; `paillasse ask --explain` shows what failed."


class LanguageModelUnreachable(LanguageModelError):
    """No connection, a connection that broke, or a failure on the provider's side."""

    code = "language_model_unreachable"
    hint = "Check that the server runs and that its address in the settings (PAILLASSE_…_URL) is right."


class LanguageModelRejected(LanguageModelError):
    """The provider does not accept the request: the key, the name of the model, or something in the request."""

    code = "language_model_rejected"
    hint = "Check the key in the settings and `model.name` in the pipeline configuration."


class LanguageModelBusy(LanguageModelError):
    """The provider's rate limit or quota is used up."""

    code = "language_model_busy"
    hint = "Wait a moment, or raise the quota with the provider."


class LanguageModelTooSlow(LanguageModelError):
    """No answer, or no next word, within the time given."""

    code = "language_model_too_slow"
    hint = "Use a smaller model, or raise model.first_token_seconds, model.stall_seconds or model.total_seconds."


class LanguageModelTruncated(LanguageModelError):
    """It stopped in the middle, or would not stop."""

    code = "language_model_truncated"
    hint = "Raise model.max_output_tokens, or lower model.context_tokens for a model with a short memory."


class LanguageModelNonsense(LanguageModelError):
    """Not one claim that could be read, or not one that its evidence supports."""

    code = "language_model_nonsense"
    hint = "Use a model that follows instructions better; `paillasse ask --explain` shows what was dropped."


class LanguageModelSuspended(LanguageModelError):
    """It failed several times in a row, so nobody waits for it for a while."""

    code = "language_model_suspended"
    hint = "It is tried again by itself after half a minute."


class ExportMismatch(PaillasseError):
    """An exported model gives other vectors than the one it was made from."""

    code = "export_mismatch"
    hint = "Do not ship it. Export it as float32: if that agrees, storage loses too much; if not, the graph differs."
