/**
 * Go's packages: all files of a folder, whatever the package is called. Its import path is the path of the module, which
 * the nearest `go.mod` says, and that of the folder below it. https://go.dev/ref/mod#packages-imports-modules
 */
import type { ImportTarget, LanguageRules } from '../../core/graph/languageTraits.ts';

export const goRules: LanguageRules = { moduleNames, ambientModules: moduleNames, sees: () => true, importTarget };

/** Tests may be a package of their own beside the one they test; nobody imports those. */
function moduleNames(
  file: string,
  isFile: (file: string) => boolean,
  declared: string,
  declaredBy: (file: string) => string,
): readonly string[] {
  const isOutside = file.endsWith('_test.go') && declared.endsWith('_test');
  const name = importPath(file, isFile, declaredBy);
  return [isOutside ? `${name}_test` : name];
}

function importPath(file: string, isFile: (file: string) => boolean, declaredBy: (file: string) => string): string {
  const folders = file.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const manifest = [...folders.slice(0, depth), 'go.mod'].join('/');
    if (!isFile(manifest)) continue;
    const module = declaredBy(manifest);
    // The packages of the standard library are imported without its name.
    const above = module === 'std' ? [] : [module];
    return [...above, ...folders.slice(depth)].join('/');
  }
  return folders.length === 0 ? '.' : folders.join('/');
}

function importTarget(source: string): ImportTarget {
  return { kind: 'module', name: source };
}
