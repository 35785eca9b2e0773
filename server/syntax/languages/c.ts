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
  const path = source.replace(/^[<"]|[>"]$/g, '').trim();
  if (!/(^|\/)\.\.?\//.test(path)) return { kind: 'module', name: path };
  const segments = fromFile.split('/').slice(0, -1);
  for (const segment of path.split('/')) {
    if (segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return { kind: 'paths', files: [] };
  }
  return { kind: 'paths', files: [segments.join('/')] };
}

/**
 * C++ sees a name wherever its namespace goes on, in whichever file: all files are one module, the global namespace.
 * Headers are looked for beside the file and below the folders above it, where builds usually put them.
 */
export const cppRules: LanguageRules = {
  moduleNames: () => [],
  ambientModules: () => [],
  sees: () => true,
  readable: cRules.readable!,
  importTarget: cppTarget,
};

const includeFolders = ['', 'include/', 'src/', 'lib/', 'inc/'];

function cppTarget(source: string, fromFile: string): ImportTarget {
  if (!/^[<"]/.test(source)) return { kind: 'module', name: source.replace(/^::/, '').replaceAll('::', '.') };
  const target = importTarget(source, fromFile);
  if (target.kind === 'paths') return target;
  const files: string[] = [];
  for (let folder = fromFile; folder !== ''; ) {
    folder = folder.replace(/[^/]*\/?$/, '');
    for (const inside of includeFolders) files.push(`${folder}${inside}${target.name}`);
  }
  return { kind: 'paths', files };
}
