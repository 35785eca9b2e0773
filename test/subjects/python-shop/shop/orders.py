"""An order: lines of products, for one customer."""

from dataclasses import dataclass, field
from decimal import Decimal

from shop.catalog import Product
from shop.customers import Customer
from shop.pricing import line_price


@dataclass
class OrderLine:
    product: Product
    quantity: int


@dataclass
class Order:
    customer: Customer
    year: int
    lines: list = field(default_factory=list)

    def add(self, product, quantity=1):
        if quantity < 1:
            raise ValueError(f"Cannot order {quantity} of {product.sku}")
        for line in self.lines:
            if line.product == product:
                line.quantity += quantity
                return line
        line = OrderLine(product, quantity)
        self.lines.append(line)
        return line

    def price_of(self, line):
        return line_price(line.product, line.quantity, self.customer, self.year)

    def total(self):
        return sum((self.price_of(line) for line in self.lines), Decimal("0"))
