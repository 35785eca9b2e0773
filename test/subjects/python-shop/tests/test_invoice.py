import unittest
from decimal import Decimal

from shop.catalog import Product
from shop.customers import Customer
from shop.invoices import InvoiceError, invoice_text
from shop.orders import Order

CHAIR = Product("c-1", "Chair", Decimal("10.00"))


def order_of(quantity, member_since=0):
    order = Order(Customer("Grace", member_since), year=2024)
    order.add(CHAIR, quantity)
    return order


class InvoiceTest(unittest.TestCase):
    def test_shows_each_line_and_the_total(self):
        text = invoice_text(order_of(10), Decimal("95.00"))
        self.assertIn("10 x Chair", text)
        self.assertTrue(text.endswith("95.00"))

    def test_refuses_another_total(self):
        with self.assertRaises(InvoiceError):
            invoice_text(order_of(1), Decimal("9.00"))

    def test_new_member_pays_the_agreed_price(self):
        text = invoice_text(order_of(10, member_since=2022), Decimal("93.00"))
        self.assertTrue(text.endswith("93.00"))

    def test_loyal_member_pays_the_agreed_price(self):
        text = invoice_text(order_of(10, member_since=2015), Decimal("90.00"))
        self.assertTrue(text.endswith("90.00"))


if __name__ == "__main__":
    unittest.main()
