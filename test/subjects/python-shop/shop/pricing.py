"""How much a line of an order costs: bulk discounts, then what members get on top."""

from decimal import Decimal, ROUND_HALF_UP

CENT = Decimal("0.01")

# Highest tier first: the first one that a quantity reaches is the one that counts.
BULK_TIERS = (
    (100, Decimal("0.15")),
    (50, Decimal("0.10")),
    (10, Decimal("0.05")),
)
MEMBER_BONUS = Decimal("0.02")
LOYALTY_BONUS = Decimal("0.05")
LOYAL_AFTER_YEARS = 5


def bulk_rate(quantity):
    """The discount rate for buying `quantity` of one product."""
    for minimum, rate in BULK_TIERS:
        if quantity >= minimum:
            return rate
    return Decimal("0")


def customer_rate(rate, customer, year):
    """`rate` with what this customer gets on top of it."""
    years = customer.years_of_membership(year)
    if years >= LOYAL_AFTER_YEARS:
        return rate * LOYALTY_BONUS
    if customer.is_member:
        return rate + MEMBER_BONUS
    return rate


def line_price(product, quantity, customer, year):
    """What `quantity` of `product` costs this customer, to the cent."""
    rate = customer_rate(bulk_rate(quantity), customer, year)
    full = product.price * quantity
    return round_to_cent(full * (1 - rate))


def round_to_cent(amount):
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
