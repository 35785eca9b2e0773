/**
 * Elements by name: exact, then qualified, then ignoring case, then nearly so, then by the words in names and paths. The last is BM25
 * (S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework", 2009, §3.4.1), k1 = 1.2, b = 0.75.
 */

import { lastSegment } from '../core/graph/accessPaths.ts';
import type { FileFacts } from '../core/graph/fileFacts.ts';
import { boundedEditDistance } from '../core/text/editDistance.ts';
import { wordsOf } from '../core/text/words.ts';
import { type ElementWords, elementWords, lettersOf } from './elementWords.ts';
import { compareText } from './fileTable.ts';
import type { ProgramElement } from './repositorySnapshot.ts';

export interface FoundElement {
  readonly element: ProgramElement;
  /** 3 to 4 for a name that is given exactly, 2 to 3 for one that ends so, 1 to 2 for one like it, below that by words. */
  readonly score: number;
}

export type ElementSearch = (query: string, limit: number) => readonly FoundElement[];

const k1 = 1.2;
const b = 0.75;

/** Searches the elements of files. What is known of a file is kept as long as the file stays as it is. */
export function createSearch(files: readonly FileFacts[]): ElementSearch {
  return (query, limit) => {
    const wanted = query.trim();
    if (wanted === '') return [];
    const indexed = files.map(elementWords);
    const byWords = relevance(indexed, wordsOf(wanted));
    const best = byWords.reduce((most, scores) => scores?.reduce((a, score) => Math.max(a, score), most) ?? most, 1e-9);
    const name = wantedName(wanted);
    const found: FoundElement[] = [];
    indexed.forEach((words, file) => {
      for (let at = 0; at < words.elements.length; at++) {
        const score = Math.max(nameScore(words, at, name), (byWords[file]?.[at] ?? 0) / best);
        if (score > 0) found.push({ element: words.elements[at]!, score });
      }
    });
    return withBestScores(found, limit)
      .sort((left, right) => right.score - left.score || compareText(left.element.id, right.element.id))
      .slice(0, limit);
  };
}

/** Those that may be among the `limit` best: sorting numbers is quick, sorting elements is not. */
function withBestScores(found: readonly FoundElement[], limit: number): FoundElement[] {
  if (limit < 1 || found.length <= limit) return found.slice();
  const scores = new Float64Array(found.length);
  for (let at = 0; at < scores.length; at++) scores[at] = found[at]!.score;
  const least = scores.sort()[scores.length - limit]!;
  return found.filter(({ score }) => score >= least);
}

/** For each file the scores of its elements; `null` where it has none of the words. */
function relevance(files: readonly ElementWords[], words: readonly string[]): readonly (Float64Array | null)[] {
  const scores = files.map((): Float64Array | null => null);
  const nElements = files.reduce((sum, { elements }) => sum + elements.length, 0);
  const meanLength = files.reduce((sum, { totalLength }) => sum + totalLength, 0) / Math.max(1, nElements);
  for (const word of new Set(words)) {
    const holding = files.flatMap(({ inPath, inNames }, file) => (inPath.has(word) || inNames.has(word) ? [file] : []));
    const counts = holding.map((file) => countsOf(files[file]!, word));
    const nHolding = counts.reduce((sum, some) => sum + some.reduce((n, count) => n + (count > 0 ? 1 : 0), 0), 0);
    const rarity = Math.log(1 + (nElements - nHolding + 0.5) / (nHolding + 0.5));
    holding.forEach((file, index) => {
      const { lengths } = files[file]!;
      const sums = scores[file] ?? new Float64Array(lengths.length);
      scores[file] = sums;
      counts[index]!.forEach((count, at) => {
        const length = lengths[at]! / meanLength;
        if (count > 0) sums[at]! += (rarity * (count * (k1 + 1))) / (count + k1 * (1 - b + b * length));
      });
    });
  }
  return scores;
}

function countsOf({ elements, inPath, inNames }: ElementWords, word: string): Uint32Array {
  const counts = new Uint32Array(elements.length).fill(inPath.get(word) ?? 0);
  const own = inNames.get(word) ?? [];
  for (let at = 0; at < own.length; at += 2) counts[own[at]!]! += own[at + 1]!;
  return counts;
}

interface WantedName {
  readonly text: string;
  readonly lower: string;
  /** Its last segment. */
  readonly lowerEnd: string;
  readonly letters: number;
  readonly mostTypos: number;
  /** It is the name alone, without what is around it. */
  readonly isName: boolean;
}

/** One slip of the finger for every four letters, three at most. */
function wantedName(text: string): WantedName {
  const lower = text.toLowerCase();
  const lowerEnd = lastSegment(lower);
  const isName = !text.includes('.') && !text.includes('::');
  const mostTypos = Math.min(3, Math.floor(text.length / 4));
  return { text, lower, lowerEnd, letters: lettersOf(lower), mostTypos, isName };
}

function nameScore(words: ElementWords, at: number, wanted: WantedName): number {
  const { text, lower, lowerEnd, mostTypos, isName } = wanted;
  const [letters, more] = [words.letters[at]!, words.letters[at]! & ~wanted.letters];
  // A name that lacks a letter and has another too many neither holds the wanted one nor is its end.
  const isOther = more !== 0 && (wanted.letters & ~letters) !== 0;
  if (isName && isOther && isFarther(letters, wanted.letters, mostTypos)) return 0;
  const { id, qualifiedName, name, file } = words.elements[at]!;
  const lowerName = words.lowerNames[at]!;
  if (lowerName.endsWith(lowerEnd) || lowerEnd.endsWith(lowerName)) {
    if (id === text) return 4;
    if (qualifiedName === text) return 3.5;
    if (name === text) return 3;
    const dotted = `${file.replace(/\.[^./]+$/, '').replaceAll('/', '.')}.${qualifiedName}`;
    if (dotted.endsWith(`.${text}`)) return 2.5;
    if (dotted.toLowerCase().endsWith(`.${lower}`)) return 2;
  }
  if (lowerName.includes(lower)) return 1.5 + text.length / name.length / 2;
  if (mostTypos === 0) return 0;
  if (isName && isFarther(letters, wanted.letters, mostTypos)) return 0;
  const written = isName ? lowerName : (text.includes('::') ? id : qualifiedName).toLowerCase();
  const distance = boundedEditDistance(written, lower, mostTypos);
  return distance <= mostTypos ? 1 + (1 - distance / text.length) / 2 : 0;
}

/** Every letter that only one of two names has takes an edit of its own. */
function isFarther(left: number, right: number, limit: number): boolean {
  return bitCount(left & ~right) > limit || bitCount(right & ~left) > limit;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}
