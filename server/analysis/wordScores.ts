/**
 * How well elements fit the words of a query: BM25 over the words of their names and paths (S. Robertson, H. Zaragoza, "The
 * Probabilistic Relevance Framework", 2009, §3.4.1), k1 = 1.2, b = 0.75.
 */
import type { ElementWords } from './elementWords.ts';
import type { RepositoryWords } from './repositoryWords.ts';

const k1 = 1.2;
const b = 0.75;

/** For each file the scores of its elements; nothing for one that has none of the words. */
export function wordScores(
  files: readonly ElementWords[],
  { filesWith }: Pick<RepositoryWords, 'filesWith'>,
  words: readonly string[],
): readonly (Float64Array | undefined)[] {
  const scores = new Array<Float64Array | undefined>(files.length);
  let [nElements, length] = [0, 0];
  for (const { elements, totalLength } of files) {
    nElements += elements.length;
    length += totalLength;
  }
  const meanLength = length / Math.max(1, nElements);
  for (const word of new Set(words)) {
    const holding = filesWith(word).flatMap((file) => countsOf(files[file]!, file, word));
    const nHolding = holding.reduce((sum, { all, own, file }) => {
      return sum + (all > 0 ? files[file]!.elements.length : own.length / 2);
    }, 0);
    const rarity = Math.log(1 + (nElements - nHolding + 0.5) / (nHolding + 0.5));
    for (const counts of holding) {
      const { lengths } = files[counts.file]!;
      scores[counts.file] ??= new Float64Array(lengths.length);
      const sums = scores[counts.file]!;
      visitCounts(counts, lengths.length, (at, count) => {
        const relative = lengths[at]! / meanLength;
        sums[at]! += (rarity * (count * (k1 + 1))) / (count + k1 * (1 - b + b * relative));
      });
    }
  }
  return scores;
}

/** How often the elements of a file have a word. */
interface WordCounts {
  readonly file: number;
  /** By its path. */
  readonly all: number;
  /** By their names: element, how often, and so on. */
  readonly own: readonly number[];
}

const none: readonly number[] = [];

function countsOf({ inPath, inNames }: ElementWords, file: number, word: string): WordCounts | readonly WordCounts[] {
  const [all, own] = [inPath.get(word) ?? 0, inNames.get(word) ?? none];
  return all === 0 && own.length === 0 ? [] : { file, all, own };
}

/** Calls `found` with each element that has a word, and how often. */
function visitCounts(
  { all, own }: WordCounts,
  nElements: number,
  found: (element: number, count: number) => void,
): void {
  if (all === 0) {
    for (let at = 0; at < own.length; at += 2) found(own[at]!, own[at + 1]!);
    return;
  }
  for (let element = 0, at = 0; element < nElements; element++) {
    const isNamed = own[at] === element;
    found(element, all + (isNamed ? own[at + 1]! : 0));
    if (isNamed) at += 2;
  }
}
