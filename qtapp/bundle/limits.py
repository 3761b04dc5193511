"""Every limit of the bundle format, in one place (docs/bundle-format.md, section Limits).

A writer never goes beyond them; a reader refuses what does, before it spends memory on it.
"""

KIB = 1 << 10
MIB = 1 << 20
GIB = 1 << 30

PART_BYTES = 64 * MIB
"""The largest part file."""
PARTS = 999
"""The most parts of one bundle."""
BUNDLE_BYTES = 2 * GIB
"""The largest sealed bundle, all parts together."""
WAITING_BUNDLES = 1_000
"""The most bundles whose other parts a reader waits for at a time."""
WAITING_BYTES = 2 * BUNDLE_BYTES
"""The largest sum of what these bundles say to be."""
HEADER_BYTES = 4 * KIB
"""The largest envelope header."""
PART_SIZES = (7 * MIB, 14 * MIB, 24 * MIB)
"""The sizes offered to people; mail limits are 10, 20 and 35 MB after base64."""
DEFAULT_PART_BYTES = PART_SIZES[1]
"""The size of a part when nobody chose one."""

RECIPIENTS = 8
"""The most readers of one bundle."""
MANIFEST_BYTES = 4 * MIB
"""The largest manifest; two full vectors and a full list of sections fit."""
VECTOR = 20_000
"""The most entries of one version vector."""
WRITERS = 20_000
"""The most writer sessions a bundle may describe."""
CONTEXTS = 20_000
"""The most causal contexts a bundle may carry."""
REVOKED = 5_000
"""The most revoked serials in one manifest."""
WANTED_BLOBS = 20_000
"""The most attachments a manifest may say its sender lacks."""
LAM = 1 << 62
"""Logical times and sequence numbers lie below this."""

CHAIN = 10
"""The most certificates from root to signer, the root included."""
PATH = 12
"""The deepest unit below a root."""
CERTIFICATE_BYTES = 1 * KIB
"""The largest encoded certificate."""
LABEL = 120
"""The longest label, in characters."""

SECTIONS = 20_000
"""The most sections of one bundle."""
SECTION_BYTES = 32 * MIB
"""The largest table section before compression."""
TABLES_BYTES = 256 * MIB
"""All table sections of one bundle together, before compression."""
BLOB_BYTES = 100 * MIB
"""The largest attachment."""
WINDOW_BYTES = 8 * MIB
"""The largest zstd window."""
RATIO = 200
"""How many times a table section may grow in decompression, once it is above RATIO_FROM."""
RATIO_FROM = 1 * MIB
"""Sections up to this size may compress as well as they like."""
BLOCK_ROWS = 4_096
"""The most rows of one table section."""
ROWS = 2_000_000
"""The most rows of one bundle."""
COLUMNS = 128
"""The most columns of one table, and the most registers of one row."""
NAME = 64
"""The longest name of a table, column or register."""
STRING = 1 * MIB
"""The longest text in a cell, in characters."""
DEPTH = 8
"""The deepest nesting of any JSON."""

INVITATION_BYTES = 1 * MIB
"""The largest invitation file."""
KDF_OPS = 10
"""The most argon2id passes an invitation may ask for."""
KDF_MEMORY = 512 * MIB
"""The most memory an invitation may ask argon2id to use."""
