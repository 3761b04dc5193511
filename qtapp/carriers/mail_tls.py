"""The only way a mail server is trusted: the system's own check of its certificate and name."""

import ssl


def context() -> ssl.SSLContext:
    """Return what every connection to a mail server is encrypted with.

    The certificate is checked by the means of the operating system, so that roots which Windows
    fetches when they are needed, and those of an office's own, are known. There is no way to do without.
    """
    import truststore  # noqa: PLC0415 - only those who send mail need it

    made = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made
