"""``/docs``: the OpenAPI document as one page of plain HTML, with no script and no network.

The usual pages load their code from a CDN, which a postal network doesn't reach.
"""

import json
from collections.abc import Sequence
from html import escape
from typing import Any, Final

_STYLE: Final = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60rem;
margin:2rem auto;padding:0 1rem}
h2{border-top:1px solid #8886;padding-top:1.2rem;font:600 1.1rem ui-monospace,monospace}
.verb{background:#2563eb;color:#fff;border-radius:4px;padding:.1rem .5rem;margin-right:.5rem}
pre{background:#8881;padding:.8rem;overflow:auto;border-radius:6px;font-size:.85rem}
table{border-collapse:collapse;width:100%;font-size:.9rem;display:block;overflow-x:auto}
td,th{border-bottom:1px solid #8884;padding:.25rem .6rem;text-align:left;vertical-align:top}
"""


def render_docs(document: dict[str, Any]) -> str:
    """The page: every call with parameters, answers and a curl line, then every schema."""
    title = escape(document["info"]["title"])
    calls = "".join(
        _call(path, verb, operation)
        for path, verbs in document["paths"].items()
        for verb, operation in verbs.items()
    )
    schemas = "".join(
        _schema(name, schema) for name, schema in sorted(document["components"]["schemas"].items())
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title} API</title>'
        f"<style>{_STYLE}</style></head><body><h1>{title} API</h1>"
        f"<p>{escape(document['info']['description'])}</p>"
        f'<p>The machine-readable form is <a href="/openapi.json">/openapi.json</a>.</p>'
        f"{calls}<h1>Schemas</h1>{schemas}</body></html>"
    )


def curl(path: str, verb: str, operation: dict[str, Any]) -> str:
    """A line for a shell that makes the call with the document's own example."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
    parts = [f'curl -sS -X {verb.upper()} "$POSTRISK_URL{path}"']
    if operation.get("security"):
        parts.append('-H "Authorization: Bearer $POSTRISK_KEY"')
    example = _example(operation)
    if example is not None:
        parts.append(f"-d '{json.dumps(example, ensure_ascii=False, indent=1)}'")
    return " \\\n  ".join(parts)


def _call(path: str, verb: str, operation: dict[str, Any]) -> str:
    answers = _table(
        ("status", "meaning"),
        [(status, answer["description"]) for status, answer in operation["responses"].items()],
    )
    parameters = _table(
        ("parameter", "in", "meaning"),
        [(one["name"], one["in"], one.get("description", "")) for one in _parameters(operation)],
    )
    return (
        f'<h2 id="{escape(operation["operationId"])}"><span class="verb">{verb.upper()}</span>'
        f"{escape(path)}</h2><p>{escape(operation['summary'])}</p>{parameters}"
        f"<pre>{escape(curl(path, verb, operation))}</pre>{answers}"
    )


def _parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = operation.get("parameters", [])
    return parameters


def _example(operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if "examples" in content:
        return next(iter(content["examples"].values()))["value"]
    return content.get("example")


def _schema(name: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = [
        (field, _type_words(described), "required" if field in required else "")
        for field, described in schema.get("properties", {}).items()
    ]
    body = _table(("field", "type", ""), rows) if rows else f"<p>{escape(_type_words(schema))}</p>"
    return (
        f'<h2 id="schema-{escape(name)}">{escape(name)}</h2>'
        f"<p>{escape(schema.get('description', ''))}</p>{body}"
    )


def _type_words(schema: dict[str, Any]) -> str:
    """A schema in a few words: ``text``, ``integer or null``, ``sender | cod``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_type_words(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type_words(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", "anything"))


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{top}</tr>{body}</table>"
