/**
 * Ruby's paths: a feature is looked for in the `lib` of the gems around, then beside the file. Which file defines a
 * constant does not depend on it: constants of all files are one space. https://docs.ruby-lang.org/en/master/Kernel.html
 */
import type { LanguageRules } from '../../core/graph/languageTraits.ts';

export const rubyRules: LanguageRules = {
  moduleNames: () => [],
  ambientModules: () => [],
  sees: () => true,
  importTarget: (source, fromFile) => ({ kind: 'paths', files: filesOf(source, fromFile) }),
};

/** Folders of a gem that are on the path of its code and tests. */
const roots = ['lib/', '', 'test/', 'spec/'];

/** Files a source may mean, those of the nearest gem first. */
function filesOf(source: string, fromFile: string): readonly string[] {
  const file = /\.rb$/.test(source) ? source : `${source}.rb`;
  const folders = fromFile.split('/').slice(0, -1);
  const above = folders.map((_, nInner) => folders.slice(0, folders.length - nInner).join('/')).concat('');
  const found = above.flatMap((folder) => roots.map((root) => joined(folder, root + file)));
  const beside = joined(folders.join('/'), file);
  return source.startsWith('.') ? [beside] : [...found, beside];
}

/** A path below a folder, without `.` and `..`. */
function joined(folder: string, path: string): string {
  const segments: string[] = [];
  for (const segment of [...folder.split('/'), ...path.split('/')]) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}
