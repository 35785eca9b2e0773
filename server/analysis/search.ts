/** Elements by name: exact, then qualified, then ignoring case, then nearly so, then by the words in names and paths. */

import { lastSegment } from '../core/graph/accessPaths.ts';
import type { FileFacts } from '../core/graph/fileFacts.ts';
import { boundedEditDistance } from '../core/text/editDistance.ts';
import { wordsOf } from '../core/text/words.ts';
import { createBestList } from './bestList.ts';
import { type ElementWords, lettersOf } from './elementWords.ts';
import { compareText } from './fileTable.ts';
import type { ProgramElement } from './repositorySnapshot.ts';
import { createRepositoryWords, type RepositoryWords } from './repositoryWords.ts';
import { wordScores } from './wordScores.ts';

export interface FoundElement {
  readonly element: ProgramElement;
  /** 3 to 4 for a name that is given exactly, 2 to 3 for one that ends so, 1 to 2 for one like it, below that by words. */
  readonly score: number;
}

export type ElementSearch = (query: string, limit: number) => readonly FoundElement[];

/**
 * Searches the elements of files. What is known of a file is kept as long as the file stays as it is; `words` may be kept
 * from one version of the same files to the next.
 */
export function createSearch(
  files: readonly FileFacts[],
  words: RepositoryWords = createRepositoryWords(),
): ElementSearch {
  return (query, limit) => {
    const wanted = query.trim();
    if (wanted === '') return [];
    const { files: indexed, letters, starts } = words.of(files);
    const byWords = wordScores(indexed, words, wordsOf(wanted));
    const best = byWords.reduce((most, scores) => scores?.reduce((a, score) => Math.max(a, score), most) ?? most, 1e-9);
    const found = createBestList<ProgramElement>(limit);
    const name = wantedName(wanted);
    for (let file = 0, at = 0; file < indexed.length; file++) {
      const scores = byWords[file] ?? null;
      const start = at;
      for (; at < starts[file + 1]!; at++) {
        const isUnlike = isUnlikeName(letters[at]!, name);
        if (isUnlike && scores === null) continue;
        const element = at - start;
        const byName = isUnlike ? 0 : nameScore(indexed[file]!, element, name);
        const score = Math.max(byName, scores === null ? 0 : scores[element]! / best);
        if (score > 0) found.add(score, indexed[file]!.elements[element]!);
      }
    }
    return found
      .best()
      .map(({ score, one: element }) => ({ element, score }))
      .sort((left, right) => right.score - left.score || compareText(left.element.id, right.element.id))
      .slice(0, limit);
  };
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

/**
 * Whether letters alone tell that a name neither is like the wanted one nor holds it or is its end: each has one that the
 * other lacks, and more of them than slips explain.
 */
function isUnlikeName(letters: number, { letters: wanted, mostTypos, isName }: WantedName): boolean {
  if (!isName) return false;
  const [more, less] = [letters & ~wanted, wanted & ~letters];
  return more !== 0 && less !== 0 && (hasMoreBits(more, mostTypos) || hasMoreBits(less, mostTypos));
}

function nameScore(words: ElementWords, at: number, wanted: WantedName): number {
  const { text, lower, lowerEnd, mostTypos, isName } = wanted;
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
  if (isName && isFarther(words.letters[at]!, wanted.letters, mostTypos)) return 0;
  const written = isName ? lowerName : (text.includes('::') ? id : qualifiedName).toLowerCase();
  const distance = boundedEditDistance(written, lower, mostTypos);
  return distance <= mostTypos ? 1 + (1 - distance / text.length) / 2 : 0;
}

/** Every letter that only one of two names has takes an edit of its own. */
function isFarther(left: number, right: number, limit: number): boolean {
  return hasMoreBits(left & ~right, limit) || hasMoreBits(right & ~left, limit);
}

function hasMoreBits(bits: number, limit: number): boolean {
  let left = bits;
  for (let taken = 0; taken < limit; taken++) left &= left - 1;
  return left !== 0;
}
