/** Names of code in what exceptions of several languages say. */
import { expect, test } from 'vitest';
import { namedInMessage } from '../../server/core/trace/namedInMessage.ts';

const messages: readonly (readonly [message: string, ...names: string[]])[] = [
  ["URL.__init__() got an unexpected keyword argument 'absolute'", 'URL.__init__', 'absolute'],
  ["cannot import name 'best' from 'shop.prices' (/tmp/a/shop/prices.py)", 'best', 'shop.prices'],
  ["'Tuple' object has no attribute 'opts'", 'Tuple', 'opts'],
  ["DID NOT RAISE <class 'shop.errors.TooLate'>", 'shop.errors.TooLate'],
  ['cart.refresh is not a function', 'cart.refresh'],
  ["Cannot read properties of undefined (reading 'total')", 'total'],
  ['call to unknown method parcels::Parcel::weigh()', 'parcels.Parcel.weigh'],
  ['no field `weight_kg` on type `Parcel`', 'weight_kg', 'Parcel'],
  ['cannot invoke "Cart.total()" because "this.cart" is null', 'Cart.total', 'this.cart'],
  ['sortedTitles is undefined', 'sortedTitles'],
  ['division by zero'],
  ['list index out of range'],
  ['[Errno 2] No such file or directory: /tmp/some_file.py'],
];

test.each(messages)('%s', (message, ...names) => {
  expect(namedInMessage(message)).toEqual(names);
});
