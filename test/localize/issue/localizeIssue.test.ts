/** Small repositories with a report each: what is ranked first, and why. */
import { expect, test } from 'vitest';
import { createAnalysisHost } from '../../../server/analysis/analysisHost.ts';
import { line } from '../../../server/core/ids.ts';
import { calibrated } from '../../../server/core/ranking/calibration.ts';
import type { EvidenceSource } from '../../../server/localize/evidence/finding.ts';
import { issueTables } from '../../../server/localize/issue/issueTables.ts';
import { localizeIssue } from '../../../server/localize/issue/localizeIssue.ts';
import { testCode } from '../../../server/localize/testCode.ts';
import { issueWeights } from '../../../server/localize/weights.ts';
import { testParsers } from '../../parsers.ts';

const parsers = await testParsers();

function snapshotOf(files: Readonly<Record<string, string>>) {
  return createAnalysisHost(parsers).applyChange(Object.entries(files).map(([file, text]) => ({ file, text })));
}

function localized(files: Readonly<Record<string, string>>, text: string) {
  return localizeIssue(snapshotOf(files), { repository: '/r', text, top: 10, without: [] });
}

const shop = {
  'shop/cart.py': `"""The cart."""
from shop.prices import discounted


class Cart:
    def __init__(self, items):
        self.items = items

    def total(self, coupon):
        """Sum of all items, less the coupon."""
        return sum(discounted(item, coupon) for item in self.items)


class Basket:
    def total(self, coupon):
        return 0
`,
  'shop/prices.py': `RATES = {"summer": 0.2}


def discounted(item, coupon):
    rate = RATES[coupon]
    if rate > 1:
        raise ValueError("Cannot take more than the price off: %s" % coupon)
    return item.price * (1 - rate)


def rounded(price):
    return round(price, 2)
`,
  'shop/printing.py': `def receipt(cart):
    for item in cart.items:
        print(item)


def label(item):
    return item.name.upper()
`,
  'tests/test_cart.py': 'def test_total_coupon_discounted():\n    assert coupon_total_discounted\n',
};

test('the innermost frame of a trace comes first, with its line, and tests never', () => {
  const report = `KeyError for unknown coupons

Traceback (most recent call last):
  File "/usr/lib/python3/site-packages/shop/cart.py", line 11, in total
    return sum(discounted(item, coupon) for item in self.items)
  File "/usr/lib/python3/site-packages/shop/prices.py", line 5, in discounted
    rate = RATES[coupon]
KeyError: 'winter'
`;
  const answer = localized(shop, report);
  expect(answer.verdict).toBe('issue-only');
  expect(answer.functions[0]!.element).toBe('shop/prices.py::discounted');
  expect(answer.locations[0]).toMatchObject({ file: 'shop/prices.py', line: 5 });
  const told = answer.locations[0]!.evidence.map(({ message }) => message);
  expect(told).toContain("Raised in the report's traceback, innermost frame of the repository");
  expect(JSON.stringify(answer)).not.toContain('tests/test_cart.py');
});

test('words alone find the function, and say which', () => {
  const answer = localized(shop, 'Printed receipts list items twice\n\nWhen I print the receipt of a cart.');
  expect(answer.files[0]!.file).toBe('shop/printing.py');
  expect(answer.functions[0]!.element).toBe('shop/printing.py::receipt');
  const told = answer.locations[0]!.evidence.map(({ message }) => message);
  expect(told.some((one) => /^Shares words with the title: .*receipts/.test(one))).toBe(true);
});

test('a quoted message is known although its end was filled in', () => {
  const answer = localized(shop, 'Strange refusal\n\nIt says `Cannot take more than the price off: summer`, why?');
  expect(answer.functions[0]!.element).toBe('shop/prices.py::discounted');
  const told = answer.locations[0]!.evidence.map(({ message }) => message);
  expect(told).toContain('The report quotes "cannot take more than the price off:"');
});

test('a class with its member is one of two members of that name', () => {
  const answer = localized(shop, 'Wrong number\n\n`Basket.total` is off.');
  expect(answer.functions[0]!.element).toBe('shop/cart.py::Basket.total');
});

test('words that code writes as one, or short, are the same words', () => {
  const clock = {
    'a.py': 'def time_zone_of(args):\n    return args\n\n\ndef other(x):\n    return x\n',
    'b.py': 'def zone(x):\n    return x\n\n\ndef timer(x):\n    return x\n',
  };
  expect(localized(clock, 'Wrong timezone\n\nFor some arguments.').functions[0]!.element).toBe('a.py::time_zone_of');
});

test('a table at the top of a file is a place, too, but no function', () => {
  const answer = localized(shop, 'Rate of `summer` too low\n\n`RATES` has an old value for `summer`.');
  const places = answer.locations.map(({ element, line }) => `${element}:${line}`);
  expect(places).toContain('shop/prices.py:1');
  expect(answer.functions.every(({ element }) => element.includes('::'))).toBe(true);
});

test('frames that Valgrind prints are found by class and method', () => {
  const text = `class Pair {
 public:
  const char* get() { return text; }
  const char* text;
};
class Printer {
 public:
  void get(Pair* p) { p->get(); }
};
`;
  const report = `Null pointer dereference
\`\`\`
==2570== Invalid read of size 1
==2570==    at 0x4056C53: Pair::get() (a.cpp:3)
==2570==    by 0x405C5AD: Printer::get(Pair*) (a.cpp:8)
\`\`\`
`;
  const answer = localized({ 'a.cpp': text }, report);
  const framesOf = (element: string) =>
    (answer.locations.find((one) => one.element === element)?.evidence ?? [])
      .filter(({ kind }) => kind === 'frame')
      .map(({ path }) => path[0]!.line);
  expect(framesOf('a.cpp::Pair.get')[0]).toBe(3);
  expect(framesOf('a.cpp::Printer.get')[0]).toBe(8);
});

test.each([
  ['a.ts', 'export function parseDate(text: string) {\n  return text;\n}\nexport function other() {}\n', 'parseDate'],
  ['a.go', 'package a\n\n// parseDate reads a date.\nfunc parseDate(text string) {}\n\nfunc other() {}\n', 'parseDate'],
  [
    'A.java',
    'class A {\n  /** Reads a date. */\n  void parseDate(String text) {}\n  void other() {}\n}\n',
    'A.parseDate',
  ],
  ['a.rs', '/// Reads a date.\nfn parse_date(text: &str) {}\nfn other() {}\n', 'parse_date'],
  ['a.cpp', '// Reads a date.\nvoid parseDate(const char* text) {}\nvoid other() {}\n', 'parseDate'],
])('%s', (file, text, found) => {
  const answer = localized({ [file]: text }, 'Dates are parsed wrongly\n\nReading a date from text fails.');
  expect(answer.functions[0]!.element).toBe(`${file}::${found}`);
});

test('the order of files changes nothing, and the same question has the same answer', () => {
  const report = 'Coupon total wrong\n\n`discounted` gives a wrong price for a coupon in shop/prices.py.';
  const turned = Object.fromEntries(Object.entries(shop).toReversed());
  expect(JSON.stringify(localized(turned, report))).toBe(JSON.stringify(localized(shop, report)));
  const { files, functions } = issueTables(snapshotOf(shop), { text: report, without: [] });
  expect(files.candidates).toEqual(['shop/cart.py', 'shop/prices.py', 'shop/printing.py']);
  expect(functions.values.every(Number.isFinite) && files.values.every(Number.isFinite)).toBe(true);
});

test('a folder is of tests by what lies in it: shipped code is ranked, what stands with tests is not', () => {
  const files = {
    'web/test/client.py': 'def encode_multipart(boundary):\n    return boundary\n',
    'web/spec/parser.py': 'def encode_multipart(boundary):\n    return boundary\n',
    'web/forms/test/test_forms.py': 'def test_encode():\n    pass\n',
    'web/forms/test/data/multipart.py': 'def encode_multipart(boundary):\n    return boundary\n',
    'web/tests/multipart.py': 'def encode_multipart(boundary):\n    return boundary\n',
  };
  const answer = localized(files, '`encode_multipart` loses the boundary');
  const shipped = ['web/spec/parser.py', 'web/test/client.py'];
  expect(answer.files.map(({ file }) => file)).toEqual(shipped);
  expect(answer.functions.map(({ file }) => file)).toEqual(shipped);
  const isTest = testCode(snapshotOf(files), []);
  expect(
    Object.keys(files)
      .filter((file) => !isTest(file, line(1)))
      .sort(),
  ).toEqual(shipped);
});

/** What the features of a report's functions are, by element. */
function featureOf(
  files: Readonly<Record<string, string>>,
  text: string,
  feature: string,
  without: readonly EvidenceSource[] = [],
) {
  const { functions } = issueTables(snapshotOf(files), { text, without });
  const column = functions.features.indexOf(feature);
  return Object.fromEntries(
    functions.candidates.flatMap((name, row) => {
      const value = functions.values[row * functions.features.length + column]!;
      return value === 0 ? [] : [[name, Number(value.toFixed(3))]];
    }),
  );
}

test('a dotted name is followed through imports of all names, and through those alone', () => {
  const files = {
    'web/__init__.py': 'from .api import *\nimport web.hidden\n',
    'web/api.py': 'from .core import *\nfrom .api import *\n',
    'web/core.py': 'from .api import *\n\n\ndef send(request):\n    return request\n',
    'web/hidden.py': 'def receive(request):\n    return request\n',
  };
  expect(featureOf(files, 'web.send fails', 'dottedName')).toEqual({ 'web/core.py::send': 1 });
  expect(featureOf(files, 'web.receive fails', 'dottedName')).toEqual({});
});

test('what is left out is not in the tables that weights are learned from', () => {
  const files = { 'web/core.py': 'def send(request):\n    return request\n' };
  expect(featureOf(files, 'web.core.send fails', 'dottedName')).toEqual({ 'web/core.py::send': 1 });
  expect(featureOf(files, 'web.core.send fails', 'dottedName', ['mention'])).toEqual({});
});

test('confidence is that of the first function, not of a class or module before it', () => {
  const files = { 'web/core.py': 'LIMIT_OF_PARCELS = 4\nPARCELS = [LIMIT_OF_PARCELS]\n\n\ndef send():\n    pass\n' };
  const { confidence, functions } = localized(files, 'Wrong LIMIT_OF_PARCELS: limit of parcels in PARCELS');
  expect(functions).toHaveLength(1);
  expect(calibrated(functions[0]!.score, issueWeights.certainty.functions)).toBeCloseTo(confidence, 2);
});

test('a name that leads nowhere costs no more than a look at each file, however they import one another', () => {
  const names = Array.from({ length: 40 }, (_, at) => `part${at}`);
  const imports = names.map((name) => `from .${name} import *\n`).join('');
  const files = Object.fromEntries(
    ['__init__', ...names].map((name) => [`web/${name}.py`, `${imports}a_${name} = 1\n`]),
  );
  expect(localized(files, 'web.api.nowhere and web.nothing fail').functions).toEqual([]);
}, 5000);

test('a member of a class tells less the more classes are called so', () => {
  const model = (at: number) =>
    `class Row${at}:\n    class Meta:\n        def ordering(self):\n            return ${at}\n`;
  const of = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`rows/row${at}.py`, model(at)]));
  const values = (count: number) => Object.values(featureOf(of(count), 'Set Meta.ordering in rows', 'qualifiedName'));
  expect(values(1)).toEqual([1]);
  expect(values(4)).toEqual([0.25, 0.25, 0.25, 0.25]);
  // What is left is of classes that are named at all.
  expect(Math.max(...values(60))).toBe(0.01);
});

test('any text is a report', () => {
  const answers = ['', '\n', '{}', '```', 'a'.repeat(5000), '\u0000 \ud800'].map((text) => localized(shop, text));
  expect(answers.map(({ verdict }) => verdict)).toEqual(answers.map(() => 'issue-only'));
  expect(localizeIssue(snapshotOf({}), { repository: '/r', text: 'Wrong', top: 5, without: [] }).functions).toEqual([]);
});
