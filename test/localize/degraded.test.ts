/** Where a run tells little there is still an answer, and it says how sure it is. Real runs. */
import { expect, test } from 'vitest';
import { repositoryOf } from '../adapters/watchedRepository.ts';
import { localized } from './evidencePage.ts';

const places = (locations: readonly { readonly file: string; readonly line: number }[]) =>
  locations.map(({ file, line }) => `${file}:${line}`);

test('a suite without a passing test: what ran is ranked by what needs no other, and called uncertain', async () => {
  const answer = await localized(
    repositoryOf({
      'tax.py':
        'RATE = 19\n\n\ndef rate(kind):\n    return RATE\n\n\ndef gross(net, kind):\n    share = rate(kind) / 100\n    return net - net * share\n',
      'test_tax.py':
        'import unittest\nfrom tax import gross\n\n\nclass TaxTest(unittest.TestCase):\n    def test_gross(self):\n        self.assertEqual(gross(100, "book"), 119)\n',
    }),
    ['test_tax.py'],
  );
  expect(answer.verdict).toBe('uncertain');
  expect(answer.run).toMatchObject({ failing: 1, passing: 0 });
  expect(answer.problems.map(({ message }) => message).join('\n')).toContain('No passing test was found');
  expect(answer.functions.map(({ element }) => element)).toEqual(['tax.py::gross', 'tax.py::rate']);
  expect(answer.locations[0]).toMatchObject({ file: 'tax.py', line: 10 });
});

test('code that cannot be imported: the frames of the import, the raising one first', async () => {
  const answer = await localized(
    repositoryOf({
      'levels.py':
        'NAMES = ["low", "high"]\n\n\ndef level(name):\n    return NAMES.index(name)\n\n\nDEFAULT = level("middle")\n',
      'engine.py': 'import levels\n\n\ndef start():\n    return levels.DEFAULT\n',
      'test_engine.py':
        'import unittest\nfrom engine import start\n\n\nclass EngineTest(unittest.TestCase):\n    def test_start(self):\n        self.assertEqual(start(), 1)\n',
    }),
    ['test_engine.py'],
  );
  expect(answer.verdict).toBe('located');
  expect(places(answer.locations).slice(0, 3)).toEqual(['levels.py:5', 'levels.py:8', 'engine.py:1']);
  expect(answer.locations[0]?.evidence.find(({ kind }) => kind === 'frame')?.message).toMatch(/^ValueError/);
});

test('only a test that hangs, and nothing beside it: where it went round', async () => {
  const answer = await localized(
    repositoryOf({
      'drain.py': 'def drain(level):\n    while level != 0:\n        level = level - 2\n    return level\n',
      'test_drain.py':
        'import unittest\nfrom drain import drain\n\n\nclass DrainTest(unittest.TestCase):\n    def test_drain(self):\n        self.assertEqual(drain(5), 0)\n',
    }),
    ['test_drain.py'],
    { timeoutSeconds: 2 },
  );
  expect(['located', 'uncertain']).toContain(answer.verdict);
  expect(answer.functions[0]?.element).toBe('drain.py::drain');
  expect(places(answer.locations).slice(0, 2).sort()).toEqual(['drain.py:2', 'drain.py:3']);
  expect(answer.problems.map(({ message }) => message).join('\n')).toMatch(/did not end within \d+ s/);
});

test('a language of which only definitions are known: what its report says it covered', async () => {
  const script = (text: string) => `require('node:fs').writeFileSync(process.argv[2], ${JSON.stringify(text)});\n`;
  const report = (lines: readonly number[]) =>
    `SF:lib/fare.rb\n${lines.map((line) => `DA:${line},1\n`).join('')}end_of_record\n`;
  const answer = await localized(
    repositoryOf({
      'lib/fare.rb':
        'def child_fare(km)\n  km * 3\nend\n\ndef fare(age, km)\n  if age < 14\n    child_fare(km)\n  else\n    km * 2\n  end\nend\n',
      't/child.js': `${script(report([1, 2, 5, 6, 7]))}process.exitCode = 1;\n`,
      't/adult.js': script(report([1, 5, 6, 9])),
    }),
    ['t/child.js'],
    {
      command: {
        line: `'${process.execPath}' {test} {out}/lcov.info`,
        coverage: ['{out}/lcov.info'],
        passing: ['t/adult.js'],
      },
    },
  );
  expect(['located', 'uncertain']).toContain(answer.verdict);
  expect(places(answer.locations).slice(0, 2).sort()).toEqual(['lib/fare.rb:2', 'lib/fare.rb:7']);
});

test('a test that is wrong about code that never ran: an answer without places, or from what was imported', async () => {
  const answer = await localized(
    repositoryOf({
      'names.py': 'def full(first, last):\n    return f"{first} {last}"\n',
      'test_names.py':
        'import unittest\nimport names\n\n\nclass NamesTest(unittest.TestCase):\n    def test_short(self):\n        self.assertEqual(names.short("Ann"), "A")\n',
    }),
    ['test_names.py'],
  );
  expect(answer.verdict).toBe('uncertain');
  expect(answer.problems.map(({ message }) => message).join('\n')).toContain('executed no code of this repository');
});

test('a test that looks at what a module defined when it was loaded: the definition it looks at', async () => {
  const answer = await localized(
    repositoryOf({
      'options.py': 'import os\n\nWIDTH = 80\nNAMES = ["--quiet", "--help"]\nHOME = os.sep\n',
      'test_options.py':
        'import unittest\nfrom options import NAMES\n\n\nclass OptionsTest(unittest.TestCase):\n    def test_output(self):\n        self.assertIn("--output", NAMES)\n\n    def test_quiet(self):\n        self.assertIn("--quiet", NAMES)\n',
    }),
    ['test_options.py::OptionsTest::test_output'],
  );
  expect(answer.verdict).toBe('uncertain');
  expect(places(answer.locations)).toContain('options.py:4');
  expect(answer.locations[0]).toMatchObject({ file: 'options.py', line: 4 });
  expect(answer.problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/but what modules do when they are loaded$/),
  ]);
});

test('a test file that asks a module for what it does not have: the module', async () => {
  const answer = await localized(
    repositoryOf({
      'shop/__init__.py': '',
      'shop/prices.py': 'RATE = 2\n\n\ndef price(number):\n    return number * RATE\n',
      'shop/other.py': 'LIMIT = 3\n',
      'test_prices.py':
        'import unittest\nfrom shop.prices import best_price\n\n\nclass PricesTest(unittest.TestCase):\n    def test_best(self):\n        self.assertEqual(best_price(2), 4)\n',
    }),
    ['test_prices.py'],
  );
  expect(answer.verdict).toBe('uncertain');
  expect(answer.files).toMatchObject([{ file: 'shop/prices.py' }]);
  expect(answer.locations[0]?.evidence.find(({ kind }) => kind === 'assertion')?.message).toMatch(
    /^The failure speaks of shop\.prices: cannot import name 'best_price'/,
  );
});
