/**
 * The tests of one document, from its text as the editor holds it, saved or not. What a test is, is for the conventions
 * of its language's runners to say. Leaves out tests that only running finds.
 */
import { isTestScope } from '../analysis/testConventions.ts';
import type { ParserSet } from '../syntax/parserSet.ts';

export interface TestHere {
  /** `TestX.test_y` or `test_y` */
  readonly qualifiedName: string;
  readonly name: string;
  /** Zero-based rows: the first decorator, the definition itself, and the last line of the body. */
  readonly firstRow: number;
  readonly defRow: number;
  readonly lastRow: number;
  readonly namedByPath: boolean;
}

export function testsIn(parsers: ParserSet, file: string, text: string): readonly TestHere[] {
  const language = parsers.languageOf(file, text);
  const facts = parsers.extract(file, text);
  if (language === null || facts === null) return [];
  const rows = text.split(/\r\n|\r|\n/);
  return facts.scopes.flatMap(({ qualifiedName, name, line, endLine, decorators }, scope) => {
    if (!isTestScope(language.traits, facts, scope)) return [];
    const defRow = line - 1;
    const firstRow = decorators.length === 0 ? defRow : firstDecoratorRow(rows, defRow);
    const { namedByPath } = language.traits.tests;
    return [{ qualifiedName, name, firstRow, defRow, lastRow: endLine - 1, namedByPath }];
  });
}

/** The test whose decorators, header or body hold the row. */
export function testAt(tests: readonly TestHere[], row: number): TestHere | null {
  return tests.find(({ firstRow, lastRow }) => firstRow <= row && row <= lastRow) ?? null;
}

/** What its runner knows a test by: `tests/test_a.py::TestX::test_y` where tests are named by path, else `a.test.ts:12`. */
export function testId(file: string, { namedByPath, qualifiedName, defRow }: TestHere): string {
  return namedByPath ? [file, ...qualifiedName.split('.')].join('::') : `${file}:${defRow + 1}`;
}

/** Decorators may span lines; everything up to an empty row belongs to them. */
function firstDecoratorRow(rows: readonly string[], defRow: number): number {
  let first = defRow;
  while (first > 0 && (rows[first - 1] ?? '').trim() !== '') first -= 1;
  while (first < defRow && !(rows[first] ?? '').trimStart().startsWith('@')) first += 1;
  return first;
}
