/**
 * Elements near those that a report points to: what they call and are called by, override, refer to, their likes in other
 * classes; and the files that the best files import.
 */
import { along, scopeNode } from '../../core/graph/codeGraph.ts';
import { clonesOf } from './clones.ts';
import type { ClueBook } from './clues.ts';
import { type Corpus, membersInside, scopeOf } from './corpus.ts';
import { calledBy, callersOfElement, elementOf, guessedCallers, linkedElements, referencesOf } from './elementGraph.ts';
import { bestFirst, byLargest } from './scoreColumns.ts';

const nSeeds = 25;
const nSeedsCalled = 15;
const leastStrength = 0.3;
/** Names with more definitions than these tell nothing of who is called. */
const mostNamed = 3;
/** More elements than these around one say nothing of any. */
const mostAround = 24;
const mostLikes = 8;

/** How strongly each kind of clue points to what it is about; words count half. */
const strengths: readonly (readonly [string, number])[] = [
  ['namedInTitle', 1],
  ['namedInTicks', 0.7],
  ['namedInProse', 0.5],
  ['namedInCode', 0.4],
  ['frame', 1],
  ['dottedName', 1],
  ['qualifiedName', 1],
  ['linkedLine', 1],
  ['quotedMessage', 0.8],
];

export function addGraphClues(corpus: Corpus, elementMix: Float64Array, clues: ClueBook): void {
  const { strength, order } = seedsOf(corpus, elementMix, clues);
  const seeds = order.slice(0, nSeeds).filter((seed) => strength[seed]! >= leastStrength);
  for (const seed of seeds) addAround(corpus, seed, strength[seed]!, clues);
  addCallers(corpus, seeds.slice(0, nSeedsCalled), strength, clues);
}

function seedsOf(corpus: Corpus, elementMix: Float64Array, clues: ClueBook) {
  const strength = byLargest(elementMix).map((score) => score / 2);
  const pointed = new Float64Array(corpus.nElements);
  for (const [feature, worth] of strengths) {
    clues.elements.get(feature)?.forEach((value, one) => {
      pointed[one] = Math.max(pointed[one]!, Math.min(1, value) * worth);
    });
  }
  for (let one = 0; one < strength.length; one++)
    strength[one] = corpus.isNamed[one] === 0 ? 0 : strength[one]! + pointed[one]!;
  return { strength, order: bestFirst(strength) };
}

function addAround(corpus: Corpus, seed: number, strength: number, clues: ClueBook): void {
  const { name, kind } = scopeOf(corpus, seed);
  const tell = (element: number, feature: string, value: number, how: string) => {
    if (element === seed) return;
    const clue = {
      kind: 'slice',
      feature,
      value,
      line: null,
      message: `${how} \`${name}\`, which fits the report`,
    } as const;
    clues.aboutElement(element, clue);
  };
  for (const { element, share } of kind === 'function' ? calledBy(corpus, seed) : []) {
    tell(element, 'calledByStrong', strength * share, 'Called by');
    if (isTwin(name, scopeOf(corpus, element).name))
      tell(element, 'twinOfStrong', strength * share, 'Does the work of');
    if (corpus.fileOf[element] !== corpus.fileOf[seed]) {
      const message = `Holds what \`${name}\` calls, which the report points to`;
      const clue = { kind: 'slice', feature: 'nearStrong', value: strength * share, line: null, message } as const;
      clues.aboutFile(corpus.fileOf[element]!, clue);
    }
  }
  const refers = referencesOf(corpus, seed);
  if (refers.length <= mostAround)
    for (const one of refers) tell(one, 'refersToStrong', strength, 'Refers to, or is referred to by,');
  for (const { element, share } of kind === 'function' ? clonesOf(corpus, seed) : [])
    tell(element, 'cloneOfStrong', strength * share, 'Made of much the same words as');
  if (kind === 'class') addOfClass(corpus, seed, strength, clues, tell);
  else addOfMethod(corpus, seed, strength, tell);
}

type Tell = (element: number, feature: string, value: number, how: string) => void;

function addOfClass(corpus: Corpus, seed: number, strength: number, clues: ClueBook, tell: Tell): void {
  for (const member of membersInside(corpus, seed)) tell(member, 'memberOfStrong', strength, 'Member of');
  for (const base of linkedElements(corpus, seed, 'inherits', 'outgoing')) {
    const message = `Holds what \`${scopeOf(corpus, seed).name}\` inherits, which the report points to`;
    const clue = { kind: 'slice', feature: 'nearStrong', value: strength / 2, line: null, message } as const;
    clues.aboutFile(corpus.fileOf[base]!, clue);
    for (const member of membersInside(corpus, base)) tell(member, 'overriddenByStrong', strength / 2, 'Inherited by');
  }
}

function addOfMethod(corpus: Corpus, seed: number, strength: number, tell: Tell): void {
  for (const base of linkedElements(corpus, seed, 'overrides', 'outgoing'))
    tell(base, 'overriddenByStrong', strength, 'Overridden by');
  const over = linkedElements(corpus, seed, 'overrides', 'incoming');
  for (const one of over.length <= mostLikes ? over : []) tell(one, 'overridesStrong', strength, 'Overrides');
  const owner = corpus.parent[seed]!;
  if (owner < 0) return;
  const beside = membersInside(corpus, owner);
  for (const one of beside.length <= mostAround ? beside : []) tell(one, 'besideStrong', strength, 'In one class with');
  const likes = likesOf(corpus, seed, owner);
  for (const one of likes) tell(one, 'likeStrong', strength / likes.length, 'Of the same name in a class like that of');
}

/** Methods of the same name in classes of the same file, or of the same base. */
function likesOf(corpus: Corpus, seed: number, owner: number): readonly number[] {
  const bases = new Set(scopeOf(corpus, owner).bases);
  const likes = (corpus.byName.get(scopeOf(corpus, seed).name) ?? []).filter((one) => {
    const other = corpus.parent[one]!;
    if (one === seed || other < 0 || other === owner || corpus.isFunction[other] === 1) return false;
    return corpus.fileOf[one] === corpus.fileOf[seed] || scopeOf(corpus, other).bases.some((base) => bases.has(base));
  });
  return likes.length <= mostLikes ? likes : [];
}

const shortestTwin = 5;

/** Whether one name holds the other. */
function isTwin(name: string, other: string): boolean {
  const [a, b] = [name.toLowerCase().replace(/^_+/, ''), other.toLowerCase().replace(/^_+/, '')];
  return Math.min(a.length, b.length) >= shortestTwin && (a.includes(b) || b.includes(a));
}

function addCallers(corpus: Corpus, seeds: readonly number[], strength: Float64Array, clues: ClueBook): void {
  const tell = (caller: number, name: string, value: number) => {
    const message = `Calls \`${name}\`, which fits the report`;
    clues.aboutElement(caller, { kind: 'slice', feature: 'callsStrong', value, line: null, message });
  };
  const byName = new Map<string, number>();
  for (const seed of seeds) {
    const { name } = scopeOf(corpus, seed);
    const callers = callersOfElement(corpus, seed);
    if (callers.length <= mostAround) for (const caller of callers) tell(caller, name, strength[seed]!);
    if (corpus.byName.get(name)!.length <= mostNamed)
      byName.set(name, Math.max(byName.get(name) ?? 0, strength[seed]!));
  }
  for (const [caller, name] of guessedCallers(corpus, new Set(byName.keys())))
    if (scopeOf(corpus, caller).name !== name) tell(caller, name, byName.get(name)!);
}

const nImporting = 5;

/** Files that the best files import, and those that import them. */
export function addImportClues(corpus: Corpus, fileScores: Float64Array, clues: ClueBook): void {
  const { graph } = corpus.snapshot.program;
  bestFirst(fileScores)
    .slice(0, nImporting)
    .filter((file) => fileScores[file]! > 0)
    .forEach((file, rank) => {
      const node = scopeNode(graph, corpus.indices[file]!, 0);
      const value = 1 / (1 + rank);
      for (const { node: other } of along(graph.outgoing, node, 'imports')) {
        const target = elementOf(corpus, other);
        if (target < 0 || corpus.fileOf[target] === file) continue;
        const message = `Imported by ${corpus.paths[file]}, which fits the report`;
        clues.aboutFile(corpus.fileOf[target]!, {
          kind: 'slice',
          feature: 'importedByBest',
          value,
          line: null,
          message,
        });
      }
      const importing = new Set(along(graph.incoming, node, 'imports').map((edge) => elementOf(corpus, edge.node)));
      importing.delete(-1);
      for (const one of importing) {
        const message = `Imports ${corpus.paths[file]}, which fits the report`;
        const clue = {
          kind: 'slice',
          feature: 'importsBest',
          value: value / importing.size,
          line: null,
          message,
        } as const;
        clues.aboutFile(corpus.fileOf[one]!, clue);
      }
    });
}
