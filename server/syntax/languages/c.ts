/**
 * C's include paths. Which folders a build searches is not known, so a header goes by every path that ends its own, and
 * of several the nearest to the including file is taken, as a build would look beside that file first.
 */
import type { ImportTarget, LanguageRules } from '../../core/graph/languageTraits.ts';
import { withoutAnnotations } from './annotationMacros.ts';
import { withWholeConditionals } from './conditionalCompilation.ts';

export const cRules: LanguageRules = {
  moduleNames,
  ambientModules: () => [],
  sees: () => true,
  readable: (text) => withWholeConditionals(withoutAnnotations(text)),
  importTarget,
};

/** Every tail of the path; a name ends with a slash, so that no dot in it stands for a module below another. */
function moduleNames(file: string): readonly string[] {
  const names = [file];
  for (let slash = file.indexOf('/'); slash >= 0; slash = file.indexOf('/', slash + 1))
    names.push(file.slice(slash + 1));
  return names;
}

function importTarget(source: string, fromFile: string): ImportTarget {
  const path = source.replace(/^<|>$/g, '').trim();
  if (!/(^|\/)\.\.?\//.test(path)) return { kind: 'module', name: path };
  const segments = fromFile.split('/').slice(0, -1);
  for (const segment of path.split('/')) {
    if (segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return { kind: 'paths', files: [] };
  }
  return { kind: 'paths', files: [segments.join('/')] };
}
