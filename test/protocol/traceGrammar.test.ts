/**
 * The grammar of traces, on the text of a real one: what the editor colours is what is meant. The grammar has only rules of
 * one line, with expressions that mean the same here and in the editor, so a tokeniser for it is short.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { culprit, projectRoot, shop, shopTest } from '../cli/runCli.ts';

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly include?: string;
  readonly captures?: Readonly<Record<string, Rule>>;
  readonly patterns?: readonly Rule[];
}

const grammar = JSON.parse(readFileSync(join(projectRoot, 'syntaxes/trace.tmLanguage.json'), 'utf8')) as Rule & {
  readonly scopeName: string;
  readonly repository: Readonly<Record<string, Rule>>;
};

/** `[scopes, text]` of each piece of a line that has a scope; scopes without the name of the language, outermost first. */
type Token = readonly [string, string];

function tokens(line: string): readonly Token[] {
  const units = Array.from({ length: line.length }, () => [] as string[]);
  apply(grammar.patterns ?? [], line, 0, line.length, units);
  const found: [string, string][] = [];
  units.forEach((own, at) => {
    const scope = own.map((name) => name.replace('.culprit-trace', '')).join(' ');
    const last = found.at(-1);
    if (last !== undefined && last[0] === scope) last[1] += line[at];
    else found.push([scope, line[at] ?? '']);
  });
  return found.filter(([scope]) => scope !== '');
}

/** The leftmost match of any rule wins, the first of several there, and the search goes on behind it. */
function apply(rules: readonly Rule[], line: string, from: number, to: number, units: string[][]): void {
  const flat = rules.flatMap((rule) =>
    rule.include === undefined ? [rule] : (grammar.repository[rule.include.slice(1)]?.patterns ?? []),
  );
  let at = from;
  while (at < to) {
    let best: { readonly rule: Rule; readonly found: RegExpExecArray } | null = null;
    for (const rule of flat) {
      const expression = new RegExp(rule.match ?? '', 'dg');
      expression.lastIndex = at;
      const found = expression.exec(line.slice(0, to));
      if (found !== null && found[0] !== '' && (best === null || found.index < best.found.index))
        best = { rule, found };
    }
    if (best === null) return;
    const { rule, found } = best;
    at = found.index + found[0].length;
    mark(rule.name, found.index, at, units);
    for (const [group, capture] of Object.entries(rule.captures ?? {})) {
      const range = found.indices?.[Number(group)];
      if (range === undefined) continue;
      mark(capture.name, range[0], range[1], units);
      apply(capture.patterns ?? [], line, range[0], range[1], units);
    }
  }
}

function mark(name: string | undefined, from: number, to: number, units: string[][]): void {
  for (let at = from; name !== undefined && at < to; at += 1) units[at]?.push(name);
}

describe('of a real trace', () => {
  let lines: readonly string[] = [];

  beforeAll(async () => {
    const { stdout, stderr } = await culprit(['trace', shopTest, '--repo', shop, '--trust', '--quiet']);
    expect(stderr).toBe('');
    lines = stdout.trimEnd().split('\n');
  });

  const inLine = (start: string) => {
    const line = lines.find((each) => each.trimStart().startsWith(start));
    if (line === undefined) throw new Error(`No line starts with "${start}"`);
    return tokens(line);
  };
  const file = 'markup.underline.link.file';
  const number = 'constant.numeric.line-number';

  test('every line that says something is coloured by the rule for it', () => {
    const rest = lines.filter((line) => line !== '' && tokens(line).length === 0);
    expect(rest).toEqual([]);
  });

  test('headings, the outcome and the exception', () => {
    expect(inLine('TRACE')).toContainEqual(['markup.heading entity.name.section', shopTest]);
    expect(inLine('Calls')).toEqual([['markup.heading', 'Calls']]);
    expect(inLine('Unlike')[0]).toEqual(['markup.heading', 'Unlike ']);
    expect(inLine('error after')[0]).toEqual(['invalid.outcome', 'error']);
    const raised = inLine('shop.invoices.InvoiceError:');
    expect(raised[0]).toEqual(['invalid.exception', 'shop.invoices.InvoiceError']);
    expect(raised).toContainEqual([file, 'shop/invoices.py']);
    expect(raised).toContainEqual([number, '24']);
  });

  test('a call: its function, the names and values it was given, and its place', () => {
    const call = inLine('customer_rate(');
    expect(call).toContainEqual(['meta.call entity.name.function', 'customer_rate']);
    expect(call).toContainEqual(['meta.call meta.values variable.parameter', 'rate']);
    expect(call).toContainEqual(['meta.call meta.values variable.parameter', 'customer']);
    expect(call).toContainEqual(['meta.call meta.values string.quoted', "'0.05'"]);
    expect(call).toContainEqual(['meta.call meta.values constant.numeric.value', '2024']);
    expect(call).toContainEqual([`meta.call ${file}`, 'shop/pricing.py']);
    expect(call.at(-1)).toEqual([`meta.call ${number}`, '26']);
  });

  test('a line: its number, how often, its source, and the values seen there', () => {
    const line = inLine('20 ×3');
    expect(line[0]).toEqual(['meta.line', expect.stringMatching(/^ +$/)]);
    expect(line).toContainEqual([`meta.line ${number}`, '20']);
    expect(line).toContainEqual(['meta.line constant.numeric.count', '×3']);
    expect(line).toContainEqual(['meta.line meta.code', 'for minimum, rate in BULK_TIERS:']);
    expect(line).toContainEqual(['meta.line meta.values variable.parameter', 'minimum']);
    expect(line).toContainEqual(['meta.line meta.values constant.numeric.value', '10']);
  });

  test('what was returned and raised', () => {
    expect(inLine("← Decimal('0.0025')")).toContainEqual(['meta.returned keyword.control.return', '←']);
    expect(inLine("← Decimal('0.0025')")).toContainEqual(['meta.returned meta.values string.quoted', "'0.0025'"]);
    expect(inLine('! raised at line 24')).toContainEqual(['meta.raised invalid.raised', '! raised at line']);
    expect(inLine('! raised at line 24')).toContainEqual([`meta.raised ${number}`, '24']);
  });

  test('the slice, and the difference from the passing test', () => {
    const step = inLine('shop/pricing.py:30');
    expect(step).toContainEqual([`meta.step ${file}`, 'shop/pricing.py']);
    expect(step).toContainEqual(['meta.step meta.code', 'return rate * LOYALTY_BONUS']);
    expect(inLine('where it failed')).toContainEqual(['meta.role comment.role', 'where it failed']);
    expect(inLine('parameter of agreed_total')).toContainEqual(['meta.role meta.values variable.parameter', 'total']);
    expect(inLine('went on at line')).toContainEqual([`meta.divergence ${number}`, '22']);
    const unseen = inLine('shop/pricing.py:28');
    expect(unseen).toContainEqual(['meta.unseen meta.values variable.parameter', 'years']);
    expect(unseen).toContainEqual(['meta.unseen keyword.other.there', 'there']);
  });
});

test.each([
  ['a name in a text is no name', '    3  f(x)  text = "a = 1, b = 2"', 'variable.parameter', ['text']],
  ['a remark behind code belongs to it', '    3  f(x)  # x = 1', 'meta.code', ['f(x)  # x = 1']],
  ['a condition is no name', '    8 ×5  if (!f(a, b)) {  !f(a, b) = false', 'constant.language', ['false']],
  [
    'a function of another language',
    '  std::vec<T>::push(self = [1])  src/a b.rs:3',
    'entity.name.function',
    ['std::vec<T>::push'],
  ],
  ['a path with a blank', '  f()  src/a b.rs:3', 'markup.underline.link.file', ['src/a b.rs']],
  ['an error of C++', 'std::out_of_range: no such key  src/a.cpp:3', 'invalid.exception', ['std::out_of_range']],
  ['what was left out', '    … 3 more calls of f', 'comment.line.left-out', ['    … 3 more calls of f']],
  ['a value that is different', '  a.py:3  n = 1, there 2 or 3', 'constant.numeric.value', ['1', '2', '3']],
])('%s', (_what, line, scope, expected) => {
  const found = tokens(line).filter(([scopes]) => scopes.split(' ').includes(scope));
  expect(found.map(([, text]) => text)).toEqual(expected);
});
