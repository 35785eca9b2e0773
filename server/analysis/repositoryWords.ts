/**
 * The words of the elements of all files, and which files have a word. One index serves all versions of the same files:
 * it only grows, so a file it gives may have the word no more, but none that has it is left out.
 */
import type { FileFacts } from '../core/graph/fileFacts.ts';
import { type ElementWords, elementWords } from './elementWords.ts';

/** What search needs of the files, valid until asked for others. */
export interface WordsOfFiles {
  readonly files: readonly ElementWords[];
  /** The letters of all names, file after file: side by side, as every search looks at each. */
  readonly letters: Uint32Array;
  /** Where those of each file begin; a last entry ends them. */
  readonly starts: Uint32Array;
}

export interface RepositoryWords {
  /** Takes in what was not taken in before. */
  of(files: readonly FileFacts[]): WordsOfFiles;
  /** Files that may have a word in their path or in a name, in order. */
  filesWith(word: string): readonly number[];
}

export function createRepositoryWords(): RepositoryWords {
  let known: readonly FileFacts[] = [];
  let [letters, starts] = [new Uint32Array(0), new Uint32Array(1)];
  const words: ElementWords[] = [];
  const holding = new Map<string, Set<number>>();

  function note(file: number, { inPath, inNames }: ElementWords): void {
    for (const some of [inPath, inNames]) {
      for (const word of some.keys()) {
        const others = holding.get(word);
        if (others === undefined) holding.set(word, new Set([file]));
        else others.add(file);
      }
    }
  }

  /** Puts the letters of a file in place; `false` where there are more or fewer than before. */
  function replaceLetters(file: number, own: Uint32Array): boolean {
    if (starts[file + 1]! - starts[file]! !== own.length) return false;
    letters.set(own, starts[file]);
    return true;
  }

  function joinLetters(): void {
    starts = new Uint32Array(words.length + 1);
    words.forEach((own, file) => {
      starts[file + 1] = starts[file]! + own.letters.length;
    });
    letters = new Uint32Array(starts[words.length]!);
    words.forEach((own, file) => {
      letters.set(own.letters, starts[file]);
    });
  }

  return {
    of(files) {
      let isInPlace = files.length === known.length;
      for (let file = 0; file < files.length; file++) {
        if (known[file] === files[file]) continue;
        const before = words[file];
        const own = elementWords(files[file]!, before);
        words[file] = own;
        if (own.inNames !== before?.inNames) note(file, own);
        isInPlace &&= replaceLetters(file, own.letters);
      }
      words.length = files.length;
      if (!isInPlace) joinLetters();
      known = files;
      return { files: words, letters, starts };
    },
    filesWith: (word) => [...(holding.get(word) ?? [])].sort((a, b) => a - b),
  };
}
