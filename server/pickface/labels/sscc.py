"""SSCCs: the licence plates of cartons and pallets that the whole trade can read."""

from __future__ import annotations

from biip.checksums import gs1_standard_check_digit

from pickface.errors import BadRequest

LENGTH = 18


class NotAnSscc(BadRequest):
    """The digits are not an SSCC; ``params`` hold the text."""

    code = "not_an_sscc"


def check_digit(digits: str) -> int:
    """The GS1 check digit that belongs behind these digits."""
    if not (digits.isascii() and digits.isdigit()):
        raise NotAnSscc("an SSCC has digits only", text=digits)
    return gs1_standard_check_digit(digits)


def build(company_prefix: str, serial: int, extension: int = 0) -> str:
    """Make an SSCC of 18 digits from the company's GS1 prefix (4 to 12 digits) and its own serial number.

    ``extension`` is the free first digit; with it a company has ten times as many numbers.
    """
    digits_left = LENGTH - 2 - len(company_prefix)
    if not 4 <= len(company_prefix) <= 12 or not 0 <= extension <= 9:
        raise NotAnSscc(
            "a company prefix has 4 to 12 digits, the extension one", text=company_prefix
        )
    if not 0 <= serial < 10**digits_left:
        raise NotAnSscc(f"no room for serial {serial} behind {company_prefix}", text=str(serial))
    body = f"{extension}{company_prefix}{serial:0{digits_left}d}"
    return f"{body}{check_digit(body)}"


def looks_like_one(text: str) -> bool:
    """Whether these are 18 digits; then it is an SSCC or a mistake, never a plate of our own."""
    return len(text) == LENGTH and text.isascii() and text.isdigit()


def is_valid(text: str) -> bool:
    """Whether these are 18 digits with the right check digit."""
    return looks_like_one(text) and check_digit(text[:-1]) == int(text[-1])


def checked(text: str) -> str:
    """Hand the SSCC back, or raise :class:`NotAnSscc`: a wrong one must never be printed."""
    if not is_valid(text):
        raise NotAnSscc("not 18 digits with a right check digit", text=text)
    return text


def spaced(text: str) -> str:
    """A plate as people read it out: an SSCC in groups of four behind its identifier, another one as it is."""
    if not looks_like_one(text):
        return text
    return f"(00) {text[0]} {text[1:5]} {text[5:9]} {text[9:13]} {text[13:17]} {text[17]}"
