/**
 * Functions that speak of what the test speaks of: BM25 of the test's own text over the functions it executed, and
 * functions it names outright. Restricting the documents to executed code is what makes words strong evidence.
 */
import MiniSearch from 'minisearch';
import type { ProgramElement } from '../../analysis/repositorySnapshot.ts';
import type { ElementId } from '../../core/ids.ts';
import { identifiersOf, wordsOf } from '../../core/text/words.ts';
import type { WatchedTest } from '../../ports/testRunner.ts';
import type { EvidenceStep } from '../../protocol/localization.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noStatements } from './finding.ts';

const nWordsShown = 4;
const minMentionLength = 3;

export function textEvidence(failure: WatchedFailure): readonly EvidenceFindings[] {
  const executed = executedFunctions(failure);
  const texts = failure.failing.map((test) => testText(failure, test));
  return [
    { source: 'testText', kind: 'text', statements: noStatements, functions: sharedWords(failure, executed, texts) },
    { source: 'mention', kind: 'text', statements: noStatements, functions: mentions(executed, texts) },
  ];
}

/** What a test says: its source, its name with its parameters, and what it complained of. */
interface TestText {
  readonly test: WatchedTest;
  readonly file: string;
  readonly firstLine: number;
  readonly source: string;
  readonly text: string;
}

function testText({ snapshot }: WatchedFailure, test: WatchedTest): TestText {
  const element = test.line === null ? null : snapshot.elementAt(test.file, test.line);
  const lines = snapshot.textOf(test.file)?.split('\n') ?? [];
  const source = element === null ? '' : lines.slice(element.line - 1, element.endLine).join('\n');
  const firstLine = element?.line ?? 1;
  return {
    test,
    file: test.file,
    firstLine,
    source,
    text: [source, test.id, test.exception?.message ?? ''].join('\n'),
  };
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
): ReadonlyMap<ElementId, Finding> {
  const index = new MiniSearch<Document>({
    fields: ['name', 'body'],
    tokenize: (text) => [...wordsOf(text)],
    processTerm: (word) => word,
    searchOptions: { boost: { name: 2 }, prefix: false, fuzzy: false },
  });
  index.addAll(documents(failure, executed));
  const found = index.search(texts.map(({ text }) => text).join('\n'), {
    tokenize: (text) => [...new Set(wordsOf(text))],
  });
  const best = found[0]?.score ?? 0;
  return new Map(
    found.map(({ id, score, match, queryTerms }) => {
      const words = queryTerms.filter((word) => word in match).slice(0, nWordsShown);
      const message = `Shares words with the test: ${words.join(', ')}`;
      return [id as ElementId, { score: score / best, message, path: () => testSteps(texts, words) }];
    }),
  );
}

interface Document {
  readonly id: ElementId;
  readonly name: string;
  readonly body: string;
}

/** One document a name: a property and its setter, or two definitions of which one is chosen, are one. */
function documents({ snapshot }: WatchedFailure, executed: readonly ProgramElement[]): readonly Document[] {
  const byName = new Map<ElementId, Document>();
  for (const { id, file, qualifiedName, line, endLine } of executed) {
    const lines = snapshot.textOf(file)?.split('\n') ?? [];
    const body = [byName.get(id)?.body ?? '', ...lines.slice(line - 1, endLine)].join('\n');
    byName.set(id, { id, name: `${qualifiedName} ${file}`, body });
  }
  return [...byName.values()];
}

function mentions(executed: readonly ProgramElement[], texts: readonly TestText[]): ReadonlyMap<ElementId, Finding> {
  const named = new Set(texts.flatMap(({ source }) => identifiersOf(source)));
  const found = new Map<ElementId, Finding>();
  for (const element of executed) {
    if (element.name.length < minMentionLength || !named.has(element.name)) continue;
    found.set(element.id, {
      score: 1,
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
