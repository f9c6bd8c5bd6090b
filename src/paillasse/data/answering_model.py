"""The pipeline as MLflow loads it: questions in, cited answers out, from the manuals of PAILLASSE_HOME."""

# MLflow keeps this file with the model and runs it where the model is loaded; there Paillasse is installed.
# A PythonModel around a Runnable: MLflow's own flavour for Runnables wants all of `langchain`, which nothing else does.

from functools import partial
from pathlib import Path
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda
from mlflow.models import set_model  # pyright: ignore[reportUnknownVariableType] - MLflow does not say
from mlflow.pyfunc.model import PythonModel, PythonModelContext

from paillasse.loop.model_serving import answer_all


class AnsweringModel(PythonModel):
    """Asks each question alone."""

    pipeline: Runnable[list[str], list[dict[str, Any]]]
    """Questions to answers: goes into any chain of LangChain, as `load_model(uri).unwrap_python_model().pipeline`."""

    def load_context(self, context: PythonModelContext) -> None:
        """Take the configuration that was kept with the model."""
        artifacts: dict[str, str] = context.artifacts
        answering = partial(answer_all, Path(artifacts["config"]))
        self.pipeline = RunnableLambda(answering, name="paillasse")

    # MLflow reads the annotations; of what an answer holds it would only say that it cannot check it.
    def predict(  # pyright: ignore[reportIncompatibleMethodOverride] - the base says it returns nothing
        self, context: PythonModelContext, model_input: list[str], params: dict[str, Any] | None = None
    ):
        """An answer, or a refusal, for each question."""
        del context, params
        return self.pipeline.invoke(model_input)


set_model(AnsweringModel())
