/** What imports bring: modules, members of modules and of classes named in full, all names of a module, the own package. */
import { perFile } from '../lazily.ts';
import { definitionKind, type ImportFacts, isPathValue, noValue, valueIndex } from './fileFacts.ts';
import { joinSource } from './languageTraits.ts';
import type { Referent } from './referents.ts';
import type { ResolutionParts } from './resolutionParts.ts';

export interface ImportedNames {
  /** What an import takes. */
  imported(file: number, facts: ImportFacts): Referent | null;
  /** A name brought by an import of all names, the last import first. */
  fromWildcards(file: number, scope: number, name: string): Referent | null;
  /** A name no scope around defines: by such imports, or of a module that is seen without one. */
  fromElsewhere(file: number, scope: number, name: string): Referent | null;
  forget(file: number): void;
}

/** A source that may be a name; others are paths of files, found or not. */
const isName = /^[\p{L}_.:\\]/u;

export function createImports(parts: ResolutionParts): ImportedNames {
  const { files, modules, bounded } = parts;
  // Asked for every name that a file does not define itself, so what each names is looked up once.
  const wildcards = perFile((file) =>
    files[file]!.facts.imports.filter(({ imported }) => imported === '*')
      .reverse()
      .map((facts) => ({ facts, module: modules.find(facts.source, file, facts.scope) }))
      .filter(({ facts, module }) => module !== null || isName.test(facts.source)),
  );
  return { imported, fromWildcards, fromElsewhere, forget: wildcards.forget };

  function imported(file: number, { source, imported: name, bindsWhole, scope }: ImportFacts): Referent | null {
    if (name === null) {
      const module = modules.find(bindsWhole ? source : source.split('.')[0]!, file, scope);
      const found = module?.kind === 'module' ? handedOut(module) : module;
      return found ?? byFullName(file, scope, source) ?? bySight(file, scope, source);
    }
    const module = modules.find(source, file, scope) ?? byFullName(file, scope, source) ?? bySight(file, scope, source);
    if (name === '*') return module;
    const found =
      module === null || (scope === 0 && isItself(module, file)) ? null : bounded(() => parts.member(module, name));
    if (found === null && name === 'default' && module?.kind === 'module') {
      const whole = handedOut(module);
      if (whole !== module) return whole;
    }
    if (found !== null || source.includes('/')) return found;
    return modules.find(joinSource(source, name), file, scope);
  }

  /** The value that stands for the whole of a module, where one is set (`module.exports = C`); else the module. */
  function handedOut(module: Extract<Referent, { kind: 'module' }>): Referent {
    for (const { file, scope } of module.module.parts) {
      const { facts, language } = files[file]!;
      if (scope !== 0) continue;
      for (const object of language.traits.moduleObjects) {
        const name = facts.names.indexOf(object);
        const index = name < 0 ? -1 : facts.definitions.name.lastIndexOf(name);
        const isWhole = index >= 0 && facts.definitions.kind[index] !== definitionKind.weak;
        const found = isWhole ? parts.definition(file, index) : null;
        if (found !== null && found.kind !== 'variable') return found;
        // An object that is built up under a name of its own.
        const value = isWhole ? facts.definitions.value[index]! : noValue;
        const named = isPathValue(value) ? parts.path(file, 0, facts.names[valueIndex(value)]!) : null;
        if (named !== null) return named;
      }
    }
    return module;
  }

  /** A class or member named from its package on (`a.b.C`, `a.b.C.member`). */
  function byFullName(file: number, scope: number, source: string): Referent | null {
    if (!files[file]!.language.traits.modulesSpanFiles) return null;
    for (let dot = source.lastIndexOf('.'); dot > 0; dot = source.lastIndexOf('.', dot - 1)) {
      const module = modules.find(source.slice(0, dot), file, scope);
      if (module?.kind !== 'module') continue;
      const names = source.slice(dot + 1).split('.');
      return names.reduce<Referent | null>((found, name) => found && parts.member(found, name), module);
    }
    return null;
  }

  /** A path that begins with a name in sight: a class, a module inside the file, what another import brought. */
  function bySight(file: number, scope: number, source: string): Referent | null {
    const { seesModules, modulesSpanFiles } = files[file]!.language.traits;
    return seesModules && !modulesSpanFiles ? bounded(() => parts.path(file, scope, source)) : null;
  }

  function fromWildcards(file: number, scope: number, name: string): Referent | null {
    for (const { facts, module } of wildcards(file)) {
      if (!isInside(file, scope, facts.scope)) continue;
      const source = module ?? byFullName(file, facts.scope, facts.source) ?? bySight(file, facts.scope, facts.source);
      if (source === null || isItself(source, file)) continue;
      const found = bounded(() => parts.member(source, name));
      if (found !== null) return found;
    }
    return null;
  }

  function fromElsewhere(file: number, scope: number, name: string): Referent | null {
    const brought = fromWildcards(file, scope, name);
    if (brought !== null) return brought;
    for (const module of modules.ambient(file)) {
      const found = parts.member(module, name);
      if (found !== null) return found;
    }
    return byDeclaredName(file, name);
  }

  /** A module imported under a path whose last segment is not the name it gives itself (`echo/v4` is `echo`). */
  function byDeclaredName(file: number, name: string): Referent | null {
    const { facts, language } = files[file]!;
    if (!language.traits.modulesSpanFiles) return null;
    for (const taken of facts.imports) {
      if (taken.imported !== null || taken.bound === name) continue;
      const module = modules.find(taken.source, file, taken.scope);
      const first = module?.kind === 'module' ? module.module.parts[0]! : null;
      if (first !== null && files[first.file]!.facts.module === name) return module;
    }
    return null;
  }

  function isInside(file: number, scope: number, outer: number): boolean {
    const { scopes } = files[file]!.facts;
    for (let at = scope; at >= 0; at = scopes[at]!.parent) if (at === outer) return true;
    return false;
  }
}

/** A file that imports all of itself says nothing. */
function isItself(referent: Referent, file: number): boolean {
  if (referent.kind !== 'module') return false;
  const { parts } = referent.module;
  return parts.length === 1 && parts[0]!.file === file && parts[0]!.scope === 0;
}
