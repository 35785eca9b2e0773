/**
 * What the failure spoke of. Of an assertion: statements where the value it saw, or the text of either value, stands or was
 * seen; the first statement that had the wrong value counts most. Of another exception: code that its message names. Leaves
 * out how far a statement is from the assertion: that is the slice's.
 */
import type { RepositorySnapshot, StatementSpan } from '../../analysis/repositorySnapshot.ts';
import type { ElementId, Line } from '../../core/ids.ts';
import { type AssertedValues, assertedValues } from '../../core/trace/assertedValues.ts';
import { framedValues } from '../../core/trace/framedValues.ts';
import type { WatchedTest } from '../../ports/testRunner.ts';
import { linesOf } from '../sourceLines.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, type StatementKey, statementKey } from './finding.ts';

/** A statement that had the value after another had it. */
const worthOfLater = 0.5;
/** The value the test expected, seen on the way: right so far. */
const worthOfExpected = 0.3;
/** A value so short is seen everywhere. */
const shortValue = 2;
const worthOfShort = 0.3;
/** A piece of the values' text, in quotes in the code. */
const worthOfLiteral = 0.8;
/** What a message names is a class, its members, a module: not yet the function. */
const worthOfNamedClass = 0.5;
const worthOfNamedMember = 0.25;
const worthOfNamedFile = 0.4;
const minPiece = 3;
const maxPieces = 40;
const maxShownChars = 60;

export function assertionEvidence(failure: WatchedFailure): EvidenceFindings {
  const found = new Map<StatementKey, Finding>();
  const add = (span: StatementSpan, finding: Finding) => {
    const key = statementKey(span.file, span.line);
    if ((found.get(key)?.score ?? 0) < finding.score) found.set(key, finding);
  };
  const spoken = failure.failing.flatMap((test) => {
    const values = assertedValues(test.exception?.message ?? '');
    return values === null ? [] : [{ test, values }];
  });
  for (const { test, values } of spoken) addOrigins(failure, test, values, add);
  addLiterals(
    failure,
    spoken.map(({ values }) => values),
    add,
  );
  return { source: 'assertion', kind: 'assertion', statements: found, ...namedCode(failure) };
}

/** Functions, classes and modules the exceptions name. */
function namedCode({ snapshot, named }: WatchedFailure): Pick<EvidenceFindings, 'functions' | 'files'> {
  const functions = new Map<ElementId, Finding>();
  const files = new Map<string, Finding>();
  for (const { name, elements, files: modules, test, message: complaint } of named) {
    const message = `The failure speaks of ${name}: ${cut(complaint.split('\n')[0] ?? '')}`;
    const share = 1 / (elements.length + modules.length);
    const keep = <Key>(kept: Map<Key, Finding>, key: Key, score: number, file: string, line: number) => {
      if ((kept.get(key)?.score ?? 0) >= score) return;
      kept.set(key, { score, message, path: () => [{ file, line, message: `named in the failure of ${test}` }] });
    };
    for (const { id, kind, file, line, endLine } of elements) {
      keep(functions, id, share * (kind === 'function' ? 1 : worthOfNamedClass), file, line);
      if (kind === 'function') continue;
      for (const inside of snapshot.elementsOf(file)) {
        if (line < inside.line && inside.endLine <= endLine)
          keep(functions, inside.id, share * worthOfNamedMember, file, inside.line);
      }
    }
    for (const file of modules) keep(files, file, share * worthOfNamedFile, file, 1);
  }
  return { functions, files };
}

type Add = (span: StatementSpan, finding: Finding) => void;

/** The statements at which the traced test was seen to have one of the values. */
function addOrigins(
  { snapshot, isTestCode }: WatchedFailure,
  test: WatchedTest,
  asserted: AssertedValues,
  add: Add,
): void {
  if (test.trace === null) return;
  const [observed, expected] = [bare(asserted.observed), bare(asserted.expected)];
  let isFirst = true;
  for (const { value, file, line } of framedValues(test.trace)) {
    const seen = bare(value.value);
    const isObserved = isSame(seen, observed);
    if (value.kind === 'argument' || !(isObserved || isSame(seen, expected))) continue;
    const span = snapshot.statementAt(file, line as Line);
    if (span === null || isTestCode(file, span.line)) continue;
    const worth = seen.length <= shortValue ? worthOfShort : 1;
    const rank = isObserved ? (isFirst ? 1 : worthOfLater) : worthOfExpected;
    const what = isObserved ? `the value the test saw` : 'what the test expected';
    const had = value.name === '' ? 'This gave back' : `\`${value.name}\` was`;
    const message = `${had} ${cut(value.value)} here, ${what}${isObserved && isFirst ? ', for the first time' : ''}`;
    add(span, { score: worth * rank, message, path: () => steps(span, value.name, value.value, test) });
    if (isObserved) isFirst = false;
  }
}

function steps({ file, line }: StatementSpan, name: string, value: string, { exception }: WatchedTest) {
  const failed = exception?.frames.findLast((frame) => frame.inRepository);
  const here = { file, line, message: name === '' ? `gives ${cut(value)}` : `${name} = ${cut(value)}` };
  return failed === undefined ? [here] : [here, { file: failed.file, line: failed.line, message: 'is asserted here' }];
}

/** Without what only says that it is text. */
function bare(value: string): string {
  return value.trim().replace(/^[bru]?(["'`])(.*)\1$/s, '$2');
}

/** A value that was cut short is the same as far as it goes. */
function isSame(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.endsWith('…') && shortValue < short.length - 1 && long.startsWith(short.slice(0, -1));
}

/**
 * Statements that ran and hold, in quotes, a piece of text by which the two values differ: the rarer among them, the more.
 */
function addLiterals({ snapshot, candidates }: WatchedFailure, asserted: readonly AssertedValues[], add: Add): void {
  const pieces = [...new Set(asserted.flatMap(differingPieces))].slice(0, maxPieces);
  if (pieces.length === 0) return;
  const holding = new Map<string, StatementSpan[]>(pieces.map((piece) => [piece, []]));
  for (const { span, onImportOnly } of candidates) {
    if (onImportOnly && span.kind === 'import') continue;
    const literals = literalsOf(snapshot, span);
    if (literals === '') continue;
    for (const piece of pieces) if (literals.includes(piece)) holding.get(piece)?.push(span);
  }
  for (const [piece, spans] of holding) {
    for (const span of spans) {
      add(span, {
        score: worthOfLiteral / Math.sqrt(spans.length),
        message: `Writes ${JSON.stringify(piece)}, by which what the test saw differs from what it expected`,
        path: () => [{ file: span.file, line: span.line, message: `holds ${JSON.stringify(piece)}` }],
      });
    }
  }
}

/** Words that only one of two texts holds. */
function differingPieces({ observed, expected }: AssertedValues): readonly string[] {
  const [ones, others] = [wordsIn(observed), wordsIn(expected)];
  return [...[...ones].filter((word) => !others.has(word)), ...[...others].filter((word) => !ones.has(word))];
}

function wordsIn(text: string): ReadonlySet<string> {
  const words = text.match(/[\p{L}_][\p{L}\p{N}_-]*/gu) ?? [];
  return new Set(
    words.filter((word) => minPiece <= word.length && !/^(None|True|False|null|true|false|nil)$/.test(word)),
  );
}

/** All that stands between quotes in a statement. */
function literalsOf(snapshot: RepositorySnapshot, { file, line, endLine }: StatementSpan): string {
  const lines = linesOf(snapshot, file)
    .slice(line - 1, endLine)
    .join('\n');
  return [...lines.matchAll(/(["'`])((?:\\.|(?!\1)[^\\])*)\1/gs)].map((match) => match[2]).join('\n');
}

function cut(text: string): string {
  return text.length <= maxShownChars ? text : `${text.slice(0, maxShownChars - 1)}…`;
}
