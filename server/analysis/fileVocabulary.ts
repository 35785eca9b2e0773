/**
 * The words of one file by the scope they stand in, code and documentation apart, with its string literals; made once
 * per version of the file, from its text and facts. Leaves out weighing, and what other files say.
 */
import { definitionKind, type FileFacts } from '../core/graph/fileFacts.ts';
import { type LexicalSpan, lexicalSpans } from '../core/text/lexicalSpans.ts';
import { indexLines, lineAt } from '../core/text/lineIndex.ts';
import { termsOfIdentifier, visitIdentifiers } from '../core/text/terms.ts';
import { ownersOfLines } from './elementOwners.ts';
import type { IndexedFile } from './indexedFile.ts';
import { type LiteralTexts, literalTexts } from './literalTexts.ts';

/** Where a term of a file stands; `symbol` is for names that the file defines, in it as a whole. */
export const termField = { code: 0, doc: 1, name: 2, symbol: 3 } as const;
export const nTermFields = 4;

export interface FileVocabulary {
  readonly terms: readonly string[];
  /** Where the postings of each term begin; a last entry ends them. */
  readonly starts: Uint32Array;
  /** For each posting, scope times `nTermFields` plus field. */
  readonly places: Uint32Array;
  readonly counts: Uint16Array;
  /** How many terms, repeats included, stand at each place. */
  readonly lengths: Uint32Array;
  readonly literals: LiteralTexts;
}

const cache = new WeakMap<FileFacts, FileVocabulary>();

export function fileVocabulary(file: IndexedFile): FileVocabulary {
  const known = cache.get(file.facts);
  if (known !== undefined) return known;
  const made = collect(file);
  cache.set(file.facts, made);
  return made;
}

function collect({ text, facts, language }: IndexedFile): FileVocabulary {
  const spans = lexicalSpans(text, language.traits.lexis);
  const lines = indexLines(text);
  const owners = ownersOfLines(facts, linesAboutNext(text, lines, spans));
  const ownerOfOffset = (offset: number) => owners[lineAt(lines, offset)] ?? 0;
  const counter = createCounter();
  countText(text, { spans, lines, owners }, counter);
  facts.scopes.forEach(({ name }, scope) => {
    if (scope > 0) counter.add(name, scope * nTermFields + termField.name);
  });
  for (const name of definedNames(facts)) counter.add(name, termField.symbol);
  return { ...counter.finish(facts.scopes.length), literals: literalTexts(text, spans, ownerOfOffset) };
}

interface Layout {
  readonly spans: readonly LexicalSpan[];
  readonly lines: Uint32Array;
  readonly owners: Int32Array;
}

/** Counts identifiers where they stand. Offsets only grow, so lines and spans are followed rather than looked up. */
function countText(text: string, { spans, lines, owners }: Layout, counter: Counter): void {
  let [line, span] = [1, 0];
  visitIdentifiers(text, (name, start) => {
    while (line < lines.length && lines[line]! <= start) line++;
    while (span < spans.length && spans[span]!.end <= start) span++;
    const next = spans[span];
    const inside = next !== undefined && next.start <= start ? next : null;
    if (inside?.kind === 'string' && isData(text, inside)) return;
    const isDoc = inside !== null && inside.kind !== 'string';
    counter.add(name, (owners[line] ?? 0) * nTermFields + (isDoc ? termField.doc : termField.code));
  });
}

/** Strings longer than this without blanks to match say nothing in words: tables, encoded bytes. */
const longestProse = 400;

function isData(text: string, { innerStart, innerEnd }: LexicalSpan): boolean {
  if (innerEnd - innerStart <= longestProse) return false;
  const blanks = text.slice(innerStart, innerStart + longestProse).split(/\s/).length;
  return blanks < longestProse / 20;
}

/** Names of functions and classes, and of what is assigned outside functions. */
function definedNames({ scopes, definitions, names, namePrefix }: FileFacts): Iterable<string> {
  const found = scopes.slice(1).map(({ name }) => name);
  const assigned = new Set<string>();
  definitions.kind.forEach((kind, at) => {
    const name = definitions.name[at]!;
    if (kind !== definitionKind.assignment || namePrefix[name]! >= 0) return;
    if (scopes[definitions.scope[at]!]!.kind !== 'function') assigned.add(names[name]!);
  });
  return [...found, ...assigned];
}

/** Lines of nothing but a comment or a decorator. */
function linesAboutNext(text: string, lines: Uint32Array, spans: readonly LexicalSpan[]): (line: number) => boolean {
  const comments = new Set<number>();
  for (const { kind, start, end } of spans) {
    if (kind !== 'comment') continue;
    const first = lineAt(lines, start);
    if (text.slice(lines[first - 1]!, start).trim() !== '') continue;
    for (let line: number = first; line <= lineAt(lines, Math.max(start, end - 1)); line++) comments.add(line);
  }
  const startOf = (line: number) => text.slice(lines[line - 1]!, lines[line - 1]! + 200).trimStart();
  return (line) => comments.has(line) || /^(?:@\w|#\[|\[\w+[\](])/.test(startOf(line));
}

interface Counter {
  add(identifier: string, place: number): void;
  finish(nScopes: number): Omit<FileVocabulary, 'literals'>;
}

/** Counts identifiers by place, and turns them into terms at the end: each identifier is taken apart once. */
function createCounter(): Counter {
  const identifiers = new Map<string, Map<number, number>>();
  return {
    add(identifier, place) {
      const counts = identifiers.get(identifier) ?? new Map<number, number>();
      identifiers.set(identifier, counts);
      counts.set(place, (counts.get(place) ?? 0) + 1);
    },
    finish(nScopes) {
      const terms = new Map<string, Map<number, number>>();
      const lengths = new Uint32Array(nScopes * nTermFields);
      for (const [identifier, counts] of identifiers) {
        for (const term of termsOfIdentifier(identifier)) {
          const sums = terms.get(term) ?? new Map<number, number>();
          terms.set(term, sums);
          for (const [place, count] of counts) {
            sums.set(place, (sums.get(place) ?? 0) + count);
            lengths[place]! += count;
          }
        }
      }
      return { ...columnsOf(terms), lengths };
    },
  };
}

function columnsOf(terms: ReadonlyMap<string, ReadonlyMap<number, number>>) {
  const starts = new Uint32Array(terms.size + 1);
  let size = 0;
  for (const counts of terms.values()) size += counts.size;
  const [places, counted] = [new Uint32Array(size), new Uint16Array(size)];
  let [at, term] = [0, 0];
  for (const counts of terms.values()) {
    for (const [place, count] of counts) {
      places[at] = place;
      counted[at++] = Math.min(count, 0xffff);
    }
    starts[++term] = at;
  }
  return { terms: [...terms.keys()], starts, places, counts: counted };
}
