import subprocess
import sys
from types import ModuleType, SimpleNamespace

import pytest

from qtapp.domain.errors import VaultLocked
from qtapp.vault import Vault, system_backend


def test_a_secret_comes_back(vault):
    vault.put("sổ-1", "khóa")
    assert vault.get("sổ-1") == "khóa"


def test_each_book_has_its_own_service(vault, keyring_backend):
    vault.put("1", "một")
    vault.put("2", "hai")
    assert len({service for service, _ in keyring_backend.secrets}) == 2
    assert (vault.get("1"), vault.get("2")) == ("một", "hai")


def test_a_book_nobody_remembered_is_locked(vault):
    with pytest.raises(VaultLocked):
        vault.get("1")


def test_a_forgotten_secret_is_gone_and_forgetting_twice_is_harmless(vault, keyring_backend):
    vault.put("1", "khóa")
    vault.forget("1")
    vault.forget("1")
    assert keyring_backend.secrets == {}


class _Broken:
    def get_password(self, service, username):
        raise OSError(1783, "The stub received bad data")

    set_password = delete_password = get_password


def _no_backend():
    raise RuntimeError("no service")


@pytest.mark.parametrize("open_backend", [_Broken, _no_backend], ids=["broken", "absent"])
@pytest.mark.parametrize(
    "action",
    [lambda v: v.get("1"), lambda v: v.put("1", "x"), lambda v: v.forget("1")],
    ids=["get", "put", "forget"],
)
def test_a_failing_password_store_is_locked_whatever_it_raises(open_backend, action):
    with pytest.raises(VaultLocked) as caught:
        action(Vault(open_backend))
    assert caught.value.__cause__ is not None
    assert caught.value.why == "no_keyring"


def test_a_machine_without_a_password_store_is_locked():
    with pytest.raises(VaultLocked):
        Vault(system_backend).get("1")


def test_windows_keeps_the_secret_on_this_machine(monkeypatch):
    module = ModuleType("keyring.backends.Windows")
    module.WinVaultKeyring = SimpleNamespace
    monkeypatch.setitem(sys.modules, "keyring.backends.Windows", module)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setenv("APPDATA", "nowhere")
    monkeypatch.setenv("LOCALAPPDATA", "nowhere")
    assert system_backend().persist == "local machine"


def test_importing_the_vault_does_not_import_keyring():
    code = "import sys, qtapp.vault; sys.exit('keyring' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - fixed
