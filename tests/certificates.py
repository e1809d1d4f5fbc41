"""A certificate authority of the tests' own, and a server's certificate that it has signed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DAY = timedelta(days=1)


def issue(folder: Path, *, host: str = "localhost") -> tuple[Path, Path]:
    """This will return the authority's certificate, and key and certificate of a server of that name."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name, name = _named("Tests"), _named(host)
    ca = _begun(ca_name, ca_name, ca_key).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    leaf = _begun(ca_name, name, key).add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    pem = serialization.Encoding.PEM
    own_key = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    authority, server = folder / "authority.pem", folder / "server.pem"
    authority.write_bytes(ca.sign(ca_key, hashes.SHA256()).public_bytes(pem))
    server.write_bytes(own_key + leaf.sign(ca_key, hashes.SHA256()).public_bytes(pem))
    return authority, server


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _begun(by: x509.Name, name: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(by, name, key.public_key(), x509.random_serial_number())
    return builder.not_valid_before(now - DAY).not_valid_after(now + DAY)
