"""Trade item numbers of the demo goods, in the prefix 952 that GS1 keeps for examples."""


def check_digit(digits: str) -> str:
    """The GS1 check digit for a number without it: weights 3 and 1 from the right, up to the next ten."""
    weighted = sum(int(digit) * (3, 1)[at % 2] for at, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)


def gtin13(reference: int) -> str:
    """The GTIN-13 of a reference number below a thousand million."""
    body = f"952{reference:09}"
    return body + check_digit(body)


def gtin14(indicator: int, gtin: str) -> str:
    """The GTIN-14 of a pack of that GTIN-13; the indicator, 1 to 8, tells the packs apart."""
    body = f"{indicator}{gtin[:12]}"
    return body + check_digit(body)
