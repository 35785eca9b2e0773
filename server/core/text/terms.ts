/**
 * The terms by which source code and prose about it are matched: identifiers whole and in their parts, each part reduced
 * to its stem (M. Porter, "An algorithm for suffix stripping", 1980), words that say nothing left out. Leaves out weighing.
 */
import { stemmer } from 'stemmer';

const identifier = /[A-Za-z_\u00aa-\uffff][A-Za-z0-9_\u00aa-\uffff]*/g;
const part = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}]+|\p{N}+/gu;

/** Calls `found` with every identifier of a text and where it starts. */
export function visitIdentifiers(text: string, found: (identifier: string, start: number) => void): void {
  for (const match of text.matchAll(identifier)) found(match[0], match.index);
}

/** The terms of a text in order, repeats included. */
export function termsOf(text: string): readonly string[] {
  const terms: string[] = [];
  visitIdentifiers(text, (name) => {
    for (const term of termsOfIdentifier(name)) terms.push(term);
  });
  return terms;
}

/** So many identifiers are remembered with their terms; then remembering begins anew. */
const mostRemembered = 200_000;
const remembered = new Map<string, readonly string[]>();

/** An identifier of several parts whole, in lower case, then the stem of each part. */
export function termsOfIdentifier(name: string): readonly string[] {
  if (name.length > longestName) return [];
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= mostRemembered) remembered.clear();
  const parts = name.match(part) ?? [];
  const terms = parts.length > 1 ? [name.toLowerCase().replace(/^_+|_+$/g, '')] : [];
  for (const one of parts) {
    const lower = one.toLowerCase();
    if (lower.length < 2 || silentWords.has(lower)) continue;
    if (!/^\p{N}/u.test(lower)) terms.push(stemOf(lower));
    else if (lower.length <= longestNumber) terms.push(lower);
  }
  remembered.set(name, terms);
  return terms;
}

/** The stem of a word in lower case. */
export function stemOf(word: string): string {
  return word.length < shortestStemmed || longestStemmed < word.length ? word : stemmer(word);
}

export const isSilent = (word: string): boolean => silentWords.has(word);

/** What is longer is data, not a name. */
const longestName = 80;
const longestNumber = 4;
const shortestStemmed = 4;
const longestStemmed = 32;

/** Words of prose, of politeness and of most languages' syntax. */
const silentWords: ReadonlySet<string> = new Set(
  `a an the is are was were be been being to of in on at for from by with and or not no if else elif then than this that
  these those it its as i we you he she they my your our me us do does did done have has had having can could should
  would will may might must shall so such but there here when where what which who whom whose how why all any some each
  other more most also only just very too into out up down over under again further once between both few own same about
  against because while during before after above below self cls def class return import none true false pass raise try
  except finally lambda yield assert del global nonlocal async await http https www com github org html e g ie eg etc am
  pm please thank thanks hi hello`.split(/\s+/),
);
