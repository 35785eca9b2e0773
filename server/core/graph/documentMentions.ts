/**
 * Which code names what documents hold: keys of settings, tables of a schema, placeholders of a prompt, and the paths of
 * the documents themselves; and which code documents name by path. Precision first: a key that is a plain word counts
 * only in code that names its document too, as the name of an argument in none, and neither does a key of many documents.
 */
import { lazily } from '../lazily.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { definedNames } from './definedNames.ts';
import { definitionKind, type FileFacts } from './fileFacts.ts';

/** A statement of code that names a document, or one of its keys (`definition`; -1 for the document itself). */
export interface NamedInCode {
  readonly document: number;
  readonly definition: number;
  readonly statement: number;
}

/** A line of a document that names code: a file, or a scope of one. */
export interface NamedInDocument {
  readonly statement: number;
  readonly file: number;
  readonly scope: number;
}

export interface DocumentMentions {
  inCode(file: number): readonly NamedInCode[];
  inDocument(file: number): readonly NamedInDocument[];
}

/** A key of more documents than this says nothing of any one of them. */
const mostDocuments = 4;

export function createDocumentMentions(files: readonly AnalyzedFile[]): DocumentMentions {
  const documents = files.flatMap(({ language }, file) => (language.traits.isDocument ? [file] : []));
  const keys = lazily(() => keysOf(files, documents));
  const byBaseName = lazily(() => grouped(files, baseName));
  const byStem = lazily(() => grouped(files, (path) => stemOf(baseName(path))));
  return { inCode, inDocument };

  function inCode(file: number): readonly NamedInCode[] {
    if (documents.length === 0 || files[file]!.language.traits.isDocument) return [];
    const { facts } = files[file]!;
    const found: NamedInCode[] = [];
    const named = new Set<number>();
    for (const [index, text] of facts.literals.text.entries()) {
      const document = documentAt(text, facts.file);
      if (document < 0) continue;
      named.add(document);
      found.push({ document, definition: -1, statement: facts.literals.statement[index]! });
    }
    for (const { text, statement } of wordsIn(facts)) {
      const holders = keys().get(text) ?? [];
      const isTelling = isDistinctive(text) && new Set(holders.map(({ document }) => document)).size <= mostDocuments;
      for (const { document, definition } of holders)
        if (isTelling || named.has(document)) found.push({ document, definition, statement });
    }
    return found;
  }

  function inDocument(file: number): readonly NamedInDocument[] {
    const { facts, language } = files[file]!;
    if (!language.traits.isDocument) return [];
    return facts.literals.text.flatMap((text, index) => {
      const [path = '', scope = ''] = text.split(':');
      const target = codeAt(path, facts.file);
      if (target < 0 || target === file) return [];
      return [{ statement: facts.literals.statement[index]!, file: target, scope: scopeNamed(target, scope) }];
    });
  }

  function documentAt(text: string, from: string): number {
    const target = text.includes('.') ? fileAt(text, from) : -1;
    return target >= 0 && files[target]!.language.traits.isDocument ? target : -1;
  }

  /** A file by its path, or by the dotted name of its module. */
  function codeAt(text: string, from: string): number {
    const direct = fileAt(text, from);
    if (direct >= 0 || text.includes('/') || !text.includes('.')) return direct;
    const dotted = text.replaceAll('.', '/');
    const candidates = (byStem().get(baseName(dotted)) ?? []).filter((file) =>
      isAt(stemOf(files[file]!.facts.file), dotted),
    );
    return candidates.length === 1 ? candidates[0]! : -1;
  }

  /** The only file whose path ends so, else the only one of them in the folder it is named in or below that. */
  function fileAt(text: string, from: string): number {
    const path = text.replace(/^(?:\.{1,2}\/)+/, '').replace(/^\//, '');
    const candidates = (byBaseName().get(baseName(path)) ?? []).filter((file) => isAt(files[file]!.facts.file, path));
    if (candidates.length <= 1) return candidates[0] ?? -1;
    const folder = from.slice(0, from.lastIndexOf('/') + 1);
    const near = candidates.filter((file) => files[file]!.facts.file === folder + path);
    return near.length === 1 ? near[0]! : -1;
  }

  function scopeNamed(file: number, name: string): number {
    const { facts } = files[file]!;
    for (const definition of (name === '' ? undefined : definedNames(facts)[0]!.get(name)) ?? []) {
      const { kind, detail } = facts.definitions;
      if (kind[definition] === definitionKind.function || kind[definition] === definitionKind.class)
        return detail[definition]!;
    }
    return 0;
  }
}

function isAt(file: string, path: string): boolean {
  return file === path || file.endsWith(`/${path}`);
}

interface Key {
  readonly document: number;
  readonly definition: number;
}

function keysOf(files: readonly AnalyzedFile[], documents: readonly number[]): ReadonlyMap<string, readonly Key[]> {
  const keys = new Map<string, Key[]>();
  for (const document of documents) {
    const { names, definitions } = files[document]!.facts;
    for (const [definition, name] of definitions.name.entries()) {
      const text = names[name]!;
      const known = keys.get(text);
      if (known === undefined) keys.set(text, [{ document, definition }]);
      else known.push({ document, definition });
    }
  }
  return keys;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function stemOf(path: string): string {
  return path.replace(/\.\w+$/, '');
}

function grouped(
  files: readonly AnalyzedFile[],
  keyOf: (path: string) => string,
): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, { facts }] of files.entries()) {
    const base = keyOf(facts.file);
    const known = groups.get(base);
    if (known === undefined) groups.set(base, [index]);
    else known.push(index);
  }
  return groups;
}

/** What a file writes that can be a key: texts in quotes, names of arguments, members of an environment. */
function* wordsIn(facts: FileFacts): Generator<{ readonly text: string; readonly statement: number }> {
  const { literals, calls, uses, names } = facts;
  for (const [index, text] of literals.text.entries()) yield { text, statement: literals.statement[index]! };
  for (const { arguments: given, statement } of calls)
    for (const { keyword } of given) if (keyword !== null && isDistinctive(keyword)) yield { text: keyword, statement };
  for (const [use, name] of uses.name.entries()) {
    const member = /(?:^|\.)env\.(\w+)$/.exec(names[name]!)?.[1];
    if (member !== undefined) yield { text: member, statement: uses.statement[use]! };
  }
}

/** Made of several words, or written like a constant: not by chance the same in two places. */
function isDistinctive(key: string): boolean {
  return /[A-Za-z0-9][_.-][A-Za-z0-9]/.test(key) || /^[A-Z][A-Z0-9]{3,}$/.test(key) || /[a-z][A-Z]/.test(key);
}
