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

/** A value that a statement of another scope or file may read. */
interface Written {
  readonly fromFile: number;
  readonly definition: number;
}

/** The same with a statement that reads it. */
interface SharedRead extends Written {
  readonly statement: number;
}

/** What is read below its name in other scopes: imported modules and their variables, and classes. */
const isSharedKind: ReadonlySet<number> = new Set([definitionKind.import, definitionKind.class]);

/** Attributes written by more statements than this are not told apart from noise. */
const mostWriters = 12;

/** Reads of other modules' variables, through an imported name or module. */
export function importedReads(
  files: readonly AnalyzedFile[],
  names: NameResolution,
  file: number,
): readonly SharedRead[] {
  const { facts, flow, language } = files[file]!;
  const found: SharedRead[] = [];
  /** By name. */
  const known: (readonly Written[] | undefined)[] = [];
  const bringsAll = facts.imports.some(({ imported }) => imported === '*');
  for (const taken of facts.imports) {
    if (taken.imported === null || taken.imported === '*') continue;
    add(writtenTo(names.imported(file, taken)), taken.statement);
  }
  for (const use of flow.freeUses) {
    const name = facts.uses.name[use]!;
    known[name] ??= readBy(name);
    add(known[name], facts.uses.statement[use]!);
  }
  return found;

  function add(writes: readonly Written[], statement: number): void {
    for (const { fromFile, definition } of writes) found.push({ fromFile, definition, statement });
  }

  function readBy(name: number): readonly Written[] {
    const root = facts.names[rootOf(facts, name)]!;
    const own = findName(facts, 0, root, language.traits.classScopeIsVisible);
    const isShared = own?.definitions.some((one) => isSharedKind.has(facts.definitions.kind[one]!)) ?? false;
    const isBrought = own === null && bringsAll;
    return isShared || isBrought ? writtenTo(variableOn(file, facts.names[name]!)) : [];
  }

  /** The first variable along a path: `module.LIMIT.value` reads `LIMIT`. */
  function variableOn(from: number, path: string): Referent | null {
    for (let end = path.indexOf('.'); ; end = path.indexOf('.', end + 1)) {
      const referent = names.path(from, 0, end < 0 ? path : path.slice(0, end));
      if (end < 0 || referent === null || referent.kind === 'variable') return referent;
    }
  }

  /** The definitions of a variable that others see. */
  function writtenTo(referent: Referent | null): readonly Written[] {
    if (referent?.kind !== 'variable') return [];
    const { file: fromFile, scope, name } = referent;
    const from = files[fromFile]!;
    if (from.facts.scopes[scope]!.kind === 'class') {
      const definitions = definedNames(from.facts)[scope]!.get(name) ?? [];
      return definitions.map((definition) => ({ fromFile, definition }));
    }
    if (fromFile === file || scope !== 0) return [];
    const written: Written[] = [];
    const seen = new Set<number>();
    for (const definition of from.flow.atExit) {
      if (from.facts.names[rootOf(from.facts, from.facts.definitions.name[definition]!)] !== name) continue;
      // A statement that makes an object with its members is one definition of it.
      const made = from.facts.definitions.statement[definition]!;
      if (seen.has(made)) continue;
      seen.add(made);
      written.push({ fromFile, definition });
    }
    return written;
  }
}

/** Reads of attributes in a method that does not set them first: from the methods and the class body that do. */
export function attributeReads(
  files: readonly AnalyzedFile[],
  names: NameResolution,
  file: number,
): readonly SharedRead[] {
  const { facts, flow } = files[file]!;
  const { uses, definitions, namePrefix } = facts;
  const found: SharedRead[] = [];
  const receivers = receiversOf(files[file]!, file, names);
  if (receivers.size === 0) return found;
  const setHere = new Uint8Array(uses.name.length);
  for (let edge = 0; edge < flow.dataTo.length; edge++) {
    const definition = flow.dataFrom[edge]!;
    const use = flow.dataTo[edge]!;
    const defined = definitions.name[definition]!;
    if (namePrefix[defined]! < 0 || definitions.kind[definition] === definitionKind.weak) continue;
    if (holds(facts, defined, uses.name[use]!)) setHere[use] = 1;
  }
  const known = new Map<number, Map<number, readonly Written[]>>();
  for (let use = 0; use < uses.name.length; use++) {
    // The path of two segments that the one read begins with.
    let member = uses.name[use]!;
    while (namePrefix[member]! >= 0 && namePrefix[namePrefix[member]!]! >= 0) member = namePrefix[member]!;
    if (namePrefix[member]! < 0 || setHere[use] === 1) continue;
    const of = receivers.get(uses.scope[use]!);
    if (of === undefined || facts.names[namePrefix[member]!] !== of.receiver) continue;
    const statement = uses.statement[use]!;
    const ofClass = known.get(scopeKey(of.class)) ?? new Map<number, readonly Written[]>();
    known.set(scopeKey(of.class), ofClass);
    const writes = ofClass.get(member) ?? writesOf(of.class, facts.names[member]!.slice(of.receiver.length + 1));
    ofClass.set(member, writes);
    for (const { fromFile, definition } of writes) {
      const { kind, statement: written } = files[fromFile]!.facts.definitions;
      // Who only looks the object up to change it does not read what others changed in it.
      const isLookedUp = uses.isBase[use] === 1 && kind[definition] === definitionKind.weak;
      const isItself = fromFile === file && written[definition] === statement;
      if (!isLookedUp && !isItself) found.push({ fromFile, definition, statement });
    }
  }
  return found;

  function writesOf(of: ClassReferent, attribute: string): readonly Written[] {
    for (const at of names.lineage(of)) {
      const writers: Written[] = [];
      for (const { file: fromFile, scope } of names.members.parts(at)) {
        const { facts: from } = files[fromFile]!;
        for (const definition of definedNames(from)[scope]!.get(attribute) ?? []) {
          if (from.definitions.kind[definition] !== definitionKind.assignment) return [];
          if (from.definitions.value[definition] !== unsetValue) writers.push({ fromFile, definition });
        }
      }
      for (const { file: fromFile, definition } of names.members.attributes(at, attribute))
        writers.push({ fromFile, definition });
      if (writers.length > 0) return writers.length > mostWriters ? [] : writers;
    }
    return [];
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
