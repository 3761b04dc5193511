"""Parts that are made when they are first needed: a screen opens with what it shows at once."""


def is_made(owner: object, name: str) -> bool:
    """Whether the cached property `name` of `owner` has been asked for."""
    return name in owner.__dict__
