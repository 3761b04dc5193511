"""A keyring for measuring: the secrets are given in the environment, the library is the real one."""

import json
import os

from keyring.backend import KeyringBackend


class Kept(KeyringBackend):
    """Holds what SOCHIBO_BENCH_SECRETS says, as JSON of service to secret."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return json.loads(os.environ["SOCHIBO_BENCH_SECRETS"]).get(service)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError
