/**
 * Probes in JavaScript and TypeScript, over a large corpus: what is put in changes no line and no meaning of the syntax,
 * and stands exactly where statements are. What statements are is asked of another parser.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { culprit } from '../cli/runCli.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const tracer = join(root, 'server/adapters/tracers/javascript');
const { instrument } = require(join(tracer, 'instrument.cjs')) as { instrument: Instrument };
const { parseSource } = require(join(tracer, 'instrumenter/parse.cjs')) as {
  parseSource: (source: string, file: string) => unknown;
};

type Values = readonly (readonly [number, number])[];
type Instrument = (request: {
  readonly source: string;
  readonly file: string;
  readonly mode: 'spectra' | 'trace';
  readonly values?: Values;
}) => { readonly text: string; readonly insertions: readonly (readonly [number, string])[] };

const everything: Values = [[1, 1_000_000]];
const modes = [
  { mode: 'spectra', values: [] },
  { mode: 'trace', values: [] },
  { mode: 'trace', values: everything },
] as const;
const maxBytes = 200_000;

/** Our own TypeScript, and packages as they are published: modules of both kinds, compiled and written by hand. */
const corpus = [
  'server',
  'src',
  'test/adapters',
  'test/subjects',
  'scripts',
  'node_modules/commander',
  'node_modules/execa',
  'node_modules/zod/v4/classic',
  'node_modules/ajv/lib',
  'node_modules/vscode-jsonrpc/lib',
  'node_modules/picocolors',
  'node_modules/semver',
  'node_modules/hyparquet/src',
].flatMap((folder) => filesBelow(join(root, folder)));

describe('probes in a corpus of programs', () => {
  test('which is large', () => {
    expect(corpus.length).toBeGreaterThan(400);
  });

  test.each(modes)('leave lines and text as they were, and can be parsed: %j', ({ mode, values }) => {
    for (const file of corpus) {
      const source = readFileSync(join(root, file), 'utf8');
      const { text, insertions } = instrument({ source, file, mode, values });
      expect(text.split('\n').length, file).toBe(source.split('\n').length);
      expect(without(text, insertions), file).toBe(source);
      expect(() => parseSource(text, file), file).not.toThrow();
    }
  });

  test('stand at the first lines of statements, and at all of them', () => {
    for (const file of corpus) {
      const source = readFileSync(join(root, file), 'utf8');
      const expected = statementLines(source, file);
      expect(probedLines(instrument({ source, file, mode: 'spectra' }).text), file).toEqual(expected);
    }
  });
});

test('functions have the names the repository graph gives them', async () => {
  const repository = join(root, 'test/subjects');
  const { stdout } = await culprit(['graph', 'export', '--repo', repository, '--edge', 'contains']);
  const nodes = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, string>]));
  const functions = nodes.filter(({ kind, file }) => kind === 'function' && /\.[mc]?[jt]sx?$/.test(file ?? ''));
  expect(functions.length).toBeGreaterThan(100);
  const known = new Map<string, ReadonlySet<string>>();
  const unknown = functions.filter(({ element = '', file = '' }) => {
    if (!known.has(file)) known.set(file, namesIn(readFileSync(join(repository, file), 'utf8'), file));
    return !known.get(file)!.has(element.slice(file.length + 2));
  });
  expect(unknown.map(({ element }) => element)).toEqual([]);
});

/** The functions an instrumented text tells the runtime of. */
function namesIn(source: string, file: string): ReadonlySet<string> {
  const { text } = instrument({ source, file, mode: 'trace' });
  const codes = /\.traced\("(?:[^"\\]|\\.)*",(.*),\[\]\)\?\?\{c:0/.exec(text)![1]!;
  return new Set((JSON.parse(codes) as [string, number][]).map(([name]) => name));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /\.[mc]?[jt]sx?$/.test(path) && !/\.d\.[mc]?ts$|\.min\./.test(path))
    .filter((path) => !path.slice(root.length).includes('/node_modules/') && statSync(path).size < maxBytes)
    .map((path) => relative(root, path).replaceAll('\\', '/'));
}

function without(text: string, insertions: readonly (readonly [number, string])[]): string {
  let rest = '';
  let from = 0;
  let added = 0;
  for (const [at, inserted] of insertions) {
    rest += text.slice(from, at + added);
    from = at + added + inserted.length;
    added += inserted.length;
  }
  return rest + text.slice(from);
}

/** The lines an instrumented text tells the runtime of. */
function probedLines(text: string): number[] {
  const shape = /\.flags\("(?:[^"\\]|\\.)*",\d+,\d+,\d+,("(?:[^"\\]|\\.)*")\)/.exec(text);
  const [inner, outer] = JSON.parse(`[${JSON.parse(shape![1]!)}]`) as [number[], number[]];
  return ascending([...inner, ...outer]);
}

/** The lines of what a probe stands before, by TypeScript's own parser. */
function statementLines(source: string, file: string): number[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, kindOf(file));
  const lines: number[] = [];
  const add = (node: ts.Node) => lines.push(source.slice(0, node.getStart(tree)).split('\n').length);
  const visit = (node: ts.Node): void => {
    if (isDeclared(node) || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return;
    if (isCounted(node)) add(node);
    if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) add(withoutParentheses(node.body));
    if (ts.isPropertyDeclaration(node) && node.initializer !== undefined && !isFunctionLike(node.initializer)) {
      add(withoutParentheses(node.initializer));
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return ascending(lines);
}

function isCounted(node: ts.Node): boolean {
  if (ts.isClassDeclaration(node)) return true;
  if (ts.isExportAssignment(node)) return !ts.isClassExpression(node.expression);
  if (!ts.isStatement(node) || ts.isBlock(node) || ts.isEmptyStatement(node)) return false;
  if (ts.isExpressionStatement(node) && isDirective(node)) return false;
  return !(
    ts.isFunctionDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isModuleBlock(node)
  );
}

function isDirective(node: ts.ExpressionStatement): boolean {
  const { parent } = node;
  if (!ts.isStringLiteral(node.expression)) return false;
  const isBody = ts.isSourceFile(parent) || (ts.isBlock(parent) && ts.isFunctionLike(parent.parent));
  if (!isBody) return false;
  const { statements } = parent as ts.SourceFile | ts.Block;
  return statements
    .slice(0, statements.indexOf(node))
    .every((before) => ts.isExpressionStatement(before) && ts.isStringLiteral(before.expression));
}

function isDeclared(node: ts.Node): boolean {
  if (!ts.canHaveModifiers(node)) return false;
  const kinds = (ts.getModifiers(node) ?? []).map(({ kind }) => kind);
  const isBodiless = (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.body === undefined;
  return (
    kinds.includes(ts.SyntaxKind.DeclareKeyword) ||
    (kinds.includes(ts.SyntaxKind.AbstractKeyword) && !ts.isClassDeclaration(node)) ||
    isBodiless
  );
}

function withoutParentheses(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node;
}

function isFunctionLike(node: ts.Node): boolean {
  const inner = withoutParentheses(node);
  if (ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner)) return isFunctionLike(inner.expression);
  return ts.isArrowFunction(inner) || ts.isFunctionExpression(inner) || ts.isClassExpression(inner);
}

function kindOf(file: string): ts.ScriptKind {
  if (/\.tsx$/.test(file)) return ts.ScriptKind.TSX;
  return /ts$/.test(file) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
}

function ascending(lines: readonly number[]): number[] {
  return [...new Set(lines)].sort((a, b) => a - b);
}
