import unittest
from decimal import Decimal

from shop.catalog import Product
from shop.customers import Customer
from shop.orders import Order

LAMP = Product("l-1", "Lamp", Decimal("20.00"))


class OrderTest(unittest.TestCase):
    def order(self, member_since=0):
        return Order(Customer("Ada", member_since), year=2024)

    def test_same_product_twice_is_one_line(self):
        order = self.order()
        order.add(LAMP)
        order.add(LAMP, 2)
        self.assertEqual([line.quantity for line in order.lines], [3])

    def test_refuses_nothing(self):
        with self.assertRaises(ValueError):
            self.order().add(LAMP, 0)

    def test_small_orders_cost_the_full_price(self):
        order = self.order()
        order.add(LAMP, 2)
        self.assertEqual(order.total(), Decimal("40.00"))

    def test_bulk_discount(self):
        order = self.order()
        order.add(LAMP, 50)
        self.assertEqual(order.total(), Decimal("900.00"))

    def test_new_members_get_two_percent_more(self):
        order = self.order(member_since=2023)
        order.add(LAMP, 50)
        self.assertEqual(order.total(), Decimal("880.00"))
