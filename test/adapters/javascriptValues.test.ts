/** Values of a watched program are printed without its own code running, and bounded. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import vm from 'node:vm';
import { expect, test } from 'vitest';

const tracer = fileURLToPath(new URL('../../server/adapters/tracers/javascript', import.meta.url));
const { printValue, printNamed } = createRequire(import.meta.url)(join(tracer, 'valueText.cjs')) as {
  printValue: (value: unknown) => string;
  printNamed: (name: string, value: unknown) => string;
};

class Money {
  readonly amount: number;
  readonly unit: string;
  constructor(amount: number, unit: string) {
    this.amount = amount;
    this.unit = unit;
  }
}

test.each<[unknown, string]>([
  [1, '1'],
  [-0, '-0'],
  [12n, '12n'],
  [2n ** 4000n, '<large bigint>'],
  ['a "b"\n', '"a \\"b\\"\\n"'],
  [undefined, 'undefined'],
  [Symbol('s'), 'Symbol(s)'],
  [Object.assign(new Array(3), { 0: 1, 2: [2, [3, [4]]] }), '[1, empty, [2, […]]]'],
  [{ a: 1, 'b c': { d: { e: 1 } } }, '{a: 1, "b c": {d: {…}}}'],
  [new Money(3, 'EUR'), 'Money {amount: 3, unit: "EUR"}'],
  [Object.create(null), '{}'],
  [
    new Map<unknown, unknown>([
      ['k', [1]],
      ['password', 'x'],
    ]),
    'Map{"k" => [1], "password" => <redacted>}',
  ],
  [new Set([1, 'two']), 'Set{1, "two"}'],
  [new Uint8Array([1, 2]), 'Uint8Array[1, 2]'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [new Date(Number.NaN), '<invalid date>'],
  [/a\/b/gi, '/a\\/b/gi'],
  [new TypeError('no'), 'TypeError("no")'],
  [Promise.resolve(1), '<Promise>'],
  [function named() {}, '<function named>'],
  [() => 1, '<function (anonymous)>'],
  [{ apiKey: 'x', n: { token: 'y' } }, '{apiKey: <redacted>, n: {token: <redacted>}}'],
  [vm.runInNewContext('({ other: [1], e: new Error("realm") })'), '{other: [1], e: Error("realm")}'],
])('%o', (value, text) => {
  expect(printValue(value)).toBe(text);
});

test('runs no code of the program: getters, proxies, its own printing, changed built-ins', () => {
  const ran: string[] = [];
  const says = (what: string) => () => {
    ran.push(what);
    return what;
  };
  const own = { toString: says('toString'), toJSON: says('toJSON'), [inspect.custom]: says('inspect') };
  const withGetter = Object.defineProperty({ ...own }, 'g', { get: says('getter'), enumerable: true });
  const traps = Object.fromEntries(Reflect.ownKeys(Reflect).map((trap) => [trap, says(`trap ${String(trap)}`)]));
  class Liar extends Array {
    get [Symbol.toStringTag]() {
      return says('tag')();
    }
    override map = says('map') as never;
    override get length() {
      return 3;
    }
    static override get [Symbol.species]() {
      return says('species')() as never;
    }
  }
  class OwnMap extends Map<number, number> {
    override entries = says('entries') as never;
    override get size() {
      says('size')();
      return 9;
    }
  }
  const regExp = Object.defineProperty(/x/, 'global', { get: says('global') });
  const error = Object.defineProperty(new Error('e'), 'message', { get: says('message') });
  const named = Object.defineProperty(() => 1, 'name', { get: says('name') });
  const inherits = Object.create(new Proxy({}, traps));
  const values: readonly unknown[] = [own, withGetter, new Proxy({}, traps), new Proxy(() => 1, traps), inherits];
  const texts = [...values, new OwnMap([[1, 2]]), regExp, error, named, [new Proxy([], traps)]].map((value) =>
    printValue(value),
  );
  expect(printValue(Reflect.construct(Array, [], Liar))).toBe('[]');
  expect(ran).toEqual([]);
  expect(texts[1]).toContain('g: <getter>');
  expect(texts.slice(2)).toEqual([
    '<proxy>',
    '<proxy>',
    '{}',
    'Map{1 => 2}',
    '/x/',
    'Error("")',
    '<function (anonymous)>',
    '[<proxy>]',
  ]);
});

test('is bounded in size, depth and time', () => {
  const circle: Record<string, unknown> = { name: 'c' };
  circle.self = circle;
  expect(printValue(circle)).toBe('{name: "c", self: <circular>}');
  const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`key${index}`, 'x'.repeat(1000)]));
  expect(printValue(wide).length).toBe(200);
  const began = performance.now();
  for (const value of [
    Array.from({ length: 1_000_000 }, (_, index) => index),
    'x'.repeat(50_000_000),
    new Set(Array.from({ length: 100_000 }).keys()),
  ]) {
    expect(printValue(value).length).toBeLessThanOrEqual(200);
  }
  expect(performance.now() - began).toBeLessThan(1000);
});

test('a name that speaks of a secret hides text, not numbers', () => {
  expect(printNamed('password', 'x')).toBe('<redacted>');
  expect(printNamed('this.apiKey', ['x'])).toBe('<redacted>');
  expect(printNamed('accessToken', 'x')).toBe('<redacted>');
  expect(printNamed('nTokens', 3)).toBe('3');
  expect(printNamed('tokenize', 'x')).toBe('"x"');
});
