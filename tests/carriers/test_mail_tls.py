import ssl
import subprocess
import sys

from qtapp.carriers.mail_tls import context


def test_certificates_and_names_are_checked_and_old_tls_is_not_spoken():
    made = context()
    assert made.verify_mode is ssl.CERT_REQUIRED
    assert made.check_hostname
    assert made.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_the_first_screen_pays_nothing_for_mail():
    code = "import sys, qtapp.services.book; sys.exit(bool({'smtplib', 'ssl', 'imaplib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - fixed
