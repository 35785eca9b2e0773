/**
 * Go's packages: all files of a folder, whatever the package is called; an import path is the module's path and the
 * folder's below it. https://go.dev/ref/mod#packages-imports-modules
 */
import type { ImportTarget, LanguageRules } from '../../core/graph/languageTraits.ts';

export const goRules: LanguageRules = { moduleNames, ambientModules: moduleNames, sees, importTarget };

/** Tests may be a package of their own beside the one they test. */
function moduleNames(file: string, _isFile: (file: string) => boolean, declared: string): readonly string[] {
  const isOutside = isTest(file) && declared.endsWith('_test');
  return [isOutside ? `${folderOf(file)}_test` : folderOf(file)];
}

/** Test files are compiled with the tests of their folder only. */
function sees(file: string, _name: string, fromFile: string): boolean {
  return !isTest(file) || (isTest(fromFile) && folderOf(file) === folderOf(fromFile));
}

function isTest(file: string): boolean {
  return file.endsWith('_test.go');
}

/** With a slash at its end, so that the folder of the repository has a name too. */
function folderOf(file: string): string {
  return `./${file.slice(0, file.lastIndexOf('/') + 1)}`;
}

function importTarget(source: string): ImportTarget {
  return { kind: 'module', name: source };
}
