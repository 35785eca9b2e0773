/** What search needs of the elements of one file, made once per version of the file. */
import type { FileFacts } from '../core/graph/fileFacts.ts';
import { wordsOf } from '../core/text/words.ts';
import { elementsByScope } from './fileElements.ts';
import type { ProgramElement } from './repositorySnapshot.ts';

export interface ElementWords {
  readonly elements: readonly ProgramElement[];
  readonly lowerNames: readonly string[];
  /** Which letters each name has: bit `code % 32` for each. */
  readonly letters: Uint32Array;
  /** How many words each element has, those of the path with them. */
  readonly lengths: Uint32Array;
  readonly totalLength: number;
  /** How often the path has a word. */
  readonly inPath: ReadonlyMap<string, number>;
  /** For a word of qualified names: element, how often, and so on. */
  readonly inNames: ReadonlyMap<string, readonly number[]>;
}

const cache = new WeakMap<FileFacts, ElementWords>();

/** With what was made for the version before, whose words hold as long as no name is another. */
export function elementWords(facts: FileFacts, before?: ElementWords): ElementWords {
  const known = cache.get(facts);
  if (known !== undefined) return known;
  const elements = elementsByScope(facts).filter((element) => element !== null);
  const made =
    before !== undefined && areNamedAlike(before, elements) ? { ...before, elements } : collectWords(facts, elements);
  cache.set(facts, made);
  return made;
}

function areNamedAlike({ elements: before }: ElementWords, elements: readonly ProgramElement[]): boolean {
  return before.length === elements.length && elements.every(({ id }, at) => id === before[at]!.id);
}

function collectWords(facts: FileFacts, elements: readonly ProgramElement[]): ElementWords {
  const lowerNames = elements.map(({ name }) => name.toLowerCase());
  const inPath = new Map<string, number>();
  const pathWords = elements.length === 0 ? [] : wordsOf(facts.file);
  for (const word of pathWords) inPath.set(word, (inPath.get(word) ?? 0) + 1);
  const inNames = new Map<string, number[]>();
  const lengths = Uint32Array.from(elements, ({ qualifiedName }, element) => {
    const words = wordsOf(qualifiedName);
    for (const word of words) {
      const counts = inNames.get(word);
      if (counts === undefined) inNames.set(word, [element, 1]);
      else if (counts.at(-2) === element) counts[counts.length - 1]!++;
      else counts.push(element, 1);
    }
    return words.length + pathWords.length;
  });
  const totalLength = lengths.reduce((sum, length) => sum + length, 0);
  return {
    elements,
    lowerNames,
    letters: Uint32Array.from(lowerNames, lettersOf),
    lengths,
    totalLength,
    inPath,
    inNames,
  };
}

export function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at++) letters |= 1 << (text.charCodeAt(at) & 31);
  return letters >>> 0;
}
