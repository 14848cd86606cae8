"""Notes are those of C2SP signed-note: against the vectors of golang.org/x/mod/sumdb/note; and what is no note is refused."""

import base64

import pytest

from ledger.proof.note import Signer, VerifierKey, opened, parsed, sign
from ledger.refusal import Misuse, Refused

PRIVATE = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
NOTE = TEXT + "\n" + LINE
ENOCH = Signer("EnochRoot", bytes(range(32)))


def test_signs_and_opens_as_the_reference_does() -> None:
    signer = Signer("PeterNeumann", PRIVATE)
    assert str(signer.verifier) == PETER
    assert sign(TEXT, signer) == NOTE
    assert opened(NOTE.encode(), [VerifierKey.parse(PETER)]) == TEXT


def test_passes_over_signatures_of_others() -> None:
    peter = VerifierKey.parse(PETER)
    both = sign(TEXT, ENOCH, Signer("PeterNeumann", PRIVATE)).encode()
    assert opened(both, [peter]) == opened(both, [ENOCH.verifier]) == opened(both, [peter, ENOCH.verifier]) == TEXT
    same_name = sign(TEXT, Signer("PeterNeumann", bytes(32))).encode()
    assert opened(same_name + LINE.encode(), [peter]) == TEXT


def test_refuses_a_note_that_the_key_did_not_sign() -> None:
    peter = VerifierKey.parse(PETER)
    with pytest.raises(Refused, match="not signed with this key"):
        opened(sign(TEXT, ENOCH).encode(), [peter])
    with pytest.raises(Refused, match="not signed with this key"):
        opened(NOTE.encode(), [])
    with pytest.raises(Refused, match="does not fit"):
        opened(NOTE.replace("answer", "Answer").encode(), [peter])


def test_refuses_a_false_signature_of_a_known_key_beside_a_good_one() -> None:
    other = sign("Something else\n", Signer("PeterNeumann", PRIVATE)).split("\n\n")[1]
    with pytest.raises(Refused, match="does not fit"):
        opened((NOTE + other).encode(), [VerifierKey.parse(PETER)])


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"\n",
        TEXT.encode(),
        NOTE.encode()[:-1],
        NOTE.replace("\n\n", "\n").encode(),
        (NOTE + "\n").encode(),
        NOTE.replace("— ", "- ").encode(),
        NOTE.replace("— PeterNeumann", "—  PeterNeumann").encode(),
        NOTE.replace("PeterNeumann x08", "PeterNeumann *08").encode(),
        NOTE.replace("PeterNeumann", "Peter+Neumann").encode(),
        (TEXT + "\n— PeterNeumann AAAA\n").encode(),
        NOTE.replace("you", "y\tou").encode(),
        b"\xff" + NOTE.encode(),
        (NOTE + LINE * 100).encode(),
        (TEXT + "x" * 1_000_000 + "\n\n" + LINE).encode(),
    ],
)
def test_what_is_no_note_is_said_to_be_none(wrong: bytes) -> None:
    with pytest.raises(Misuse, match="no signed note"):
        parsed(wrong)


@pytest.mark.parametrize(
    "wrong",
    ["", "PeterNeumann", PETER[:-4], PETER.replace("+c7", "+d7"), PETER.replace("PeterN", "PeterM"), "x+00000000+Ag=="],
)
def test_a_damaged_verifier_key_is_not_taken(wrong: str) -> None:
    with pytest.raises(Misuse):
        VerifierKey.parse(wrong)


def test_the_private_key_is_not_shown() -> None:
    assert "private" not in repr(ENOCH)
