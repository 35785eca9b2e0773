/** Sub-issues with their code, and what a release changed as evidence. */
import { expect, test } from 'vitest';
import { createAnalysisHost } from '../../../server/analysis/analysisHost.ts';
import type { LineSpan } from '../../../server/core/text/lineMoves.ts';
import type { EvidenceSource } from '../../../server/localize/evidence/finding.ts';
import { localizeReport } from '../../../server/localize/issue/localizeReport.ts';
import { regressionRange, releasesNamed } from '../../../server/localize/issue/regressionRange.ts';
import { testParsers } from '../../parsers.ts';

const parsers = await testParsers();
const files = {
  'shop/rows.py': `def load_rows(path):
    """Read the rows of a file."""
    return [line for line in open(path)][1:]
`,
  'shop/cart.py': `from shop.rows import load_rows


def cart_total(path):
    """The sum of all prices."""
    return sum(price_of(row) for row in load_rows(path))


def price_of(row):
    return float(row)
`,
  'shop/printing.py': `def print_receipt(cart, width):
    """Print a receipt on paper."""
    for line in cart:
        print(line[:width])


def print_label(item, width):
    """Print a label for a parcel."""
    print(item)
`,
};
const snapshot = createAnalysisHost(parsers).applyChange(Object.entries(files).map(([file, text]) => ({ file, text })));
const ask = (text: string, without: readonly EvidenceSource[] = []) => ({ repository: '/r', text, top: 10, without });

const twoFaults = `Wrong sums and cut receipts

1. \`cart_total\` is wrong: the sum of all prices is too small, because \`load_rows\` drops the first row.
2. \`load_rows\` skips a row when it reads the rows of a file.
3. \`print_receipt\` loses the end of each line on paper.
`;

test('each fault has its own functions, and calls between them confirm what is said of causes', () => {
  const { issues } = localizeReport(snapshot, ask(twoFaults));
  expect(issues?.vertices.map(({ id, functions }) => [id, functions[0]?.element])).toEqual([
    ['issue-1', 'shop/cart.py::cart_total'],
    ['issue-2', 'shop/rows.py::load_rows'],
    ['issue-3', 'shop/printing.py::print_receipt'],
  ]);
  expect(issues?.edges).toEqual([
    {
      from: 'issue-2',
      to: 'issue-1',
      kind: 'causes',
      message: expect.stringContaining('because `load_rows` drops the first row'),
      path: [
        { file: 'shop/cart.py', line: 4, message: 'calls shop/rows.py::load_rows' },
        { file: 'shop/rows.py', line: 1, message: 'is reached' },
      ],
    },
  ]);
  expect(localizeReport(snapshot, ask(twoFaults))).toEqual(localizeReport(snapshot, ask(twoFaults)));
});

test('a report of one fault, and one that says nothing of the repository, have no sub-issues', () => {
  expect(localizeReport(snapshot, ask('`print_receipt` loses the end of each line')).issues).toBeUndefined();
  const unknown = localizeReport(snapshot, ask('1. Zzyzx fails with qwxv\n2. Vvvz crashes with xxq'));
  expect(unknown).toMatchObject({ files: [], functions: [], locations: [] });
  expect(unknown.issues).toBeUndefined();
});

test('what the failing release changed comes before what shares as many words, unless history has no say', () => {
  const changed: ReadonlyMap<string, readonly LineSpan[]> = new Map([['shop/printing.py', [{ from: 9, to: 9 }]]]);
  const request = {
    ...ask('print is broken since 1.5'),
    changedSince: { when: 'between 1.4 and 1.5', files: changed },
  };
  const first = localizeReport(snapshot, request);
  expect(first.functions[0]?.element).toBe('shop/printing.py::print_label');
  const reasons = first.locations.flatMap(({ evidence }) => evidence.filter(({ kind }) => kind === 'history'));
  expect(reasons.map(({ message }) => message)).toContain('Changed between 1.4 and 1.5');
  const muted = localizeReport(snapshot, { ...request, without: ['history'] });
  expect(JSON.stringify(muted)).not.toContain('Changed between');
});

test('says what it does not leave out, and how much it read', () => {
  const messages = (request: ReturnType<typeof ask>) =>
    localizeReport(snapshot, request).problems.map((one) => one.message);
  const report = '`print_receipt` loses the end of each line';
  expect(messages(ask(report, ['history']))).toEqual([]);
  expect(messages(ask(report, ['testText', 'frame', 'value']))).toEqual([
    'Nothing is left out for testText, value: a report is ranked by its words and frame, slice, mention, history',
  ]);
  const long = `${report}\n\n${'x y z '.repeat(200_000)}\n\nIt is of \`price_of\``;
  const cut = localizeReport(snapshot, ask(long));
  expect(cut.problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^The bug report has \d+ characters: only the first 1048576 are read$/),
  ]);
  expect(JSON.stringify(cut.locations)).toContain('The report names `print_receipt`');
  expect(JSON.stringify(cut.locations)).not.toContain('The report names `price_of`');
});

const tags = ['v1.4.0', 'v1.4.1', 'v1.5.0', 'v1.5.1rc1', 'v1.5.1', 'v2.0.0a1', 'nightly-20240101', 'v2.0.0'];

test.each([
  ['Broken since 1.5', ['v1.4.1', 'v1.5.0']],
  ['Worked in 1.4.0. Regression in version 1.5.1', ['v1.4.0', 'v1.5.1']],
  ['Fails after upgrading from 1.4.1 to 2.0', ['v1.4.1', 'v2.0.0']],
  ['Broken in 1.5.1rc1', ['v1.5.0', 'v1.5.1rc1']],
  ['Fails since Python 3.12', null],
  ['Broken in 1.4.0', null],
  ['Nothing of releases', null],
])('%s', (text, range) => {
  const [from, to] = range ?? [];
  expect(regressionRange(releasesNamed(text), tags)).toEqual(range === null ? null : { from, to });
});
