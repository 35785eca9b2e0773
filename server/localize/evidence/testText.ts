/**
 * Functions that speak of what the test speaks of: BM25 of the test's own text over the functions it executed, and
 * functions it names outright. Restricting the documents to executed code is what makes words strong evidence.
 */
import MiniSearch from 'minisearch';
import type { ProgramElement, RepositorySnapshot } from '../../analysis/repositorySnapshot.ts';
import type { ElementId, Line } from '../../core/ids.ts';
import { identifiersOf, wordsOf } from '../../core/text/words.ts';
import type { WatchedTest } from '../../ports/testRunner.ts';
import type { EvidenceStep } from '../../protocol/localization.ts';
import { linesOf } from '../sourceLines.ts';
import { elementOfCode } from '../tracedElements.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noStatements } from './finding.ts';

const nWordsShown = 4;
const nFew = 8;
const nMany = 64;
/** A word that more of the executed functions hold tells none apart: keywords, `self`. */
const tellingShare = 0.5;
const minMentionLength = 3;
const maxHelpers = 30;

export function textEvidence(failure: WatchedFailure): readonly EvidenceFindings[] {
  const executed = executedFunctions(failure);
  const texts = failure.failing.map((test) => testText(failure, test));
  const telling = howTelling(executed.length);
  if (telling === 0) return [];
  return [
    {
      source: 'testText',
      kind: 'text',
      statements: noStatements,
      functions: sharedWords(failure, executed, texts, telling),
    },
    { source: 'mention', kind: 'text', statements: noStatements, functions: mentions(executed, texts, telling) },
  ];
}

/**
 * Among few functions the test's words mostly name the one it calls; among many they pick out a corner of the repository.
 * From 0 to 1, by the logarithm of their number.
 */
function howTelling(nExecuted: number): number {
  const share = Math.log2(Math.max(1, nExecuted) / nFew) / Math.log2(nMany / nFew);
  return Math.max(0, Math.min(1, share));
}

/** What a test says: its source and that of the helpers it called, its name with its parameters, and what it complained of. */
interface TestText {
  readonly file: string;
  readonly firstLine: number;
  readonly source: string;
  readonly text: string;
}

function testText(failure: WatchedFailure, test: WatchedTest): TestText {
  const element = elementOf(failure.snapshot, test);
  const source = element === undefined ? '' : sourceOf(failure.snapshot, element);
  const helpers = calledHelpers(failure, test).filter(({ id }) => id !== element?.id);
  const helperSources = helpers.map((helper) => sourceOf(failure.snapshot, helper));
  return {
    file: test.file,
    firstLine: element?.line ?? 1,
    source,
    text: [source, test.id, test.exception?.message ?? '', ...helperSources].join('\n'),
  };
}

function sourceOf(snapshot: RepositorySnapshot, { file, line, endLine }: ProgramElement): string {
  return linesOf(snapshot, file)
    .slice(line - 1, endLine)
    .join('\n');
}

/** Functions of test code it went through: set-ups, fixtures, what it shares with other tests. */
function calledHelpers({ snapshot, isTestCode }: WatchedFailure, { trace }: WatchedTest): readonly ProgramElement[] {
  const codes = trace?.codes.filter(({ file, firstLine }) => isTestCode(file, firstLine as Line)) ?? [];
  const elements = codes.flatMap((code) => elementOfCode(snapshot, code) ?? []);
  return elements.filter(({ kind }) => kind === 'function').slice(0, maxHelpers);
}

/** The test's function. Runners put a decorated one at its first decorator, so the name has a say. */
function elementOf(snapshot: RepositorySnapshot, { id, file, line }: WatchedTest): ProgramElement | undefined {
  const name = id.replace(/\[.*$/s, '').split(/::|\./).at(-1);
  const named = snapshot.elementsOf(file).filter((element) => element.name === name);
  return named.find((element) => line !== null && line <= element.line) ?? named[0];
}

function executedFunctions({ snapshot, candidates }: WatchedFailure): readonly ProgramElement[] {
  const ran = new Set(candidates.filter((candidate) => !candidate.onImportOnly).map((candidate) => candidate.element));
  const files = new Set(candidates.map((candidate) => candidate.span.file));
  return [...files].flatMap((file) => snapshot.elementsOf(file).filter((element) => ran.has(element.id)));
}

function sharedWords(
  failure: WatchedFailure,
  executed: readonly ProgramElement[],
  texts: readonly TestText[],
  telling: number,
): ReadonlyMap<ElementId, Finding> {
  const index = new MiniSearch<Document>({
    fields: ['name', 'body'],
    tokenize: (text) => [...wordsOf(text)],
    processTerm: (word) => word,
    searchOptions: { boost: { name: 2 }, bm25: { k: 1.2, b: 0.75, d: 0 }, prefix: false, fuzzy: false },
  });
  const all = documents(failure, executed);
  index.addAll(all);
  const holding = documentsHolding(all);
  const isTelling = (word: string) => (holding.get(word) ?? 0) <= Math.max(1, all.length * tellingShare);
  const query = [...new Set(texts.flatMap(({ text }) => wordsOf(text)))].filter(isTelling);
  const found = index.search(query.join(' '), { tokenize: (text) => text.split(' ') });
  const best = found[0]?.score ?? 0;
  const rarestFirst = (a: string, b: string) => (holding.get(a) ?? 0) - (holding.get(b) ?? 0) || (a < b ? -1 : 1);
  return new Map(
    found.map(({ id, score, queryTerms }) => {
      const words = [...queryTerms].sort(rarestFirst).slice(0, nWordsShown);
      const message = `Shares words with the test: ${words.join(', ')}`;
      return [id as ElementId, { score: (telling * score) / best, message, path: () => testSteps(texts, words) }];
    }),
  );
}

function documentsHolding(all: readonly Document[]): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  for (const { name, body } of all) {
    for (const word of new Set(wordsOf(`${name} ${body}`))) count.set(word, (count.get(word) ?? 0) + 1);
  }
  return count;
}

interface Document {
  readonly id: ElementId;
  readonly name: string;
  readonly body: string;
}

/** One document a name: a property and its setter, or two definitions of which one is chosen, are one. */
function documents({ snapshot }: WatchedFailure, executed: readonly ProgramElement[]): readonly Document[] {
  const byName = new Map<ElementId, Document>();
  for (const element of executed) {
    const { id, file, qualifiedName } = element;
    const body = [byName.get(id)?.body ?? '', sourceOf(snapshot, element)].join('\n');
    byName.set(id, { id, name: `${qualifiedName} ${file}`, body });
  }
  return [...byName.values()];
}

function mentions(
  executed: readonly ProgramElement[],
  texts: readonly TestText[],
  telling: number,
): ReadonlyMap<ElementId, Finding> {
  const named = new Set(texts.flatMap(({ source }) => identifiersOf(source)));
  const found = new Map<ElementId, Finding>();
  for (const element of executed) {
    if (element.name.length < minMentionLength || !named.has(element.name)) continue;
    found.set(element.id, {
      score: telling,
      message: `The test names ${element.name}`,
      path: () => testSteps(texts, [element.name]),
    });
  }
  return found;
}

/** The first line of a test that holds one of the words. */
function testSteps(texts: readonly TestText[], words: readonly string[]): readonly EvidenceStep[] {
  for (const { source, file, firstLine } of texts) {
    const lines = source.split('\n');
    const at = lines.findIndex(
      (line) =>
        wordsOf(line).some((word) => words.includes(word)) || identifiersOf(line).some((name) => words.includes(name)),
    );
    if (at !== -1) return [{ file, line: firstLine + at, message: (lines[at] ?? '').trim() }];
  }
  return [];
}
