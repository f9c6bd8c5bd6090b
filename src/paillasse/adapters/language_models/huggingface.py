"""A language model of Hugging Face that runs in this process: no server, no key, and slow without a GPU."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable
from typing import Any

from transformers import AutoModelForCausalLM, AutoTokenizer, TextStreamer

from paillasse.errors.models import LanguageModelTruncated, ModelUnavailable
from paillasse.pipeline_config import ModelConfig
from paillasse.protocols.language_model import ModelPiece, ModelRequest

_TOKENIZERS: Any = AutoTokenizer
_MODELS: Any = AutoModelForCausalLM


class LocalModel:
    """Generates in a thread, one reply at a time."""

    def __init__(self, tokenizer: Any, model: Any, name: str, config: ModelConfig) -> None:
        self._tokenizer = tokenizer
        self._model = model
        self._name = name
        self._config = config
        self._turn = asyncio.Lock()

    @property
    def name(self) -> str:
        """`huggingface/name`."""
        return self._name

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelPiece]:
        """The reply, as it is generated; the thread ends with the next token once nobody listens.

        Raises:
            LanguageModelTruncated: the request alone is longer than the model reads.
        """
        inputs = self._encoded(request)
        length = int(inputs["input_ids"].shape[1])
        longest = getattr(self._model.config, "max_position_embeddings", None)
        if longest is not None and length >= longest:
            raise LanguageModelTruncated(f"{self._name} reads {longest} tokens; the request has {length}.")
        async with self._turn:
            heard: asyncio.Queue[str | None] = asyncio.Queue()
            loop, stop = asyncio.get_running_loop(), threading.Event()

            def say(text: str | None) -> None:
                loop.call_soon_threadsafe(heard.put_nowait, text)

            work = asyncio.create_task(asyncio.to_thread(self._generate, inputs, say, stop))
            try:
                while (text := await heard.get()) is not None:
                    yield ModelPiece(text)
                written, complete = await work
            finally:
                stop.set()
                await asyncio.wait([work])
        yield ModelPiece("", length, written, complete)

    async def close(self) -> None:
        """Forget the model."""
        del self._model

    def _encoded(self, request: ModelRequest) -> Any:
        if self._tokenizer.chat_template:
            messages = [{"role": "system", "content": request.system}, {"role": "user", "content": request.user}]
            return self._tokenizer.apply_chat_template(
                messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
            )
        return self._tokenizer(f"{request.system}\n\n{request.user}\n\n", return_tensors="pt")

    def _generate(self, inputs: Any, say: Callable[[str | None], None], stop: threading.Event) -> tuple[int, bool]:
        """Tokens written, and whether the model ended by itself."""
        temperature = self._config.temperature
        chosen = self._config.model_dump(include={"temperature", "top_p", "top_k"}, exclude_none=True)
        sampling: dict[str, Any] = chosen if temperature else {}
        try:
            output = self._model.generate(
                **inputs,
                streamer=_Streamer(self._tokenizer, say, stop),
                max_new_tokens=self._config.max_output_tokens,
                do_sample=bool(temperature),
                **sampling,
            )
        except _Unheard:
            return 0, False
        finally:
            say(None)
        written = int(output.shape[1]) - int(inputs["input_ids"].shape[1])
        return written, written < self._config.max_output_tokens


class _Unheard(Exception):
    """Nobody listens any more."""


class _Streamer(TextStreamer):
    """Hands each piece of text on, and stops the generation when told to."""

    def __init__(self, tokenizer: Any, say: Callable[[str], None], stop: threading.Event) -> None:
        super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True)
        self._say = say
        self._stop = stop

    def put(self, value: Any) -> None:
        """A token."""
        if self._stop.is_set():
            raise _Unheard
        base: Any = super()
        base.put(value)

    def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
        """A piece of text that will not change."""
        del stream_end
        if text:
            self._say(text)


def open_local_model(config: ModelConfig, name: str) -> LocalModel:
    """Load a model from its folder or from the hub; safetensors only, and none of its own code is run.

    Raises:
        ModelUnavailable: it is not there, or is no model that generates text.
    """
    try:
        tokenizer = _TOKENIZERS.from_pretrained(name)
        model = _MODELS.from_pretrained(name, use_safetensors=True)
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"The language model {name} cannot be loaded: {error}",
            hint="Set model.name to a folder with config.json, tokenizer.json and model.safetensors, or a hub name.",
        ) from error
    return LocalModel(tokenizer, model.eval(), f"huggingface/{name}", config)
