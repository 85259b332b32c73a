"""The server's OpenAPI document as a check of its answers."""

import json
import re
from functools import cache
from urllib.parse import urlsplit

from jsonschema_rs import Draft202012Validator

PAGES = {"/", "/setup", "/invite", "/login", "/sw.js"}
"""The web client's pages, which are no part of the API; its other files are below `/assets/`."""

UNSUBSCRIBE = "/unsubscribe/"
"""Below it are the pages of links in mails, and what their forms post."""


class Contract:
    """Tells whether an answer is one that the document promises.

    Stricter than the schemas are for clients: a member that a schema does not name counts as drift.
    """

    def __init__(self, document):
        self._components = _closed(document["components"])
        self._paths = _by_precision(_closed(document["paths"]))
        self._validator = cache(self._made_validator)

    def check(self, method, path, status, headers, content):
        """Fails for an answer that is not documented.

        - method, path: of the request
        - content: the answer's bytes

        An answer of a proxy in front, which says its name, is not the server's own.
        """
        if "X-Request-Id" not in headers and headers.get("Server", "").startswith(("Caddy", "nginx")):
            return
        assert "X-Request-Id" in headers, f"{method} {path} was answered by {status} without X-Request-Id"
        complaint = self._complaint(method, urlsplit(path).path, status, headers, content)
        assert not complaint, f"{method} {path} was answered by {status}, {complaint}: {content[:500]}"

    def _complaint(self, method, path, status, headers, content):
        template = self._template(path)
        if template is None:
            is_page = path in PAGES or path.startswith(("/assets/", UNSUBSCRIBE))
            return None if is_page or status in (404, 405) else "and the document knows no such path"
        item = self._paths[template]
        operation = item.get("get" if method == "HEAD" else method.lower())
        if operation is None:
            return None if status == 404 else self._complaint_about_method(method, path, status, headers)
        response = self._resolved(operation["responses"].get(str(status)))
        if response is None:
            return f"and {operation['operationId']} has no such status"
        missing = [name for name, header in response.get("headers", {}).items()
                   if header.get("required") and name not in headers]
        if missing:
            return f"without {missing}"
        return self._complaint_about_body(template, method, status, response, headers, content)

    def _complaint_about_body(self, template, method, status, response, headers, content):
        media_type = (headers.get("Content-Type") or "").split(";")[0]
        if "content" not in response:
            return "and its body is not documented" if content else None
        if media_type not in response["content"] and "*/*" not in response["content"]:
            return f"and {media_type or 'nothing'} is not its type"
        if method == "HEAD" or "json" not in media_type or media_type not in response["content"]:
            return None
        error = next(self._validator(template, method.lower(), str(status), media_type).iter_errors(
            json.loads(content)), None)
        return error and f"which breaks its schema at {error.instance_path}: {error.message}"

    def _complaint_about_method(self, method, path, status, headers):
        """About the answer to a method that the document does not name."""
        allowed = self.methods(path)
        if path in PAGES and method in allowed:
            return None
        told = set((headers.get("Allow") or "").split(", "))
        return None if (status, told) == (405, allowed) else f"and {sorted(allowed)} are documented"

    def methods(self, path):
        """The methods that a path takes, those of pages included."""
        template = self._template(path)
        documented = {method.upper() for method in self._paths.get(template, ())}
        documented |= {"GET"} if path in PAGES else set()
        return documented | ({"HEAD"} if "GET" in documented else set())

    def _template(self, path):
        return next((each for each in self._paths if _pattern(each).fullmatch(path)), None)

    def _resolved(self, response):
        if response and "$ref" in response:
            return self._components["responses"][response["$ref"].rpartition("/")[2]]
        return response

    def _made_validator(self, template, method, status, media_type):
        response = self._resolved(self._paths[template][method]["responses"][status])
        schema = response["content"][media_type]["schema"]
        return Draft202012Validator(schema | {"components": self._components}, validate_formats=True)


@cache
def _pattern(template):
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]*", re.escape(template)))


def _by_precision(paths):
    """The same, `/rooms/open` before `/rooms/{room}`."""
    return dict(sorted(paths.items(), key=lambda each: each[0].count("{")))


def _closed(value):
    """The same with objects that have no members beyond those that they name."""
    if isinstance(value, list):
        return [_closed(each) for each in value]
    if not isinstance(value, dict):
        return value
    closed = {name: _closed(each) for name, each in value.items()}
    if isinstance(value.get("properties"), dict) and ("$ref" in value or value.get("type") == "object"):
        closed["unevaluatedProperties"] = False
    return closed
