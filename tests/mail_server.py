"""A real mail server for tests: Debian's Postfix and Dovecot on loopback, everything in one folder.

Nothing can leave the machine: the server knows its own domain only and has no way out. It needs root,
as Postfix does; `dev.py test` installs the packages.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qtapp.domain.mail import MailAccount, MailServer, Security

PASSWORD = "mật-khẩu-1"
ALICE, BOB = "a@lab.test", "b@lab.test"
LARGEST = 3_000_000
"""The largest letter the server takes, in bytes."""

_DOVECOT = """\
base_dir = {0}/dov/run
state_dir = {0}/dov/run
log_path = {0}/log/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
instance_name = lab
ssl = required
ssl_cert = <{0}/tls/srv.pem
ssl_key = <{0}/tls/srv.key
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{0}/mail/%u
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
mail_max_userip_connections = 50
recipient_delimiter = +
lmtp_save_to_detail_mailbox = yes
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {0}/dov/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={0}/mail/%u
}}
default_internal_user = nobody
default_login_user = nobody
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service auth {{
  unix_listener {0}/pf/auth {{
    mode = 0666
  }}
}}
service lmtp {{
  unix_listener {0}/pf/lmtp {{
    mode = 0666
  }}
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
}}
"""

_MAIN = """\
compatibility_level = 3.6
queue_directory = {0}/pf/spool
data_directory = {0}/pf/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {0}/log/postfix.log
maillog_file_prefixes = {0}/log
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = localhost
mydestination =
mynetworks =
recipient_delimiter = +
virtual_mailbox_domains = lab.test
virtual_mailbox_maps = static:ok
virtual_transport = lmtp:unix:{0}/pf/lmtp
relay_domains =
default_transport = error:no outside mail from this lab
smtpd_sasl_type = dovecot
smtpd_sasl_path = {0}/pf/auth
smtpd_sasl_auth_enable = yes
smtpd_tls_cert_file = {0}/tls/srv.pem
smtpd_tls_key_file = {0}/tls/srv.key
smtpd_tls_auth_only = yes
smtpd_tls_security_level = encrypt
smtpd_recipient_restrictions = check_recipient_access inline:{{ {{later@lab.test=450 4.2.0 Greylisted, come back later}}, {{full@lab.test=452 4.2.2 Mailbox full}}, {{gone@lab.test=550 5.1.1 No such user}} }}, permit_sasl_authenticated, reject
smtpd_sender_login_maps = inline:{{ a@lab.test=a@lab.test, b@lab.test=b@lab.test }}
smtpd_sender_restrictions = reject_sender_login_mismatch
sender_bcc_maps = inline:{{ a@lab.test=a+Sent@lab.test }}
message_size_limit = {largest}
mailbox_size_limit = 0
virtual_mailbox_limit = 0
alias_maps =
smtputf8_enable = yes
"""

_MASTER = """\
127.0.0.1:{submission} inet n - n - - smtpd
127.0.0.1:{smtps} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
127.0.0.1:{clear} inet n - n - - smtpd -o smtpd_tls_security_level=none
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
proxymap unix - - n - - proxymap
"""


@dataclass(frozen=True)
class Lab:
    """A running server: its own authority, its ports."""

    folder: Path
    ports: dict[str, int]

    @property
    def authority(self) -> Path:
        """The certificate that signed the server's."""
        return self.folder / "tls" / "ca.pem"

    def server(self, name: str, host: str = "localhost", port: int = 0) -> MailServer:
        """Return how to reach `name`: submission, smtps, clear, imap or imaps."""
        tls = name in {"smtps", "imaps"}
        return MailServer(
            host=host,
            port=port or self.ports[name],
            security=Security.TLS if tls else Security.STARTTLS,
        )

    def account(self, address: str = ALICE, smtp_port: int = 0, imap_port: int = 0) -> MailAccount:
        """Return an account on this server, behind other ports if given."""
        return MailAccount(
            address=address,
            smtp=self.server("smtps", port=smtp_port),
            imap=self.server("imaps", port=imap_port),
            part_bytes=1_000_000,
        )

    def empty(self) -> None:
        """Take every message out of every mailbox, as if they had never been there."""
        self.settle()
        mail = self.folder / "mail"
        for each in mail.iterdir():
            shutil.rmtree(each)

    def put(self, user: str, letter: bytes, folder: str = "INBOX") -> None:
        """Lay a message into a mailbox, past SMTP."""
        command = ["doveadm", "-c", str(self.folder / "dov/dovecot.conf"), "save"]
        self._run(*command, "-u", user, "-m", folder, content=letter)

    def letters(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """Return what lies in a mailbox, once the queue is empty, in the order it came."""
        self.settle()
        inside = self.folder / "mail" / user / ("" if folder == "INBOX" else f".{folder}")
        found = [each for kind in ("new", "cur") for each in (inside / kind).glob("*")]
        found.sort(key=lambda each: each.stat().st_mtime_ns)
        return [each.read_bytes() for each in found]

    def settle(self) -> None:
        """Wait until all that was accepted is delivered."""
        queue = [self.folder / "pf/spool" / each for each in ("maildrop", "incoming", "active")]
        for _ in range(400):
            if not any(each.is_file() for place in queue for each in place.rglob("*")):
                return
            time.sleep(0.02)
        raise AssertionError("letters stay in the queue")

    def doveadm(self, *words: str) -> str:
        """Run Dovecot's own tool and return what it says."""
        return self._run("doveadm", "-c", str(self.folder / "dov/dovecot.conf"), *words)

    def _run(self, *command: str, content: bytes = b"") -> str:
        done = subprocess.run(command, input=content, capture_output=True, check=False)  # noqa: S603 - our own words
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()


@contextmanager
def running() -> Iterator[Lab]:
    """Yield a server; it is gone afterwards, with all its mail."""
    # Not below pytest's folder: nobody but root may look into that one.
    folder = Path(tempfile.mkdtemp(prefix="thu-"))
    lab = Lab(
        folder,
        dict(zip(("submission", "smtps", "clear", "imap", "imaps"), _free_ports(5), strict=True)),
    )
    try:
        _write(lab)
        _start(lab)
        yield lab
    finally:
        _stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def _write(lab: Lab) -> None:
    folder = lab.folder
    folder.chmod(0o755)
    for each in ("tls", "dov/run", "pf/spool", "pf/data", "mail", "log"):
        (folder / each).mkdir(parents=True)
    shutil.chown(folder / "mail", "nobody")
    shutil.chown(folder / "pf/data", "postfix")
    (folder / "dov/users").write_text(
        "".join(f"{user}:{{PLAIN}}{PASSWORD}\n" for user in (ALICE, BOB)), encoding="utf-8"
    )
    values = {**lab.ports, "largest": LARGEST}
    for name, text in (
        ("dov/dovecot.conf", _DOVECOT),
        ("pf/main.cf", _MAIN),
        ("pf/master.cf", _MASTER),
    ):
        (folder / name).write_text(text.format(folder, **values), encoding="utf-8")
    _make_keys(folder / "tls")


def _make_keys(folder: Path) -> None:
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    (folder / "names").write_text(
        "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n"
        "extendedKeyUsage=serverAuth\nkeyUsage=digitalSignature\n"
        "authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n",
        encoding="utf-8",
    )
    for words in (
        "req -x509 {curve} -keyout ca.key -out ca.pem -days 2 -subj /CN=Lab"
        " -addext keyUsage=critical,keyCertSign,cRLSign",
        "req {curve} -keyout srv.key -out srv.csr -subj /CN=localhost",
        "x509 -req -in srv.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out srv.pem -days 2"
        " -extfile names",
    ):
        command = ["openssl", *words.format(curve=" ".join(curve)).split()]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603 - our own words


def _start(lab: Lab) -> None:
    folder = lab.folder
    for command in (
        ["dovecot", "-c", f"{folder}/dov/dovecot.conf"],
        ["postfix", "-c", f"{folder}/pf", "start"],
    ):
        said = folder / "log/start"  # a file: a pipe would stay open as long as the servers run
        with said.open("wb") as log:
            done = subprocess.run(command, env=_tools(), check=False, stdout=log, stderr=log)  # noqa: S603 - our own words
        assert done.returncode == 0, f"{command}: {said.read_text(encoding='utf-8')}"
    for port in lab.ports.values():
        _await(port)


def _await(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"nobody answers at {port}")


def _stop(folder: Path) -> None:
    # Their own way to stop takes three seconds: Postfix's waits for what is not there.
    for name in ("pf/spool/pid/master.pid", "dov/run/master.pid"):
        if (folder / name).exists():
            os.kill(int((folder / name).read_text(encoding="utf-8")), signal.SIGTERM)


def _tools() -> dict[str, str]:
    return {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
