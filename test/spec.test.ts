/** Runs every program of every spec page. `UPDATE=1` writes the answers into the pages; a reviewer reads the diff. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAnalysisHost } from '../server/analysis/analysisHost.ts';
import { parseAnswers, parseSpecPage, type SpecCase, withAnswers } from './fixture.ts';
import { testParsers } from './parsers.ts';
import { answerTo } from './specAnswers.ts';

const folder = join(import.meta.dirname, 'spec');
const pages = readdirSync(folder).filter(
  (file) => file.endsWith('.md') && !['README.md', 'bugReports.md'].includes(file),
);
const parsers = await testParsers();

describe.each(pages)('%s', (page) => {
  const path = join(folder, page);
  const text = readFileSync(path, 'utf8');
  const cases = parseSpecPage(text);

  if (process.env.UPDATE !== undefined) {
    const rows = text.split('\n');
    for (const one of cases)
      for (const [row, answers] of answersByRow(one)) rows[row] = withAnswers(rows[row]!, answers);
    writeFileSync(path, rows.join('\n'));
  }

  test.each(parseSpecPage(readFileSync(path, 'utf8')).map((one) => [one.title, one] as const))('%s', (_, one) => {
    expect(one.expectations.length).toBeGreaterThan(0);
    const rows = text.split('\n');
    for (const [row, answers] of answersByRow(one)) {
      if (process.env.UPDATE === undefined) expect(withAnswers(rows[row]!, answers)).toBe(rows[row]);
    }
  });
});

function answersByRow(one: SpecCase): ReadonlyMap<number, readonly { question: string; answer: string }[]> {
  const snapshot = createAnalysisHost(parsers).applyChange(one.files.map(({ path, text }) => ({ file: path, text })));
  const byRow = new Map<number, { question: string; answer: string }[]>();
  for (const expectation of one.expectations) {
    const answers = byRow.get(expectation.row) ?? [];
    byRow.set(expectation.row, [
      ...answers,
      { question: expectation.question, answer: answerTo(snapshot, expectation) },
    ]);
  }
  return byRow;
}

test('a comment that asks nothing is not taken for a question', () => {
  expect(parseAnswers('x = 1  # the use of this: none')).toEqual([]);
  expect(parseAnswers('x = y  # use y: 1 · control: -')).toEqual([
    { question: 'use y', answer: '1' },
    { question: 'control', answer: '-' },
  ]);
});
