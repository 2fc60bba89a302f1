"""Checks recorded exchanges with the simulated server against the schema of a real one.

contract.py SCHEMA EXCHANGES: SCHEMA is an OpenAPI 3.0 document, EXCHANGES has one JSON object a line, as written by
FakeJamf::record_to. Needs openapi-schema-validator from PyPI. Exit status 0 when every exchange holds, else 1.

Three liberties, because real servers take them: any field may be null (the schema's "nullable" is known to be wrong),
errors may come on any path in the form ApiError, and a command's type may be outside its list (as in the schema's own
example).
"""

import json
import re
import sys
from urllib.parse import parse_qsl, urlsplit

from openapi_schema_validator import OAS30Validator

# Sent on purpose: a field newer than the schema, which a client must carry through unchanged.
NEWER = {"somethingNewer"}
ERRORS = {400, 401, 403, 404, 409, 422, 429, 500}


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


class Contract:
    def __init__(self, document):
        self.document = document
        self.paths = []
        for path, item in document["paths"].items():
            pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path))
            self.paths.append((path, re.compile(pattern + "$"), item))
        self.paths.sort(key=lambda entry: entry[0].count("{"))  # the literal one first

    def resolved(self, schema):
        """The schema with all references put in, nullable everywhere."""
        if isinstance(schema, list):
            return [self.resolved(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            target = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            return self.resolved(target)
        return {key: self.resolved(value) for key, value in schema.items()}

    def operation(self, method, path):
        for template, pattern, item in self.paths:
            if pattern.match(path) and method.lower() in item:
                return template, item, item[method.lower()]
        return None

    def schema_of(self, content):
        for kind, media in content.get("content", {}).items():
            yield kind.split(";")[0], self.resolved(media.get("schema", {}))


def without_nulls(value):
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def properties_of(schema):
    found = dict(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        found.update(properties_of(part))
    return found


def unknown_fields(value, schema, where=""):
    if isinstance(value, list):
        for item in value:
            yield from unknown_fields(item, schema.get("items", {}), where + "[]")
    known = properties_of(schema)
    if isinstance(value, dict) and known:
        for key, item in value.items():
            if key in known:
                yield from unknown_fields(item, known[key], f"{where}.{key}")
            elif key not in NEWER:
                yield f"{where}.{key}: no such field"


def is_liberty(error, original):
    where = list(error.absolute_path)
    if error.validator == "enum":
        return where[-1:] == ["commandType"]
    if error.validator != "required":
        return False
    for part in where:
        original = original[part]
    return any(f"'{key}' is a required" in error.message for key, item in original.items() if item is None)


def faults_of(value, schema, what):
    original, value = value, without_nulls(value)
    for error in OAS30Validator(schema).iter_errors(value):
        if is_liberty(error, original):
            continue
        yield f"{what}: {'.'.join(map(str, error.absolute_path))}: {error.message[:200]}"
    for fault in unknown_fields(value, schema):
        yield f"{what}: {fault}"


def check(contract, exchange):
    """Yields what is wrong; nothing when the path is not in the schema at all, which is told by None."""
    url = urlsplit(exchange["target"])
    found = contract.operation(exchange["method"], url.path.removeprefix("/api"))
    if found is None:
        yield None
        return
    _, item, operation = found
    declared = contract.resolved(item.get("parameters", []) + operation.get("parameters", []))
    names = {parameter["name"] for parameter in declared if parameter["in"] == "query"}
    for name, _ in parse_qsl(url.query):
        if name not in names:
            yield f"query {name}: not declared"
    body = contract.resolved(operation.get("requestBody", {}))
    if exchange["body"] and not body:
        yield "a body that is not declared"
    for kind, schema in contract.schema_of(body):
        if exchange["type"].split(";")[0] != kind:
            yield f"content type {exchange['type']}, not {kind}"
        elif kind == "multipart/form-data":
            parts = re.findall('form-data; name="([^"]*)"', exchange["body"])
            yield from faults_of({part: "" for part in parts}, schema, "request")
        elif kind == "application/json":
            yield from faults_of(json.loads(exchange["body"]), schema, "request")
        else:
            yield from faults_of(dict(parse_qsl(exchange["body"])), schema, "request")
    status = exchange["status"]
    response = operation["responses"].get(str(status))
    if response is not None:
        response = contract.resolved(response)
        schemas = [schema for kind, schema in contract.schema_of(response) if kind == "application/json"]
    elif status in ERRORS:
        schemas = [contract.resolved({"$ref": "#/components/schemas/ApiError"})]
    else:
        yield f"status {status}: not declared"
        return
    for schema in schemas:
        yield from faults_of(json.loads(exchange["reply"]), schema, f"reply {status}")


def main(schema, recorded):
    contract = Contract(load(schema))
    checked, outside, faults = {}, {}, set()
    with open(recorded, encoding="utf-8") as file:
        for line in file:
            exchange = json.loads(line)
            path = exchange["method"] + " " + re.sub(r"[A-F0-9-]{36}|(?<=/)\d{1,6}(?=$|/)", "ID", urlsplit(exchange["target"]).path)
            for fault in check(contract, exchange):
                if fault is None:
                    outside[path] = outside.get(path, 0) + 1
                    break
                faults.add(f"{path}: {fault}")
            else:
                checked[path] = checked.get(path, 0) + 1
    for path, count in sorted(checked.items()):
        print(f"{count:6}  {path}")
    for path, count in sorted(outside.items()):
        print(f"{count:6}  {path} (not in this schema)")
    for fault in sorted(faults):
        print("FAULT   " + fault)
    if not checked:
        print("FAULT   nothing was checked")
    return 1 if faults or not checked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
