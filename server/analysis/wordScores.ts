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
    const holding = filesWith(word).filter((file) => holds(files[file]!, word));
    const nHolding = holding.reduce((sum, file) => sum + nWith(files[file]!, word), 0);
    const rarity = Math.log(1 + (nElements - nHolding + 0.5) / (nHolding + 0.5));
    for (const file of holding) {
      const { lengths } = files[file]!;
      scores[file] ??= new Float64Array(lengths.length);
      const sums = scores[file];
      visitCounts(files[file]!, word, (at, count) => {
        const relative = lengths[at]! / meanLength;
        sums[at]! += (rarity * (count * (k1 + 1))) / (count + k1 * (1 - b + b * relative));
      });
    }
  }
  return scores;
}

function holds({ inPath, inNames }: ElementWords, word: string): boolean {
  return inPath.has(word) || inNames.has(word);
}

/** How many elements have a word. */
function nWith({ elements, inPath, inNames }: ElementWords, word: string): number {
  return inPath.has(word) ? elements.length : inNames.get(word)!.length / 2;
}

/** Calls `found` with each element that has a word, and how often. */
function visitCounts(
  { elements, inPath, inNames }: ElementWords,
  word: string,
  found: (element: number, count: number) => void,
): void {
  const all = inPath.get(word) ?? 0;
  const own = inNames.get(word) ?? [];
  if (all === 0) {
    for (let at = 0; at < own.length; at += 2) found(own[at]!, own[at + 1]!);
    return;
  }
  for (let element = 0, at = 0; element < elements.length; element++) {
    const isNamed = own[at] === element;
    found(element, all + (isNamed ? own[at + 1]! : 0));
    if (isNamed) at += 2;
  }
}
