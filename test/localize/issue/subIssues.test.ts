/** Reports of several faults, with what hangs together; and that one fault stays one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReport } from '../../../server/localize/issue/report/readReport.ts';
import { subIssuesOf } from '../../../server/localize/issue/report/subIssues.ts';

/** Titles, then edges as `1 causes 2`. */
function graphOf(report: string): readonly string[] {
  const { issues, links } = subIssuesOf(readReport(report));
  const edges = links.map(({ from, to, kind }) => `${from + 1} ${kind} ${to + 1}`);
  return [...issues.map(({ title }) => title), ...edges];
}

const traceback = (error: string) => `
\`\`\`
Traceback (most recent call last):
  File "shop/cart.py", line 4, in total
${error}
\`\`\``;

test.each([
  {
    what: 'a list of faults, with code below one of them',
    report: `Several bugs in the cart

I found three today:

1. \`Cart.total\` fails for an empty cart.

   \`\`\`python
   Cart([]).total()
   \`\`\`
2. \`Cart.render\` drops the last row.
   It does not matter how many there are.
3. Because of bug 2, \`print_cart\` shows an incorrect sum.

Thanks for the great library, I hope that this helps you.`,
    graph: [
      '`Cart.total` fails for an empty cart.',
      '`Cart.render` drops the last row.',
      'Because of bug 2, `print_cart` shows an incorrect sum.',
      '1 relatesTo 2',
      '2 causes 3',
    ],
  },
  {
    what: 'headings that each say a fault',
    report: `Import and export are broken
## Problem 1: import loses \`time_zone\`
All rows come out in UTC.
## Problem 2: export crashes
This happens due to \`time_zone\` being lost.
`,
    graph: ['Problem 1: import loses `time_zone`', 'Problem 2: export crashes', '1 causes 2'],
  },
  {
    what: 'another bug, told in passing',
    report: `\`parse()\` fails for tabs
It raises ValueError for every tab. There is another bug: \`write_rows()\` ignores the separator.${traceback('KeyError: 1')}`,
    graph: ['`parse()` fails for tabs', 'There is another bug: `write_rows()` ignores the separator.'],
  },
  {
    what: 'also, with a name that is new',
    report: `\`parse()\` fails for tabs
It raises ValueError for every tab. Additionally, \`Writer.flush\` does not flush.`,
    graph: ['`parse()` fails for tabs', '`Writer.flush` does not flush.'],
  },
  {
    what: 'a fault and what the report says it comes from',
    report: `Totals are wrong
\`Cart.total()\` is wrong because \`load_rows()\` skips the first row of every file.`,
    graph: ['Totals are wrong', '`load_rows()` skips the first row of every file.', '2 causes 1'],
  },
  {
    what: 'steps are no faults',
    report: `Editor crashes on save
1. Open a file that does not exist
2. Save it without a name
3. See the error`,
    graph: ['Editor crashes on save'],
  },
  {
    what: 'two errors of one fault, on two versions',
    report: `Reading fails
On 3.7 I get${traceback('KeyError: 1')}
and on 3.8${traceback('IndexError: 2')}
Also 3.9 fails.`,
    graph: ['Reading fails'],
  },
  {
    what: 'headings that only part what is said',
    report: `Reading fails
## Where
In \`read_rows\`, which is wrong.
## When
Always, it does not matter.`,
    graph: ['Reading fails'],
  },
])('$what', ({ report, graph }) => {
  expect(graphOf(report)).toEqual(graph);
});

test('a sub-issue is a report of its own, with the code that stands by it', () => {
  const { issues } = subIssuesOf(
    readReport(`Two bugs
- \`first_one()\` fails at once
\`\`\`
first_one(\`a\`)
\`\`\`
- \`second_one()\` fails later${traceback('KeyError: 1')}`),
  );
  const [first, second] = issues.map(({ text }) => readReport(text));
  expect(first).toMatchObject({ title: '`first_one()` fails at once', code: ['first_one(`a`)'], logs: [] });
  expect(second).toMatchObject({ errors: ['KeyError: 1'], code: [] });
  expect(second!.prose).toContain('Two bugs');
});

test('of any text: at least one sub-issue, links between two of them, the same twice', () => {
  const piece = fc.constantFrom(
    ...[
      '1. ',
      '- ',
      '\n',
      '\n\n',
      '## ',
      '`a_b()` ',
      '`c.d` ',
      'fails ',
      'because ',
      'causes ',
      'Also, ',
      'bug 2 ',
      '. ',
      '```\n',
    ],
    ...['There is another bug. ', 'As a result ', 'word ', 'E'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const report = readReport(pieces.join(''));
      const { issues, links } = subIssuesOf(report);
      expect(issues.length).toBeGreaterThan(0);
      for (const { from, to, message } of links) {
        expect(issues[from] !== undefined && issues[to] !== undefined && from !== to && message !== '').toBe(true);
      }
      expect(subIssuesOf(report)).toEqual({ issues, links });
    }),
    { numRuns: 500, seed: 7 },
  );
});
