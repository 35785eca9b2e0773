/**
 * What a report names: files, dotted names, symbols by where they stand, short literals, options, words. Candidates only:
 * which of them the repository knows is the ranking's to find out.
 */
import { identifiersOf } from '../../../core/text/words.ts';
import type { BugReport } from './bugReport.ts';
import { joinedWords } from './joinedWords.ts';
import { type MentionedPath, pathsIn } from './mentionedPaths.ts';
import { type MentionedVersion, versionsIn } from './mentionedVersions.ts';

/** Where a name stands. `ticked`: set off as code within the title or the prose. */
export type MentionPlace = 'title' | 'ticked' | 'prose' | 'code' | 'log';
export type ByPlace<Value> = Readonly<Record<MentionPlace, Value>>;

/** Everything once in its list, in the order of the report. */
export interface Mentions {
  readonly paths: readonly MentionedPath[];
  /** `a.b.C`, also of `a::b::C` and `C#m`; by place, since those in logs say less. */
  readonly dotted: ByPlace<readonly string[]>;
  /** Names that look like code, each without what it is a member of. */
  readonly symbols: ByPlace<readonly string[]>;
  /** What stands in quotes or ticks in title, prose and errors, 2 to 60 characters. */
  readonly literals: readonly string[];
  /** `--foo-bar`, each followed by `foo_bar`, the name it has in code. */
  readonly options: readonly string[];
  /** Identifiers of the title, the prose and the code. */
  readonly words: readonly string[];
  /** "time zone" as `timezone`, where the report does not say that itself. */
  readonly joined: readonly string[];
  readonly versions: readonly MentionedVersion[];
}

export function mentionsOf(report: BugReport): Mentions {
  const { title, prose, errors } = report;
  const told = `${title}\n${prose}`;
  const names = (place: MentionPlace, texts: readonly string[]) => namesIn(texts.map(withoutAddresses), place);
  const read: ByPlace<Names> = {
    title: names('title', [title]),
    ticked: names('ticked', tickedIn(told)),
    prose: names('prose', [prose]),
    code: names('code', report.code),
    log: names('log', report.logs),
  };
  const words = unique([told, ...report.code].flatMap((text) => identifiersOf(withoutAddresses(text))));
  return {
    paths: pathsIn(report.parts, title),
    dotted: eachPlace(read, ({ dotted }) => [...dotted]),
    symbols: eachPlace(read, ({ symbols }) => [...symbols]),
    literals: unique([...tickedIn(told), ...quotedIn([told, ...errors].join('\n'))].filter(isShort)),
    options: unique([...[told, ...report.code].join('\n').matchAll(option)].flatMap(([flag]) => [flag, inCode(flag)])),
    words,
    joined: joinedWords(withoutAddresses(told), new Set(words.map((word) => word.toLowerCase()))),
    versions: versionsIn(told),
  };
}

function eachPlace<Given, Made>(by: ByPlace<Given>, make: (given: Given) => Made): ByPlace<Made> {
  const { title, ticked, prose, code, log } = by;
  return { title: make(title), ticked: make(ticked), prose: make(prose), code: make(code), log: make(log) };
}

/** Names of a piece of prose that look like code or are set off as such. */
export function symbolsIn(text: string): readonly string[] {
  const plain = withoutAddresses(text);
  return unique([...namesIn([plain], 'prose').symbols, ...namesIn(tickedIn(plain), 'ticked').symbols]);
}

/** Those of them that may be places in the code: no exceptions, no abbreviations, no values. */
export function codeNamesIn(text: string): readonly string[] {
  return symbolsIn(text).filter(
    (name) => !/(?:Error|Exception|Warning)$|^[A-Z0-9_]+$|^(?:None|True|False|null|true|false)$/.test(name),
  );
}

interface Names {
  readonly dotted: Set<string>;
  readonly symbols: Set<string>;
}

/** Not what follows a backslash: `\x1b` names nothing. */
const path = /(?<!\\)\b[A-Za-z_]\w*(?:(?:\.|::|->|#)[A-Za-z_]\w*)*/g;
const longestName = 200;

function namesIn(texts: readonly string[], place: MentionPlace): Names {
  const names: Names = { dotted: new Set(), symbols: new Set() };
  for (const text of texts) {
    for (const found of text.matchAll(path)) {
      const [written] = found;
      if (longestName < written.length) continue;
      const isInPath = /[/\\-]/.test(text[found.index - 1] ?? '');
      const parts = isInPath ? [written.replace(/\W.*$/, '')] : written.split(/\.|::|->|#/);
      const isCalled = text[found.index + written.length] === '(';
      addNames(names, parts, isCalled, isInPath && place === 'ticked' ? 'prose' : place);
    }
  }
  return names;
}

function addNames({ dotted, symbols }: Names, parts: readonly string[], isCalled: boolean, place: MentionPlace): void {
  const isDotted = 1 < parts.length && parts.some((part) => 2 < part.length);
  if (isDotted) dotted.add(parts.join('.'));
  for (const [index, part] of parts.entries()) {
    if (part.length < 3 || receivers.has(part)) continue;
    const isLast = index === parts.length - 1;
    if (place === 'ticked' || isDotted || looksLikeCode(part) || (isLast && isCalled)) symbols.add(part);
  }
}

const receivers = new Set(['self', 'this', 'cls', 'super', 'www', 'http', 'https']);

/** snake_case, camelCase, `_private`, and capitals that are too long to be an abbreviation. */
function looksLikeCode(name: string): boolean {
  const bare = name.replace(/^_+/, '').replace(/_+$/, '');
  return (
    bare.includes('_') ||
    (name.startsWith('_') && 2 < name.length) ||
    /[a-z0-9][A-Z]/.test(name) ||
    (3 < name.length && /^[A-Z][A-Z0-9]*$/.test(name))
  );
}

const ticks = /`{1,2}([^`\n]{1,160})`{1,2}|\{\{\{([^{}\n]{1,160})\}\}\}|<code>([^<\n]{1,160})<\/code>/g;

function tickedIn(text: string): readonly string[] {
  return [...text.matchAll(ticks)].map(([, markdown, wiki, html]) => markdown ?? wiki ?? html ?? '');
}

/** An apostrophe opens no quotation: a letter stands before it, or after the one that closes. */
const quotes = /"([^"\n]{2,60})"|“([^”\n]{2,60})”|(?<!\w)['‘]([^'’\n]{2,60})['’](?!\w)/g;

function quotedIn(text: string): readonly string[] {
  return [...text.matchAll(quotes)].map(([, double, curly, single]) => double ?? curly ?? single ?? '');
}

function isShort(literal: string): boolean {
  return 2 <= literal.length && literal.length <= 60;
}

const option = /(?<![\w-])--[a-zA-Z][\w-]{1,60}/g;

function inCode(flag: string): string {
  return flag.slice(2).replaceAll('-', '_');
}

const address = /https?:\/\/[^\s<>()"'`\]]+/g;

function withoutAddresses(text: string): string {
  return text.replace(address, ' ');
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}
