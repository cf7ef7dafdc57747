"""Keeps generated timeouts below the configured ones, a bound that openapi.yaml cannot say."""

import re

import schemathesis

DURATION = re.compile(r"P(?:\d{1,4}W|(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:[.,]\d{1,9})?S)?)?)", re.ASCII)
FITTING = {"idleTimeout": "PT1M", "absoluteTimeout": "PT1H"}


@schemathesis.hook
def map_body(ctx, body):
    """Replaces what is a duration; what is none is left for the service to refuse."""
    if isinstance(body, dict):
        for name, fitting in FITTING.items():
            value = body.get(name)
            if isinstance(value, str) and DURATION.fullmatch(value):
                body[name] = fitting
    return body
