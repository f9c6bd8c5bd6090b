"""Which arguments the resources used here have, from the npm packages that carry the providers' schemas.

`@cdktf/provider-google`, `-google-beta` and `-azurerm` hold every resource of one provider version as JavaScript. What
is kept are facts, in `schemas/PROVIDER.json`: names, types, what is required, how often a block may stand.

    npm pack @cdktf/provider-google@16.12.1 && tar xzf cdktf-provider-google-*.tgz
    python deploy/terraform/check/extract.py google package
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_FOLDERS = {"google": "gcp", "google-beta": "gcp", "azurerm": "azure"}
_USED = re.compile(r'^(resource|data) "(\w+)" "\w+" \{(?:\n  provider\s+= ([\w-]+))?', re.MULTILINE)
_ENTRY = re.compile(
    r"^ {8}(?: {4})?(\w+): \{\n\s+value: (.+),\n\s+isBlock: (true|false),\n\s+type: \"(\w+)\",\n"
    r"\s+storageClassType: \"(\w+)\",",
    re.MULTILINE,
)
_GETTER = re.compile(
    r"(?:// \w+ - computed: true, optional: (true|false), required: false\n\s+)?"
    r"get (\w+)\(\) \{\n\s+return (?:cdktf\.Fn\.tolist\()?this\.(?:get(\w+)Attribute\(['\"](\w+)['\"]\)|_\w+;)"
)
_TYPES: dict[str, Any] = {"string": "string", "number": "number", "boolean": "bool"}


def used(provider: str) -> set[tuple[str, str]]:
    """(`resource` or `data`, type) of everything that a configuration has of a provider."""
    texts = [path.read_text("utf-8") for path in sorted((HERE.parent / _FOLDERS[provider]).glob("*.tf"))]
    found = [(kind, name, of or name.partition("_")[0]) for text in texts for kind, name, of in _USED.findall(text)]
    return {(kind, name) for kind, name, of in found if of == provider}


def schema_of(folder: Path) -> dict[str, Any]:
    """The schema of one resource, data source or provider, from the folder of its JavaScript."""
    code, types = (folder / "index.js").read_text("utf-8"), (folder / "index.d.ts").read_text("utf-8")
    top = code[code.index("    synthesizeHclAttributes() {") :]
    config = re.search(r"export interface (\w+Config)\b", types)
    if config is None:
        raise ValueError(f"{folder} holds no configuration")
    own = code[code.rindex("\nclass ", 0, code.index("    synthesizeHclAttributes() {")) :]
    return _block(top, config[1], own, (code, types))


def _block(body: str, interface: str, own: str, file: tuple[str, str]) -> dict[str, Any]:
    """One block: `body` sets its arguments, `interface` says which are required, `own` is its class."""
    _, types = file
    required = _required(types, interface)
    attributes: dict[str, Any] = {}
    blocks: dict[str, Any] = {}
    for name, value, is_block, kind, storage in _ENTRY.findall(body[: body.index("// remove undefined attributes")]):
        if is_block == "true":
            blocks[name] = _nested(value, kind, name in required, file)
        else:
            attributes[name] = {"type": _type(kind, storage), "required": name in required}
    if "id" in attributes:  # every provider makes one up
        attributes["id"]["computed"] = True
    for optional, _, kind, name in _GETTER.findall(own):
        if not name and kind == "":
            continue
        if name in attributes and optional == "true":
            attributes[name]["computed"] = True
        elif name not in attributes and name not in blocks:
            attributes[name] = {"type": _TYPES.get(kind.lower(), "dynamic"), "computed": True, "required": False}
    for name in re.findall(r"this\._\w+ = new \w+\(this, [\"'](\w+)[\"']", own):
        if name not in attributes and name not in blocks:
            attributes[name] = {"type": "dynamic", "computed": True, "required": False}
    return {"attributes": attributes, "blocks": blocks}


def _nested(value: str, kind: str, required: bool, file: tuple[str, str]) -> dict[str, Any]:
    code, _ = file
    function = re.search(r"(\w+)ToHclTerraform", value)
    if function is None:
        raise ValueError(f"what is {value}?")
    start = code.index(f"function {function[1]}ToHclTerraform(struct)")
    interface = function[1][0].upper() + function[1][1:]
    at = code.find(f"\nclass {interface}OutputReference", start)
    own = code[at : code.index("\n}\n", at)] if at >= 0 else ""
    many = "listMapper" in value
    nesting = {"struct": "single", "set": "set"}.get(kind, "list")
    inside = _block(code[start:], interface, own, file)
    # A list of blocks whose types are not all known has none itself; what is left out is only ever read.
    inside["attributes"] = {name: each for name, each in inside["attributes"].items() if each["type"] != "dynamic"}
    return {"nesting": nesting, "min": int(required), "max": 0 if many or nesting == "single" else 1, **inside}


def _required(types: str, interface: str) -> set[str]:
    start = types.index(f"export interface {interface} ")
    names = re.findall(r"\n    readonly (\w+)(\??):", types[start : types.index("\n}\n", start)])
    return {re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower() for name, optional in names if not optional}


def _type(kind: str, storage: str) -> Any:
    if kind == "simple":
        return _TYPES.get(storage, "dynamic")
    element = _TYPES.get(re.sub(r"(List|Map)$", "", storage), "dynamic")
    return [kind, element] if element != "dynamic" else "dynamic"


def main(provider: str, package: Path) -> None:
    """Write `schemas/PROVIDER.json` from an unpacked npm package."""
    library = package / "lib"
    folders: dict[tuple[str, str], Path] = {}
    for code in sorted(library.glob("*/index.js")):
        name = re.search(r'\.tfResourceType = "(\w+)"', code.read_text("utf-8"))
        if name is not None:
            kind = "data" if code.parent.name.startswith("data-" + provider.partition("-")[0]) else "resource"
            folders[kind, name[1]] = code.parent
    wanted = used(provider)
    types = (library / "provider" / "index.d.ts").read_text("utf-8")
    version = re.search(rf"hashicorp/{provider}/([\d.]+)/", types)
    facts: dict[str, Any] = {
        "version": version[1] if version else "",
        "package": json.loads((package / "package.json").read_text("utf-8"))["version"],
        "provider": schema_of(library / "provider"),
        "resource": {name: schema_of(folders[kind, name]) for kind, name in sorted(wanted) if kind == "resource"},
        "data": {name: schema_of(folders[kind, name]) for kind, name in sorted(wanted) if kind == "data"},
    }
    (HERE / "schemas").mkdir(exist_ok=True)
    (HERE / "schemas" / f"{provider}.json").write_text(json.dumps(facts, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
