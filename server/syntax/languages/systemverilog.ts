/**
 * SystemVerilog's paths: packages are known by their names, wherever they lie; an included file is looked for beside the
 * one that includes it, then in the folders above and their `include`. IEEE 1800-2017, 22.4 and 26.3
 */
import type { LanguageRules } from '../../core/graph/languageTraits.ts';

export const systemverilogRules: LanguageRules = {
  moduleNames: () => [],
  ambientModules: () => [''],
  sees: () => true,
  importTarget: (source, fromFile) =>
    source.includes('.') ? { kind: 'paths', files: included(source, fromFile) } : { kind: 'module', name: source },
};

function included(source: string, fromFile: string): readonly string[] {
  const folders = fromFile.split('/').slice(0, -1);
  const above = [...folders.keys()].map((nInner) => folders.slice(0, folders.length - nInner)).concat([[]]);
  return above.flatMap((folder) => [[...folder, source].join('/'), [...folder, 'include', source].join('/')]);
}
