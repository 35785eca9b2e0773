/**
 * Functions that speak of what the test speaks of: BM25 of the test's own text over the functions it executed, and
 * functions it names outright. Restricting the documents to executed code is what makes words strong evidence; that a word
 * stands in few of the passing tests beside it makes it stronger.
 */
import type { ProgramElement, RepositorySnapshot } from '../../analysis/repositorySnapshot.ts';
import type { ElementId, Line } from '../../core/ids.ts';
import { bm25 } from '../../core/text/bm25.ts';
import { identifiersOf, wordsOf } from '../../core/text/words.ts';
import { assertedValues } from '../../core/trace/assertedValues.ts';
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
/** The name of a function, beside its body. */
const worthOfName = 2;
/** A word that all passing tests hold, too, beside one that none does. */
const worthOfCommon = 0.3;
const maxHelpers = 30;
const maxComplaintChars = 1_000;

export function textEvidence(failure: WatchedFailure): readonly EvidenceFindings[] {
  const executed = executedFunctions(failure);
  const texts = failure.failing.map((test) => testText(failure, test));
  const telling = howTelling(executed.length);
  if (telling === 0) return [];
  const rarity = rarityAmongTests(failure);
  return [
    {
      source: 'testText',
      kind: 'text',
      statements: noStatements,
      functions: sharedWords(failure, executed, texts, { telling, rarity }),
    },
    {
      source: 'mention',
      kind: 'text',
      statements: noStatements,
      functions: mentions(executed, texts, { telling, rarity }),
    },
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

interface Worth {
  /** How much words tell at all. */
  readonly telling: number;
  readonly rarity: Rarity;
}

/** From 0, where every passing test beside it says the same, to 1, where none does or there is none. */
interface Rarity {
  ofWord(word: string): number;
  ofName(name: string): number;
  /** As the end of a sentence. */
  told(name: string): string;
}

function rarityAmongTests({ snapshot, passing }: WatchedFailure): Rarity {
  const sources = new Map<ElementId, string>();
  for (const test of passing) {
    const element = elementOf(snapshot, test);
    if (element !== undefined) sources.set(element.id, `${element.name} ${sourceOf(snapshot, element)}`);
  }
  const words = holdingEach([...sources.values()].map(wordsOf));
  const names = holdingEach([...sources.values()].map(identifiersOf));
  const nTests = sources.size;
  const rarity = (n: number) => (nTests === 0 ? 1 : Math.log((nTests + 1) / (n + 1)) / Math.log(nTests + 1));
  return {
    ofWord: (word) => rarity(words.get(word) ?? 0),
    ofName: (name) => rarity(names.get(name) ?? 0),
    told: (name) => (nTests === 0 ? '' : `, as do ${names.get(name) ?? 'none'} of ${nTests} that pass`),
  };
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
    text: [source, test.id, complaintOf(test), ...helperSources].join('\n'),
  };
}

/** Of a failed assertion its values: the rest is the words of the library that compared them. */
function complaintOf({ exception }: WatchedTest): string {
  const message = exception?.message ?? '';
  const values = assertedValues(message);
  return values === null ? message.slice(0, maxComplaintChars) : `${values.observed}\n${values.expected}`;
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
  { telling, rarity }: Worth,
): ReadonlyMap<ElementId, Finding> {
  const all = documents(failure, executed);
  const holding = holdingEach(all.map(({ name, body }) => [...name, ...body]));
  const nHolding = (word: string) => holding.get(word) ?? 0;
  const isTelling = (word: string) => nHolding(word) <= Math.max(1, all.length * tellingShare);
  const spoken = [...new Set(texts.flatMap(({ text }) => wordsOf(text)))].filter(isTelling);
  const worth = (word: string) => worthOfCommon + (1 - worthOfCommon) * rarity.ofWord(word);
  const query = new Map(spoken.map((word) => [word, worth(word)]));
  const fields = all.map(({ name, body }) => [name, body]);
  const matched = bm25(fields, query, [worthOfName, 1]);
  const best = matched.reduce((most, { score }) => Math.max(most, score), 0);
  const rarestFirst = (x: string, y: string) => nHolding(x) - nHolding(y) || (x < y ? -1 : 1);
  const found = new Map<ElementId, Finding>();
  for (const [at, { score, words }] of matched.entries()) {
    if (score === 0) continue;
    const shown = [...words].sort(rarestFirst).slice(0, nWordsShown);
    const message = `Shares words with the test: ${shown.join(', ')}`;
    found.set(all[at]!.id, { score: (telling * score) / best, message, path: () => testSteps(texts, shown) });
  }
  return found;
}

/** How many of the texts hold each word. */
function holdingEach(texts: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  for (const words of texts) for (const word of new Set(words)) count.set(word, (count.get(word) ?? 0) + 1);
  return count;
}

/** A function as words. */
interface Document {
  readonly id: ElementId;
  readonly name: readonly string[];
  readonly body: readonly string[];
}

/** One document a name: a property and its setter, or two definitions of which one is chosen, are one. */
function documents({ snapshot }: WatchedFailure, executed: readonly ProgramElement[]): readonly Document[] {
  const byName = new Map<ElementId, Document>();
  for (const element of executed) {
    const { id, file, qualifiedName } = element;
    const body = [...(byName.get(id)?.body ?? []), ...wordsOf(sourceOf(snapshot, element))];
    byName.set(id, { id, name: wordsOf(`${qualifiedName} ${file}`), body });
  }
  return [...byName.values()];
}

function mentions(
  executed: readonly ProgramElement[],
  texts: readonly TestText[],
  { telling, rarity }: Worth,
): ReadonlyMap<ElementId, Finding> {
  const named = new Set(texts.flatMap(({ source }) => identifiersOf(source)));
  const found = new Map<ElementId, Finding>();
  for (const element of executed) {
    if (element.name.length < minMentionLength || !named.has(element.name)) continue;
    found.set(element.id, {
      score: telling * rarity.ofName(element.name),
      message: `The test names ${element.name}${rarity.told(element.name)}`,
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
