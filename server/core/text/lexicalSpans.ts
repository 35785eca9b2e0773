/**
 * Comments and strings of a source text, found in one pass by what a language's data says of how they are written. Reads
 * no syntax beyond that: a text that is not well-formed has spans, too, each at most to where its kind must end.
 */
import type { LexicalTraits, StringTraits } from '../graph/languageTraits.ts';

export interface LexicalSpan {
  /** `doc` is a string that stands alone as a statement. */
  readonly kind: 'comment' | 'string' | 'doc';
  readonly start: number;
  readonly end: number;
  /** What is written, without its delimiters. */
  readonly innerStart: number;
  readonly innerEnd: number;
}

/** Spans in order; none lies in another. */
export function lexicalSpans(text: string, traits: LexicalTraits): readonly LexicalSpan[] {
  const openers = openersOf(traits);
  const spans: LexicalSpan[] = [];
  const { next } = openers;
  next.lastIndex = 0;
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    const span = spanAt(text, match.index, match[0], openers);
    if (span === null) continue;
    spans.push(span);
    next.lastIndex = span.end;
  }
  return spans;
}

interface Openers {
  /** Finds where anything begins. */
  readonly next: RegExp;
  readonly lineComments: ReadonlySet<string>;
  readonly blockComments: ReadonlyMap<string, string>;
  readonly strings: ReadonlyMap<string, StringTraits>;
  readonly traits: LexicalTraits;
}

const cache = new WeakMap<LexicalTraits, Openers>();

function openersOf(traits: LexicalTraits): Openers {
  const known = cache.get(traits);
  if (known !== undefined) return known;
  const texts = [
    ...traits.lineComments,
    ...traits.blockComments.map(([open]) => open),
    ...traits.strings.map(({ open }) => open),
    ...(traits.characters ? ["'"] : []),
    ...(traits.patterns ? ['/'] : []),
  ];
  const longestFirst = [...new Set(texts)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const made: Openers = {
    next: new RegExp(longestFirst.map(escaped).join('|') || '(?!)', 'g'),
    lineComments: new Set(traits.lineComments),
    blockComments: new Map(traits.blockComments),
    strings: new Map(traits.strings.map((one) => [one.open, one])),
    traits,
  };
  cache.set(traits, made);
  return made;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function spanAt(text: string, start: number, opener: string, openers: Openers): LexicalSpan | null {
  const inner = start + opener.length;
  if (openers.lineComments.has(opener)) {
    const end = endOfLine(text, inner);
    return { kind: 'comment', start, end, innerStart: inner, innerEnd: end };
  }
  const close = openers.blockComments.get(opener);
  if (close !== undefined) {
    const found = text.indexOf(close, inner);
    const innerEnd = found < 0 ? text.length : found;
    const end = found < 0 ? innerEnd : found + close.length;
    return { kind: 'comment', start, end, innerStart: inner, innerEnd };
  }
  const string = openers.strings.get(opener);
  if (string !== undefined) return stringAt(text, start, string, openers);
  return opener === '/' ? patternAt(text, start) : characterAt(text, start);
}

function stringAt(text: string, start: number, string: StringTraits, openers: Openers): LexicalSpan {
  const innerStart = start + string.open.length;
  const innerEnd = closeOf(text, innerStart, string, openers, 0);
  const isClosed = text.startsWith(string.close, innerEnd);
  const end = isClosed ? innerEnd + string.close.length : innerEnd;
  const isDoc = openers.traits.docStrings && standsAlone(text, start, end, string.isMultiline);
  return { kind: isDoc ? 'doc' : 'string', start, end, innerStart, innerEnd };
}

/** Holes within holes are followed to this depth. */
const deepest = 8;

/** Where a string's closing delimiter begins; of one that is never closed, the end of its line or of the text. */
function closeOf(text: string, from: number, string: StringTraits, openers: Openers, depth: number): number {
  const hole = string.hole;
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\n' && !string.isMultiline) return at;
    if (string.escape !== '' && char === string.escape) at++;
    else if (char === string.close[0] && text.startsWith(string.close, at)) return at;
    else if (hole !== '' && char === hole[0] && depth < deepest && text.startsWith(hole, at))
      at = endOfHole(text, at + hole.length, openers, depth + 1) - 1;
  }
  return text.length;
}

/** Past the brace that ends a hole; code in it may hold strings of its own. */
function endOfHole(text: string, from: number, openers: Openers, depth: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '{') open++;
    else if (char === '}' && --open === 0) return at + 1;
    const string = openers.strings.get(char);
    if (string !== undefined) at = closeOf(text, at + 1, string, openers, depth);
  }
  return text.length;
}

/** What may stand before a pattern between slashes, where a slash would not divide. */
const beforePattern = /(?:^|[(,=:[!&|?{};+*%~^<>-]|\b(?:return|case|typeof|in|of|and|or|when|if|unless))\s*$/;
const pattern = /\/(?![*/])(?:[^\\/[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\//y;

function patternAt(text: string, start: number): LexicalSpan | null {
  if (!beforePattern.test(text.slice(Math.max(0, start - 12), start))) return null;
  pattern.lastIndex = start;
  return matched(text, start, pattern);
}

const character = /'(?:\\[^\n]{1,9}?|[^\\'\n])'/y;

function characterAt(text: string, start: number): LexicalSpan | null {
  character.lastIndex = start;
  return matched(text, start, character);
}

function matched(text: string, start: number, sticky: RegExp): LexicalSpan | null {
  const found = sticky.exec(text);
  if (found === null) return null;
  const end = start + found[0].length;
  return { kind: 'string', start, end, innerStart: start + 1, innerEnd: end - 1 };
}

/** Whether nothing else is on a string's lines; one of a single line must moreover follow a header. */
function standsAlone(text: string, start: number, end: number, isMultiline: boolean): boolean {
  const before = text.slice(Math.max(0, start - 200), start);
  if (!/(?:^|\n)[ \t]*[rRuU]?$/.test(before)) return false;
  if (!/^[ \t\r]*(?:\n|$|#)/.test(text.slice(end, end + 80))) return false;
  return isMultiline ? !/[([{,=+%\\]\s*[rRuU]?$/.test(before) : /:\s*[rRuU]?$/.test(before);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
