/** Names of Go tests, and which of them are Go's at all, from names and files alone. */
import { describe, expect, test } from 'vitest';
import { claimsOf } from '../../server/adapters/runners/go/goClaims.ts';
import { parseGoTest } from '../../server/adapters/runners/go/goTestNames.ts';
import { repositoryOf } from './watchedRepository.ts';

const files = {
  'go.mod': 'module example.com/shop\n\ngo 1.22\n',
  'cart_test.go': 'package shop\n\nfunc TestCart(t *testing.T) {\n\tt.Run("a b", nil)\n}\n',
  'tax/tax_test.go':
    'package tax\n\nfunc TestRate(t *testing.T) {}\n\nfunc Testimony() {}\n\nfunc TestBoth(t *testing.T) {}\n',
  'tax/tax.go': 'package tax\n',
  'my app/go.mod': 'module example.com/app\n',
  'my app/app_test.go': 'package app\n\nfunc TestBoth(t *testing.T) {}\n',
  'vendor/x/x_test.go': 'package x\n\nfunc TestVendored(t *testing.T) {}\n',
};

function textsOf(name: string): readonly string[] | string {
  const parsed = parseGoTest(name, repositoryOf(files));
  return 'names' in parsed ? parsed.names.map(({ text }) => text) : parsed.problem.split(/ \/|: those|\. Name/)[0]!;
}

describe('a name', () => {
  test.each([
    ['. TestCart', ['. TestCart']],
    ['./tax TestRate', ['./tax TestRate']],
    ['tax TestRate/with spaces, [brackets] and (a|b)', ['./tax TestRate/with_spaces,_[brackets]_and_(a|b)']],
    ['example.com/shop/tax TestRate', ['./tax TestRate']],
    ['example.com/app TestBoth', ['./my app TestBoth']],
    ['./my app TestBoth/x y', ['./my app TestBoth/x_y']],
    ['TestBoth', ['./my app TestBoth', './tax TestBoth']],
    ['tax/tax_test.go', ['tax/tax_test.go']],
    ['tax/tax_test.go:3', ['./tax TestRate']],
    ['tax/tax_test.go:6', ['./tax TestRate']],
    ['tax/tax_test.go:7', ['./tax TestBoth']],
    ['cart_test.go:4', ['. TestCart/a b'.replace('a b', 'a_b')]],
  ])('%s is understood', (name, texts) => {
    expect(textsOf(name)).toEqual(texts);
  });

  test.each([
    ['', 'A test needs a name, for example ./pkg TestName.'],
    ['--help', '"--help" looks like an option, not like a test.'],
    ['gone_test.go', 'There is no file gone_test.go in'],
    ['tax/tax.go', 'tax/tax.go is no test file'],
    ['tax/tax_test.go:1', 'There is no test at line 1 of tax/tax_test.go (from "tax/tax_test.go:1").'],
    ['TestVendored', 'No test file of'],
    [
      'Testimony',
      '"Testimony" is neither a Go test (./pkg TestName, TestName/subtest) nor a test file (pkg/a_test.go).',
    ],
  ])('%s is refused', (name, problem) => {
    expect(textsOf(name)).toBe(problem);
  });
});

test.each([
  ['TestCart', 'certain'],
  ['cart_test.go', 'certain'],
  ['./tax TestRate', 'certain'],
  ['TestNowhere', 'no'],
  ['tests/test_a.py::test_b', 'no'],
  ['TestCase.test_method', 'no'],
  ['com.acme.FooTest#bar', 'no'],
])('%s is Go’s: %s', (name, claim) => {
  const repository = repositoryOf(files);
  expect(claimsOf({ repository, tests: [name], runner: 'auto', interpreter: null })).toBe(claim);
});
