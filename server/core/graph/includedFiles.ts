/**
 * Which files a file includes, through others too, and which of several definitions of one name it therefore means:
 * programs of one repository may each have their own class or function of a name.
 */
import { perFile } from '../lazily.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import type { ModuleIndex } from './moduleIndex.ts';
import { hasBody } from './overloads.ts';
import type { FunctionReferent, Referent } from './referents.ts';

export interface IncludedFiles {
  /** Of what a name may stand for, what a file sees of it; all of it where it sees nothing. */
  seen(found: readonly Referent[], fromFile: number): readonly Referent[];
}

export function createIncludedFiles(files: readonly AnalyzedFile[], modules: ModuleIndex): IncludedFiles {
  const included = perFile((file) => collect(file));
  return { seen };

  function seen(found: readonly Referent[], fromFile: number): readonly Referent[] {
    if (!files[fromFile]!.language.traits.linksByName) return found;
    const all = found.flatMap((one) => (one.kind === 'overloads' ? one.levels.flat() : [one]));
    const here = all.filter((one) => !('file' in one) || included(fromFile).has(one.file));
    if (here.length === 0 || here.length === all.length) return found;
    const announced = here.filter((one): one is FunctionReferent => one.kind === 'function' && !hasBody(files, one));
    // What is announced here may be written in any file that includes the same announcement.
    const written = all.filter(
      (one) =>
        one.kind === 'function' && hasBody(files, one) && announced.some(({ file }) => included(one.file).has(file)),
    );
    return [...new Set([...here, ...written])];
  }

  /** The file itself among them. */
  function collect(file: number): ReadonlySet<number> {
    const reached = new Set([file]);
    for (const at of reached) {
      for (const { source, imported, scope } of files[at]!.facts.imports) {
        const module = imported === '*' ? modules.find(source, at, scope) : null;
        const parts = module?.kind === 'module' ? module.module.parts : [];
        if (parts.length === 1 && parts[0]!.scope === 0) reached.add(parts[0]!.file);
      }
    }
    return reached;
  }
}
