/**
 * Which file an import means, among the files of the repository. Modules from elsewhere are unknown. Reads nothing of a
 * file but its path, language and declared module: the index is kept while those stay.
 */
import type { AnalyzedFile } from './analyzedFile.ts';
import type { Referent } from './referents.ts';

export interface ModuleIndex {
  /** The module an import source names in a file, as a file or a folder of modules. */
  find(source: string, fromFile: number): Referent | null;
  /** A module below another, by name. */
  submodule(module: Referent, name: string): Referent | null;
}

export function createModuleIndex(files: readonly AnalyzedFile[]): ModuleIndex {
  const byPath = new Map(files.map(({ facts }, file) => [facts.file, file]));
  const byName = new Map<string, number[]>();
  const namespaces = new Set<string>();
  const isFile = (path: string) => byPath.has(path);
  files.forEach(({ facts, language }, file) => {
    for (const name of language.rules.moduleNames(facts.file, isFile, facts.module)) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [file]);
      else known.push(file);
      for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1))
        namespaces.add(name.slice(0, dot));
    }
  });

  /** Of several files under one name: the one nearest to the importer, then the shortest path. */
  function byModuleName(name: string, fromFile: number): Referent | null {
    const from = files[fromFile]!;
    let best = -1;
    for (const file of byName.get(name) ?? []) {
      if (!from.language.rules.sees(files[file]!.facts.file, name, from.facts.file, isFile)) continue;
      if (best < 0 || isNearer(files[file]!.facts.file, files[best]!.facts.file, from.facts.file)) best = file;
    }
    if (best >= 0) return { kind: 'module', file: best };
    return namespaces.has(name) ? { kind: 'namespace', name, from: fromFile } : null;
  }

  return {
    find(source, fromFile) {
      const { facts, language } = files[fromFile]!;
      const target = language.rules.importTarget(source, facts.file);
      if (target.kind === 'module') return byModuleName(target.name, fromFile);
      for (const path of target.files) {
        const file = byPath.get(path);
        if (file !== undefined) return { kind: 'module', file };
      }
      return null;
    },
    submodule(module, name) {
      if (module.kind === 'namespace') return byModuleName(`${module.name}.${name}`, module.from);
      if (module.kind !== 'module') return null;
      const { facts, language } = files[module.file]!;
      for (const own of language.rules.moduleNames(facts.file, isFile, facts.module)) {
        const found = byModuleName(`${own}.${name}`, module.file);
        if (found?.kind === 'module' && found.file !== module.file) return found;
      }
      return null;
    },
  };
}

function isNearer(path: string, other: string, from: string): boolean {
  const [near, far] = [commonLength(path, from), commonLength(other, from)];
  return near !== far ? near > far : path.length < other.length;
}

function commonLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return left.slice(0, length).split('/').length;
}
