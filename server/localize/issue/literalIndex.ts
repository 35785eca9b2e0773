/** Which string literals of the repository a text quotes: messages by one of their words, short ones as they stand. */
import { type LiteralTexts, normalized } from '../../analysis/literalTexts.ts';

export interface QuotedLiteral {
  readonly text: string;
  readonly file: number;
  readonly scope: number;
}

export interface LiteralIndex {
  /** Fragments of messages that stand in a text, each as often as the code has it. */
  fragmentsIn(text: string): readonly QuotedLiteral[];
  /** Literals that are exactly this. */
  exactly(word: string): readonly QuotedLiteral[];
}

export function indexLiterals(files: readonly LiteralTexts[]): LiteralIndex {
  const byWord = new Map<string, number[]>();
  const byText = new Map<string, number[]>();
  files.forEach(({ fragments, words }, file) => {
    fragments.forEach((fragment, at) => {
      const key = longestWord(fragment);
      if (key !== '') add(byWord, key, file, at);
    });
    words.forEach((word, at) => {
      add(byText, word, file, at);
    });
  });
  return {
    fragmentsIn(text) {
      const whole = normalized(text);
      const found: QuotedLiteral[] = [];
      for (const word of new Set(whole.match(wordPattern))) {
        const places = byWord.get(word) ?? [];
        for (let at = 0; at < places.length; at += 2) {
          const { fragments, fragmentOwners } = files[places[at]!]!;
          const fragment = fragments[places[at + 1]!]!;
          if (!whole.includes(fragment)) continue;
          found.push({ text: fragment, file: places[at]!, scope: fragmentOwners[places[at + 1]!]! });
        }
      }
      return found;
    },
    exactly(word) {
      const places = byText.get(word) ?? [];
      return Array.from({ length: places.length / 2 }, (_, at) => {
        const { wordOwners } = files[places[2 * at]!]!;
        return { text: word, file: places[2 * at]!, scope: wordOwners[places[2 * at + 1]!]! };
      });
    },
  };
}

const wordPattern = /[\p{L}\p{N}_]+/gu;

/** By which a fragment is found again: long words are rare ones. Its ends may be cut, unless it is all there is. */
function longestWord(fragment: string): string {
  return (fragment.match(wordPattern) ?? []).reduce((best, word) => (word.length > best.length ? word : best), '');
}

function add(to: Map<string, number[]>, key: string, file: number, at: number): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, [file, at]);
  else known.push(file, at);
}
