import unittest
from decimal import Decimal

from shop.catalog import Catalog, Product, UnknownProduct


class CatalogTest(unittest.TestCase):
    def setUp(self):
        self.catalog = Catalog([Product("n-1", "Brass nail", Decimal("0.12"))])

    def test_finds_a_product(self):
        self.assertEqual(self.catalog.find("n-1").title, "Brass nail")

    def test_unknown_product(self):
        with self.assertRaises(UnknownProduct):
            self.catalog.find("n-2")

    def test_searches_all_words(self):
        self.catalog.add(Product("n-2", "Steel nail", Decimal("0.08")))
        self.assertEqual([p.sku for p in self.catalog.search("NAIL steel")], ["n-2"])
