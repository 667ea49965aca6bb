"""How request bodies are read.

Apart from `config.api`, because DRF reads this module while it is still loading itself.
"""

import json
import re
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

# Half of a character that only two halves make: legal in JSON, but no text that can be stored.
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class JsonBody(JSONParser):
    """Reads JSON and refuses what would break further inside: endless nesting, half characters."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the body as plain values; a body that cannot be one is a ParseError."""
        try:
            body = super().parse(stream, media_type, parser_context)
            text = json.dumps(body, ensure_ascii=False)
        except ParseError as error:
            if "int_max_str_digits" in str(error):
                message = "JSON parse error - a number has thousands of digits."
                raise ParseError(message) from error
            raise
        except RecursionError as error:
            message = "JSON parse error - nested too deeply."
            raise ParseError(message) from error
        if _SURROGATE.search(text):
            message = "JSON parse error - half of a surrogate pair is not a character."
            raise ParseError(message)
        return body
