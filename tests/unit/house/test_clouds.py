"""What the Terraform configurations say agrees with the product and with the schemas that they are checked by."""

import json
import re
from pathlib import Path

import pytest

from paillasse.settings import Settings

TERRAFORM = Path(__file__).parents[3] / "deploy" / "terraform"
PROVIDERS = {"gcp": ("google", "google-beta"), "azure": ("azurerm",)}
HOW_TO = {"gcp": "deploy-on-google-cloud.md", "azure": "deploy-on-azure.md"}


def configuration(cloud):
    return "\n".join(path.read_text("utf-8") for path in sorted((TERRAFORM / cloud).glob("*.tf")))


def schema(provider):
    return json.loads((TERRAFORM / "check" / "schemas" / f"{provider}.json").read_text("utf-8"))


@pytest.mark.parametrize("cloud", PROVIDERS)
def test_what_it_sets_are_settings(cloud):
    known = {f"PAILLASSE_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"PAILLASSE_[A-Z_]+", configuration(cloud)))

    assert {"PAILLASSE_DATABASE_URL", "PAILLASSE_QDRANT_URL", "PAILLASSE_REDIS_URL", "PAILLASSE_JWT_SECRET"} <= named
    assert named <= known


@pytest.mark.parametrize("cloud", PROVIDERS)
def test_the_schemas_hold_everything_that_is_used_and_nothing_else(cloud):
    text, schemas = configuration(cloud), [schema(provider) for provider in PROVIDERS[cloud]]
    for kind in ("resource", "data"):
        used = set(re.findall(rf'^{kind} "(\w+)"', text, re.MULTILINE))
        assert used == {name for each in schemas for name in each[kind]}


@pytest.mark.parametrize(("cloud", "provider"), [(c, p) for c, all_ in PROVIDERS.items() for p in all_])
def test_the_provider_is_the_one_whose_schema_was_checked(cloud, provider):
    [version] = re.findall(rf'"hashicorp/{provider}"\n\s+version = "~> ([\d.]+)"', configuration(cloud))

    assert schema(provider)["version"].startswith(f"{version}.")


@pytest.mark.parametrize("cloud", PROVIDERS)
def test_the_example_gives_what_has_no_default(cloud):
    variables = dict(re.findall(r'^variable "(\w+)" \{(.*?)^\}', configuration(cloud), re.MULTILINE | re.DOTALL))
    example = (TERRAFORM / cloud / "example.tfvars").read_text("utf-8")
    given = set(re.findall(r"^(\w+)\s+=", example, re.MULTILINE))

    assert {name for name, body in variables.items() if "\n  default " not in body} <= given <= set(variables)


@pytest.mark.parametrize("cloud", PROVIDERS)
def test_what_the_page_names_is_a_variable(cloud):
    page = (TERRAFORM.parents[1] / "docs" / "how-to" / HOW_TO[cloud]).read_text("utf-8")
    [sizes] = re.findall(r"^\| laboratories \|(.*)\|$", page, re.MULTILINE)

    named = re.findall(r"`(\w+)`", sizes)
    assert len(named) >= 4
    assert all(f'variable "{name}"' in configuration(cloud) for name in named)
