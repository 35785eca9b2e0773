/** Runs every report of the spec page, and what must hold of any text. `UPDATE=1` writes the answers into the page. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BugReport } from '../../../server/localize/issue/report/bugReport.ts';
import { mentionsOf } from '../../../server/localize/issue/report/mentions.ts';
import { readReport } from '../../../server/localize/issue/report/readReport.ts';
import { framesOf } from '../../../server/localize/issue/report/stackTraces.ts';
import { unevenGrowth } from '../../growth.ts';

const path = join(import.meta.dirname, '..', '..', 'spec', 'bugReports.md');
const block = /^## (.*)\n\n~~~~~report\n([\s\S]*?)\n?~~~~~\n\n~~~~~answers\n([\s\S]*?)~~~~~$/gm;
if (process.env.UPDATE !== undefined) {
  const answered = readFileSync(path, 'utf8').replace(block, (_, title, report) => {
    return `## ${title}\n\n~~~~~report\n${report}\n~~~~~\n\n~~~~~answers\n${answers(report)}~~~~~`;
  });
  writeFileSync(path, answered);
}
const cases = [...readFileSync(path, 'utf8').matchAll(block)].map(([, title, report, answer]) => ({
  title: title!,
  report: report!,
  answer: answer!,
}));

test.each(cases)('$title', ({ report, answer }) => {
  expect(answers(report)).toBe(answer);
});

/** `␍` is how the page writes a carriage return. */
function answers(written: string): string {
  const report = readReport(written.replaceAll('␍', '\r'));
  return [...spoken(report), ...traced(report), ...named(report)].map((line) => `${line}\n`).join('');
}

function spoken({ title, parts, errors }: BugReport): readonly string[] {
  const oneLine = (text: string) => text.split('\n').join(' ⏎ ');
  return [
    `title: ${title}`,
    ...parts.map(({ kind, text }) => `${kind}: ${oneLine(text)}`),
    ...errors.map((error) => `error: ${error}`),
  ];
}

function traced(report: BugReport): readonly string[] {
  return framesOf(report).map(({ error, frames }) => {
    const places = frames.map(({ file, line, function: name }) => `${file ?? '?'}:${line ?? '?'} ${name ?? '?'}`);
    return `trace: ${places.join(' → ')} ⇒ ${error ?? '-'}`;
  });
}

function named(report: BugReport): readonly string[] {
  const { paths, dotted, symbols, literals, options, joined, versions } = mentionsOf(report);
  const list = (label: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`${label}: ${items.join(' · ')}`];
  const places = ['title', 'ticked', 'prose', 'code', 'log'] as const;
  return [
    ...list(
      'paths',
      paths.map(({ path: file, lines }) => (lines === null ? file : `${file}:${lines.from}-${lines.to}`)),
    ),
    ...places.flatMap((place) => list(`dotted in ${place}`, dotted[place])),
    ...places.flatMap((place) => list(`symbols in ${place}`, symbols[place])),
    ...list('literals', literals),
    ...list('options', options),
    ...list('joined', joined.slice(0, 6)),
    ...list(
      'versions',
      versions.map(({ version, role }) => `${version} ${role}`),
    ),
  ];
}

function readAll(text: string) {
  const report = readReport(text);
  return { report, traces: framesOf(report), mentions: mentionsOf(report) };
}

const pieces = fc.constantFrom(
  ...[
    '```',
    '~~~',
    '{{{',
    '}}}',
    '<!--',
    '-->',
    '<pre>',
    '</pre>',
    '`',
    '>>> ',
    'In [1]: ',
    '    ',
    '\t',
    '\n',
    '\n\n',
    '\r\n',
  ],
  ...[
    'Traceback (most recent call last):',
    '  File "a.py", line 3, in f',
    '\tat a.b.C.m(C.java:12)',
    'ValueError: x',
    '::',
  ],
  ...[
    '#0 0x1 in f (a) at x.c:12',
    "a.rb:1:in `f'",
    '# Versions',
    '- [x] ',
    'from 1.2 to 1.3',
    'https://a/blob/m/x.py#L1',
    '"',
    "'",
  ],
  ...['word', 'snake_case', 'a.b.c', '--foo-bar', '(', ')', '@', ':1:2', '\\', '/', '.', '=', '0x'],
);
const anyReport = fc.oneof(
  fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.array(fc.constantFrom(...cases.map(({ report }) => report)), { maxLength: 3 }).map((all) => all.join('\n')),
);
const runs = { numRuns: 500, seed: 5 };

test('any text is a report, and nothing in it is made up', () => {
  fc.assert(
    fc.property(anyReport, (text) => {
      const { report, traces, mentions } = readAll(text);
      const holds = (said: string) => said.split('\n').every((line) => text.includes(line.trim()));
      expect(report.code.every(holds) && report.logs.every(holds)).toBe(true);
      expect(report.errors.every((error) => text.includes(error))).toBe(true);
      expect(traces.every(({ frames }) => frames.length > 0)).toBe(true);
      expect(mentions.symbols.prose.every((name) => text.includes(name))).toBe(true);
      for (const { lines } of mentions.paths) if (lines !== null) expect(lines.from).toBeLessThanOrEqual(lines.to);
      expect(readAll(text)).toEqual({ report, traces, mentions });
    }),
    runs,
  );
});

test('a second copy is left out, unless something in it is new', () => {
  const copy = `Totals are rounded twice\n\n${'The cart adds up what it has.\n'.repeat(120)}`;
  const prose = (text: string) =>
    readReport(text)
      .parts.map((part) => part.text)
      .join('\n');
  expect(prose(`${copy}\n${copy}`)).toBe(prose(copy));
  expect(prose(`${copy}\n${copy}It is of \`round_up\`.`)).toContain('It is of `round_up`.');
});

test('a fence after any closed text stays code', () => {
  fc.assert(
    fc.property(fc.constantFrom(...cases.map(({ report }) => report)), (before) => {
      if (/never closes|Traceback|^$/.test(before) || (before.match(/^```/gm)?.length ?? 0) % 2 === 1) return;
      const { code } = readReport(`${before}\n\n\`\`\`\nlast_call(1)\n\`\`\``);
      expect(code.at(-1)).toBe('last_call(1)');
    }),
    runs,
  );
});

const hostile = [
  ...[
    'a',
    ' ',
    '\t',
    '.',
    '/',
    '`',
    '"',
    "'",
    '(',
    '-',
    '_',
    ':',
    '#',
    '>',
    '\\',
    '0',
    '=',
    '*',
    '\n',
    '<!--',
    '-->',
    '{{{',
  ],
  ...[
    'a.',
    'a:',
    'a_',
    '--a',
    '> ',
    'at ',
    'a(',
    '1.',
    'v1 ',
    '``` ',
    '```\n',
    '{{{\n',
    '<pre>\n',
    '    a\n',
    'a::\n',
    '[a',
    '![',
    '<img ',
  ],
  ...[
    'Traceback (most recent call last):\n',
    'File "',
    'at a (',
    'https://',
    'https://a/blob/',
    'Error: \n',
    "thread 'a",
    'a in ',
    '#0 ',
    '- [ ] ',
  ],
  ...[
    'a.py:1\n',
    '>>> a\n',
    'since ',
    'from 1.2 to ',
    'word word ',
    'a=1\n',
    '[a]\n',
    '  File "a", line 1\n',
    '\nat a.b(c.d:1)',
  ],
];

test('time grows with the length of a report, whatever it repeats', () => {
  const timed = [...hostile, hostile.join('')].map((piece) => {
    const longest = piece.length < 100 ? 1 << 17 : 1 << 20;
    const times = unevenGrowth(longest / 4, (length) =>
      readAll(`title\n${piece.repeat(Math.ceil(length / piece.length))}`.slice(0, length)),
    );
    return { piece, times };
  });
  expect(timed.filter(({ times }) => times !== null)).toEqual([]);
});
