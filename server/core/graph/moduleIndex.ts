/**
 * Which module an import means. A module is one file or, in a language whose modules span files, all files and
 * namespaces of one name. Modules from elsewhere are unknown.
 */
import { lazily, perFile } from '../lazily.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import type { FileFacts } from './fileFacts.ts';
import { type FileModules, moduleKey, outerNames } from './fileModules.ts';
import type { Module, ModuleReferent, Referent, ScopeRef } from './referents.ts';

export interface ModuleIndex {
  /** The module an import source names in a scope of a file; or the name of modules, where it is no module itself. */
  find(source: string, fromFile: number, scope: number): Referent | null;
  /** A module below another, by name. */
  submodule(of: Extract<Referent, { kind: 'module' | 'namespace' }>, name: string): Referent | null;
  /** The module that a module or namespace scope is a part of. */
  own(file: number, scope: number): ModuleReferent;
  /** Modules whose names a file sees without importing them. */
  ambient(file: number): readonly ModuleReferent[];
  /** What a path means where modules can be named without an import: from its own module outwards, then as a source. */
  visible(path: string, file: number, scope: number): Referent | null;
}

export function createModuleIndex(files: readonly AnalyzedFile[], known: FileModules): ModuleIndex {
  const namespaces = lazily(() => collectNamespaces(files, known));
  const modules = new Map<string, Module>();
  const everywhere = new Map<string, readonly SharedImports[]>();
  const targets = perFile(() => new Map<string, Referent | null>());
  const ambientOf = new Map<number, readonly ModuleReferent[]>();
  return { find, submodule, own, ambient, visible };

  function find(source: string, fromFile: number, scope: number): Referent | null {
    const namespace = namespaceOf(fromFile, scope);
    const key = namespace === '' ? source : `${namespace} ${source}`;
    const earlier = targets(fromFile).get(key);
    if (earlier !== undefined) return earlier;
    const found = findTarget(source, fromFile, namespace);
    targets(fromFile).set(key, found);
    return found;
  }

  function findTarget(source: string, fromFile: number, namespace: string): Referent | null {
    const { facts, language } = files[fromFile]!;
    const { isFile, packageFolders } = known;
    const target = language.rules.importTarget(source, facts.file, namespace, isFile, packageFolders);
    if (target.kind === 'module') return named(target.name, fromFile);
    for (const path of target.files) {
      const file = known.at(path);
      if (file !== undefined) return { kind: 'module', module: known.alone(file), from: fromFile };
    }
    return null;
  }

  function submodule(of: Extract<Referent, { kind: 'module' | 'namespace' }>, name: string): Referent | null {
    if (of.kind === 'namespace') return named(joined(of.name, name), of.from);
    for (const own of namesOf(of.module)) {
      const found = named(joined(own, name), of.from);
      const isOther = found?.kind === 'module' && found.module.parts[0]!.file !== of.module.parts[0]!.file;
      if (isOther || (found !== null && (spans(of.from) || found.kind === 'module'))) return found;
    }
    return null;
  }

  function own(file: number, scope: number): ModuleReferent {
    if (scope === 0 && !spans(file)) return { kind: 'module', module: known.alone(file), from: file };
    const inside = namespaceOf(file, scope);
    const name = joined(known.namesOf(file)[0] ?? '', inside);
    const key = moduleKey(files[file]!, name);
    if (spans(file)) return { kind: 'module', module: kept(key, name, () => partsOf(key)), from: file };
    const module = kept(`${key}@${file}`, name, () =>
      namespacesIn(files[file]!.facts).flatMap((one) =>
        one.qualifiedName === inside ? [{ file, scope: one.scope }] : [],
      ),
    );
    return { kind: 'module', module, from: file };
  }

  function ambient(file: number): readonly ModuleReferent[] {
    const found = ambientOf.get(file);
    if (found !== undefined) return found;
    const { facts, language } = files[file]!;
    const own = language.rules.ambientModules(facts.file, known.isFile, facts.module, known.declaredBy);
    const names = [...own, ...importedEverywhere(language.traits.id).flatMap((one) => one.namesIn(facts.file))];
    const seen = names.flatMap((name) => {
      const module = named(name, file);
      return module?.kind === 'module' ? [module] : [];
    });
    ambientOf.set(file, seen);
    return seen;
  }

  /** Modules that files of a language take for all files below their folders. */
  function importedEverywhere(id: string): readonly SharedImports[] {
    const found = everywhere.get(id) ?? files.filter(({ facts }) => facts.language === id).flatMap(sharedImports);
    everywhere.set(id, found);
    return found;
  }

  function visible(path: string, file: number, scope: number): Referent | null {
    for (const outer of namesAround(file, scope)) {
      const found = named(joined(outer, path), file);
      if (found !== null) return found;
    }
    return find(path, file, scope);
  }

  /** The full names of the modules around a scope: the innermost first, and outer ones where they see one another. */
  function* namesAround(file: number, scope: number): Generator<string> {
    for (const own of known.namesOf(file)) {
      const inner = joined(own, namespaceOf(file, scope));
      yield inner;
      if (!spans(file)) continue;
      yield* outerNames(inner);
      if (inner !== '') yield '';
    }
  }

  function named(name: string, from: number): Referent | null {
    const key = moduleKey(files[from]!, name);
    const whole = spans(from) ? modules.get(key) : undefined;
    if (whole !== undefined && whole.parts.length > 0) return { kind: 'module', module: whole, from };
    const parts = partsOf(key);
    const module =
      parts.length === 0 ? null : spans(from) ? kept(key, name, () => parts) : nearest(key, name, parts, from);
    if (module !== null) return { kind: 'module', module, from };
    return known.above.has(key) || namespaces().above.has(key) ? { kind: 'namespace', name, from } : null;
  }

  function partsOf(key: string): readonly ScopeRef[] {
    const inside = namespaces().byKey.get(key) ?? [];
    const whole = known.byKey.get(key);
    return whole === undefined ? inside : [...whole.map((file) => ({ file, scope: 0 })), ...inside];
  }

  /** Of several files under one name: the one nearest to the importer, then the shortest path. */
  function nearest(key: string, name: string, parts: readonly ScopeRef[], from: number): Module | null {
    const { facts, language } = files[from]!;
    let best: ScopeRef | null = null;
    for (const part of parts) {
      const path = files[part.file]!.facts.file;
      if (!language.rules.sees(path, name, facts.file, known.isFile)) continue;
      if (best === null || isNearer(path, files[best.file]!.facts.file, facts.file)) best = part;
    }
    if (best === null || best.scope === 0) return best && known.alone(best.file);
    const { file } = best;
    return kept(`${key}@${file}`, name, () => parts.filter((part) => part.file === file));
  }

  function kept(key: string, name: string, parts: () => readonly ScopeRef[]): Module {
    const found = modules.get(key) ?? { name, parts: parts() };
    modules.set(key, found);
    return found;
  }

  function namesOf({ name, parts }: Module): readonly string[] {
    const [first] = parts;
    return name !== '' || first === undefined || first.scope !== 0 ? [name] : known.namesOf(first.file);
  }

  /** The dotted path of namespaces around a scope. */
  function namespaceOf(file: number, scope: number): string {
    const { scopes } = files[file]!.facts;
    for (let at = scope; at > 0; at = scopes[at]!.parent) {
      if (scopes[at]!.kind === 'namespace') return scopes[at]!.qualifiedName;
    }
    return '';
  }

  function spans(file: number): boolean {
    return files[file]!.language.traits.modulesSpanFiles;
  }
}

interface Namespaces {
  readonly byKey: ReadonlyMap<string, readonly ScopeRef[]>;
  readonly above: ReadonlySet<string>;
}

/** The namespaces of all files by their full names. */
function collectNamespaces(files: readonly AnalyzedFile[], known: FileModules): Namespaces {
  const byKey = new Map<string, ScopeRef[]>();
  const above = new Set<string>();
  files.forEach((file, index) => {
    for (const { scope, qualifiedName } of namespacesIn(file.facts)) {
      for (const own of known.namesOf(index)) {
        const name = joined(own, qualifiedName);
        const key = moduleKey(file, name);
        const found = byKey.get(key);
        if (found === undefined) byKey.set(key, [{ file: index, scope }]);
        else found.push({ file: index, scope });
        for (const outer of outerNames(name)) above.add(moduleKey(file, outer));
      }
    }
  });
  return { byKey, above };
}

interface NamespaceScope {
  readonly scope: number;
  readonly qualifiedName: string;
}

const namespaceCache = new WeakMap<FileFacts, readonly NamespaceScope[]>();

function namespacesIn(facts: FileFacts): readonly NamespaceScope[] {
  const known = namespaceCache.get(facts);
  if (known !== undefined) return known;
  const found = facts.scopes.flatMap(({ kind, qualifiedName }, scope) =>
    kind === 'namespace' ? [{ scope, qualifiedName }] : [],
  );
  namespaceCache.set(facts, found);
  return found;
}

function joined(left: string, right: string): string {
  return left === '' || right === '' ? left + right : `${left}.${right}`;
}

function isNearer(path: string, other: string, from: string): boolean {
  const [near, far] = [commonLength(path, from), commonLength(other, from)];
  return near !== far ? near > far : path.length < other.length;
}

/** How many folders two paths share, from the top; the last, differing one counts too. */
export function commonLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return left.slice(0, length).split('/').length;
}

/** What one file imports for others too. */
interface SharedImports {
  namesIn(file: string): readonly string[];
}

const sharedCache = new WeakMap<FileFacts, readonly SharedImports[]>();

function sharedImports(file: AnalyzedFile): readonly SharedImports[] {
  const known = sharedCache.get(file.facts) ?? findSharedImports(file);
  sharedCache.set(file.facts, known);
  return known;
}

function findSharedImports({ facts, language }: AnalyzedFile): readonly SharedImports[] {
  const names = facts.imports.flatMap(({ bound, source }) => {
    const target =
      bound === '*'
        ? language.rules.importTarget(
            source,
            facts.file,
            '',
            () => false,
            () => [],
          )
        : null;
    return target?.kind === 'module' ? [target.name] : [];
  });
  const folder = facts.file.slice(0, facts.file.lastIndexOf('/') + 1);
  return names.length === 0 ? [] : [{ namesIn: (file) => (file.startsWith(folder) ? names : []) }];
}
