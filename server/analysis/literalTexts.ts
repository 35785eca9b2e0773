/**
 * What the string literals of a file say: fragments of sentences, by which a message can be known again in a report, and
 * short texts without blanks, such as options and keys.
 */
import type { LexicalSpan } from '../core/text/lexicalSpans.ts';

export interface LiteralTexts {
  /** Lower case, blanks single, what is filled in at run time cut out; each with the scope it stands in. */
  readonly fragments: readonly string[];
  readonly fragmentOwners: Uint32Array;
  /** As written. */
  readonly words: readonly string[];
  readonly wordOwners: Uint32Array;
}

/** As literals and reports are compared. */
export function normalized(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}

const shortestFragment = 10;
const longestWord = 60;
/** Longer ones are data rather than messages. */
const longestLiteral = 2_000;
/** A file with more of a kind is a table; those it begins with stand for it. */
const mostLiterals = 2_000;

/** Placeholders of printf, `str.format`, templates and interpolation, and escapes of line ends and tabs. */
const filledIn = /%\([^)]*\)[#0\- +]*[\d.*]*[a-zA-Z]|%[#0\- +]*[\d.*]*(?:l{0,2}|z)[a-zA-Z]|[$#]?\{[^{}]*\}|\\[nrt]/g;

export function literalTexts(
  text: string,
  spans: readonly LexicalSpan[],
  ownerOf: (offset: number) => number,
): LiteralTexts {
  const fragments = new Map<string, [string, number]>();
  const words = new Map<string, [string, number]>();
  for (const { kind, start, innerStart, innerEnd } of spans) {
    if (kind !== 'string' || innerEnd - innerStart < 2 || innerEnd - innerStart > longestLiteral) continue;
    const value = text.slice(innerStart, innerEnd);
    const owner = ownerOf(start);
    if (value.length <= longestWord && !/\s/.test(value) && words.size < mostLiterals)
      words.set(`${owner} ${value}`, [value, owner]);
    if (!value.includes(' ')) continue;
    for (const part of value.split(filledIn)) {
      const fragment = normalized(part);
      if (fragment.length >= shortestFragment && fragment.includes(' ') && fragments.size < mostLiterals)
        fragments.set(`${owner} ${fragment}`, [fragment, owner]);
    }
  }
  return {
    fragments: Array.from(fragments.values(), ([fragment]) => fragment),
    fragmentOwners: Uint32Array.from(fragments.values(), ([, owner]) => owner),
    words: Array.from(words.values(), ([word]) => word),
    wordOwners: Uint32Array.from(words.values(), ([, owner]) => owner),
  };
}
