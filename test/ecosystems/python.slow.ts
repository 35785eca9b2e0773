/** The Python shop, wherever it lies. What else there is to Python is tested with its runners, `test/adapters`. */
import { test } from 'vitest';
import { expectLocated, localizeSubject, places, type Subject } from './subject.ts';

const shop: Subject = {
  folder: 'python-shop',
  test: (below) => `${below}tests/test_invoice.py::InvoiceTest::test_loyal_member_pays_the_agreed_price`,
  faulty: 'shop/pricing.py::customer_rate',
};

test.each(places)('the bug of the Python shop is found (%s)', async (place) => {
  expectLocated(await localizeSubject(shop, place), shop, place);
});
