/**
 * Def-use edges between scopes and files: variables of a module read elsewhere through imports, and attributes of an
 * object that one method sets and another reads. Leaves out when: any write in force at the end of the module, or in
 * any method of the class, may be the one that is read.
 */
import { holds, rootOf } from './accessPaths.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { definedNames, findName } from './definedNames.ts';
import { definitionKind, unsetValue } from './fileFacts.ts';
import type { NameResolution } from './nameResolution.ts';
import { receiverKind } from './receivers.ts';
import { type ClassReferent, type Referent, scopeKey } from './referents.ts';

/** A value written by one statement that another may read. */
export interface SharedRead {
  readonly fromFile: number;
  readonly definition: number;
  readonly toFile: number;
  readonly statement: number;
}

/** What is read below its name in other scopes: imported modules and their variables, and classes. */
const isSharedKind: ReadonlySet<number> = new Set([definitionKind.import, definitionKind.class]);

/** Attributes written by more statements than this are not told apart from noise. */
const mostWriters = 12;

/** Reads of other modules' variables, through an imported name or module. */
export function* importedReads(
  files: readonly AnalyzedFile[],
  names: NameResolution,
  file: number,
): Generator<SharedRead> {
  const { facts, flow, language } = files[file]!;
  const known = new Map<number, readonly SharedRead[]>();
  const bringsAll = facts.imports.some(({ imported }) => imported === '*');
  for (const taken of facts.imports) {
    if (taken.imported === null || taken.imported === '*') continue;
    yield* readsOf(names.imported(file, taken), taken.statement);
  }
  for (const use of flow.freeUses) {
    const name = facts.uses.name[use]!;
    const cached = known.get(name);
    const statement = facts.uses.statement[use]!;
    if (cached !== undefined) {
      for (const read of cached) yield { ...read, statement };
      continue;
    }
    const root = facts.names[rootOf(facts, name)]!;
    const found = findName(facts, 0, root, language.traits.classScopeIsVisible);
    const isShared = found?.definitions.some((one) => isSharedKind.has(facts.definitions.kind[one]!)) ?? false;
    const isBrought = found === null && bringsAll;
    const reads = isShared || isBrought ? [...readsOf(variableOn(file, facts.names[name]!), statement)] : [];
    known.set(name, reads);
    yield* reads;
  }

  /** The first variable along a path: `module.LIMIT.value` reads `LIMIT`. */
  function variableOn(from: number, path: string): Referent | null {
    const segments = path.split('.');
    for (let length = 1; length <= segments.length; length++) {
      const referent = names.path(from, 0, segments.slice(0, length).join('.'));
      if (referent === null || referent.kind === 'variable') return referent;
    }
    return null;
  }

  function* readsOf(referent: Referent | null, statement: number): Generator<SharedRead> {
    if (referent?.kind !== 'variable') return;
    const from = files[referent.file]!;
    if (from.facts.scopes[referent.scope]!.kind === 'class') {
      for (const definition of definedNames(from.facts)[referent.scope]!.get(referent.name) ?? [])
        yield { fromFile: referent.file, definition, toFile: file, statement };
      return;
    }
    if (referent.file === file || referent.scope !== 0) return;
    const seen = new Set<number>();
    for (const definition of from.flow.atExit) {
      const name = from.facts.definitions.name[definition]!;
      if (from.facts.names[rootOf(from.facts, name)] !== referent.name) continue;
      // A statement that makes an object with its members is one definition of it.
      const made = from.facts.definitions.statement[definition]!;
      if (seen.has(made)) continue;
      seen.add(made);
      yield { fromFile: referent.file, definition, toFile: file, statement };
    }
  }
}

/** Reads of attributes in a method that does not set them first: from the methods and the class body that do. */
export function* attributeReads(
  files: readonly AnalyzedFile[],
  names: NameResolution,
  file: number,
): Generator<SharedRead> {
  const { facts, flow } = files[file]!;
  const receivers = receiversOf(files[file]!, file, names);
  if (receivers.size === 0) return;
  const setHere = new Uint8Array(facts.uses.name.length);
  flow.dataTo.forEach((use, edge) => {
    const defined = facts.definitions.name[flow.dataFrom[edge]!]!;
    const isWhole = facts.definitions.kind[flow.dataFrom[edge]!] !== definitionKind.weak;
    if (isWhole && facts.namePrefix[defined]! >= 0 && holds(facts, defined, facts.uses.name[use]!)) setHere[use] = 1;
  });
  const known = new Map<string, readonly SharedRead[]>();
  for (let use = 0; use < facts.uses.name.length; use++) {
    const of = receivers.get(facts.uses.scope[use]!);
    const segments = facts.names[facts.uses.name[use]!]!.split('.');
    if (of === undefined || setHere[use] === 1 || segments.length < 2 || segments[0] !== of.receiver) continue;
    const statement = facts.uses.statement[use]!;
    const key = `${scopeKey(of.class)}:${segments[1]}`;
    const writes = known.get(key) ?? [...writesOf(of.class, segments[1]!)];
    known.set(key, writes);
    for (const read of writes) {
      const { kind, statement: written } = files[read.fromFile]!.facts.definitions;
      // Who only looks the object up to change it does not read what others changed in it.
      const isLookedUp = facts.uses.isBase[use] === 1 && kind[read.definition] === definitionKind.weak;
      const isItself = read.fromFile === file && written[read.definition] === statement;
      if (!isLookedUp && !isItself) yield { ...read, statement };
    }
  }

  function* writesOf(of: ClassReferent, attribute: string): Generator<SharedRead> {
    for (const at of names.lineage(of)) {
      const writers: { file: number; definition: number }[] = [];
      for (const { file: fromFile, scope } of names.members.parts(at)) {
        const { facts: from } = files[fromFile]!;
        for (const definition of definedNames(from)[scope]!.get(attribute) ?? []) {
          if (from.definitions.kind[definition] !== definitionKind.assignment) return;
          if (from.definitions.value[definition] !== unsetValue) writers.push({ file: fromFile, definition });
        }
      }
      writers.push(...names.members.attributes(at, attribute));
      if (writers.length > mostWriters) return;
      for (const writer of writers)
        yield { fromFile: writer.file, definition: writer.definition, toFile: file, statement: -1 };
      if (writers.length > 0) return;
    }
  }
}

/** For each method, its class and the name of its receiver. */
function receiversOf(
  analyzed: AnalyzedFile,
  file: number,
  { members }: NameResolution,
): ReadonlyMap<number, { readonly class: ClassReferent; readonly receiver: string }> {
  const receivers = new Map<number, { class: ClassReferent; receiver: string }>();
  analyzed.facts.scopes.forEach(({ parameters }, scope) => {
    const holder = receiverKind(analyzed, scope) === null ? null : members.holder({ file, scope });
    if (holder !== null) receivers.set(scope, { class: holder, receiver: parameters[0]!.name });
  });
  return receivers;
}
