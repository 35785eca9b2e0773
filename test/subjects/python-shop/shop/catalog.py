"""What is for sale."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Product:
    sku: str
    title: str
    price: Decimal


class UnknownProduct(KeyError):
    """No product has this stock-keeping unit."""


class Catalog:
    def __init__(self, products=()):
        self._products = {product.sku: product for product in products}

    def add(self, product):
        self._products[product.sku] = product

    def find(self, sku):
        try:
            return self._products[sku]
        except KeyError:
            raise UnknownProduct(sku) from None

    def search(self, words):
        wanted = words.lower().split()
        return [
            product
            for product in self._products.values()
            if all(word in product.title.lower() for word in wanted)
        ]
