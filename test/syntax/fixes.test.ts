/** What holds for fix templates of every language that has them; what each writes is `test/spec/fixTemplates.md`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CandidateEdit, EditableCode } from '../../server/syntax/fixes/candidateEdits.ts';
import { parseFixData } from '../../server/syntax/fixes/fixData.ts';
import { testParsers } from '../parsers.ts';

const root = join(import.meta.dirname, '..', '..');
const parsers = await testParsers();
const page = readFileSync(join(root, 'test', 'spec', 'fixTemplates.md'), 'utf8');

test('every template has an example that it writes something for', () => {
  const { templates } = parseFixData('python', readFileSync(join(root, 'syntaxes', 'python', 'fixes.json'), 'utf8'));
  const shown = new Set([...page.matchAll(/fixes ([\w-]+): (?!-(?: ·|$))/gm)].map(([, id]) => id));
  expect(templates.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
});

const folder = join(root, 'test', 'subjects', 'python-shop');
const programs = [
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py'))
    .map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const),
  [
    'brackets.py',
    'def f(a, *b, c=1, **d):\n    """Text."""\n    x = [i for i in b if i > c and not a]; y = x[a:]\n    with open(a) as g:\n        g.write(f"{x!r:>{c}}")\n    if a: return lambda n: n + c\n    elif c:\n        d[a], y = y, (\n            a +\n            c)\n    return max((v for v in d), key=lambda n: -n), y\n',
  ],
] as const;

describe.each(programs)('%s', (file, text) => {
  const edits = editsIn(file, text);

  test('whatever is written otherwise can still be parsed, and is written otherwise', () => {
    const broken = edits.filter((edit) => {
      const changed = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
      return changed === text || parsers.extract(file, changed)?.broken !== false;
    });
    expect(broken.map(({ template, before, after }) => ({ template, before, after }))).toEqual([]);
  });

  test('nothing is written twice', () => {
    const texts = edits.map((edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end));
    expect(new Set(texts).size).toBe(texts.length);
  });
});

test('after a block that ends with others there are as many places as blocks, each told of the last line', () => {
  const text =
    'def f(rows):\n    seen = []\n    for row in rows:\n        if row:\n            while row:\n                row.f()\n';
  const fixable = parsers.fixable('a.py', text)!;
  const code = fixable.codeAt(1, []) as EditableCode;
  const edits = code.statements.flatMap((line) => code.costs.flatMap((cost) => [...code.editsOf(line, cost)]));
  const added = edits.filter(({ after, start }) => after === 'seen.append(row)' && start === text.length - 1);
  fixable.dispose();
  expect(added.map((edit) => edit.text.search(/\S/) - 1).sort((a, b) => a - b)).toEqual([4, 8, 12, 16]);
  expect(new Set(added.map(({ line }) => line))).toEqual(new Set([6]));
});

const many = (count: number) => Array.from({ length: count }, (_, at) => at);
test.each([
  [
    'a table',
    `def f():\n    return {\n${many(20_000)
      .map((at) => `        'a${at}': ${at},\n`)
      .join('')}    }\n`,
  ],
  [
    'a sum',
    `def f(a):\n    return ${many(20_000)
      .map((at) => `a.b${at}`)
      .join(' + ')}\n`,
  ],
  ['a nest', `def f(a):\n    return ${'['.repeat(400)}a${']'.repeat(400)}\n`],
])('%s that is too large is not looked into', (_, text) => {
  const fixable = parsers.fixable('a.py', text)!;
  expect(fixable.codeAt(1, [])).toBe('tooLarge');
  fixable.dispose();
});

test('of large functions what may be used where is known all the same', () => {
  const rows = many(300).map((at) => `    a${at} = [b * ${at} for b in c if b]\n`);
  const text = `def f(c):\n${rows.join('')}    return c\n`;
  const fixable = parsers.fixable('a.py', text)!;
  const code = fixable.codeAt(1, []) as EditableCode;
  expect(code.statements.length).toBe(302);
  const edits = code.costs.flatMap((cost) => [...code.editsOf(2, cost)]);
  // The comprehension's variable can be read inside of it.
  const to = text.indexOf(']') + 1;
  const written = edits.map(({ start, end, text: by }) => text.slice(14, start) + by + text.slice(end, to));
  expect(written).toContain('a0 = [b * b for b in c if b]');
  fixable.dispose();
});

/** A sample of what there is in a text: parsing it all would take minutes. */
function editsIn(file: string, text: string): readonly CandidateEdit[] {
  const fixable = parsers.fixable(file, text)!;
  const edits: CandidateEdit[] = [];
  for (let line = 1; line <= text.split('\n').length; line++) {
    const code = fixable.codeAt(line, []) as EditableCode | null;
    for (const at of code?.statements ?? [])
      for (const cost of code!.costs) edits.push(...[...code!.editsOf(at, cost)].slice(0, 6));
    line = Math.max(line, code?.endLine ?? 0);
  }
  fixable.dispose();
  return edits;
}
