/**
 * Java's packages: a file is of the package it declares, wherever it lies, and sees that package without an import.
 * https://docs.oracle.com/javase/specs/jls/se21/html/jls-7.html
 */
import type { ImportTarget, LanguageRules } from '../../core/graph/languageTraits.ts';

export const javaRules: LanguageRules = { moduleNames, ambientModules: moduleNames, sees, importTarget };

function moduleNames(_file: string, _isFile: (file: string) => boolean, declared: string): readonly string[] {
  return [declared];
}

/** Code under test is compiled without its tests. */
function sees(file: string, _name: string, fromFile: string): boolean {
  return !isTestSource(file) || isTestSource(fromFile);
}

function isTestSource(file: string): boolean {
  return /(^|\/)(src\/\w*[tT]est\w*|tests?)\//.test(file);
}

function importTarget(source: string): ImportTarget {
  return { kind: 'module', name: source };
}
