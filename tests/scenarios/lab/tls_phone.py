"""A phone that registers over TLS 1.2 and is strict: `tls_phone.py OWN SERVER NAME CA [NEWEST]`; if NEWEST is "1.0", over TLS 1.0."""

from __future__ import annotations

import socket
import ssl
import sys
import time
import warnings


def main(own: str, server: str, name: str, authority: str, newest: str = "") -> None:
    """Connects, checks the certificate, sends a REGISTER if it is good."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    warnings.simplefilter("ignore")
    context.load_verify_locations(authority)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    if newest == "1.0":
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    plain = socket.create_connection((server, 5061), 5, (own, 0))
    try:
        with context.wrap_socket(plain, server_hostname=name) as line:
            text = (
                f"REGISTER sip:{name} SIP/2.0\r\nVia: SIP/2.0/TLS {own}:5061;rport;branch=z9hG4bK7c1\r\nFrom: <sip:1001@{name}>;tag=1\r\n"
                f"To: <sip:1001@{name}>\r\nCall-ID: 7f3@{own}\r\nCSeq: 1 REGISTER\r\nMax-Forwards: 70\r\n"
                f"Contact: <sip:1001@{own}:5061;transport=tls>\r\n"
                "Content-Length: 0\r\n\r\n"
            )
            line.sendall(text.encode())
            line.recv(4096)
    except ssl.SSLError:
        time.sleep(0.2)
    finally:
        plain.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
