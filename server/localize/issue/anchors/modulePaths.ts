/** Files by what a report may call them: the end of their path, or a dotted name of their module. */
import type { Corpus } from '../corpus.ts';

export interface ModulePaths {
  /** Files whose path ends with the longest end of `written` that any has; none where more than a few do. */
  endingWith(written: string): { readonly files: readonly number[]; readonly nSegments: number };
  /** The file that the longest beginning of a dotted name is the module of, with what is left; `null` where none is. */
  module(segments: readonly string[]): { readonly file: number; readonly rest: readonly string[] } | null;
  /** The same for the end of a module's name, where few modules have it. */
  moduleEnd(
    segments: readonly string[],
  ): { readonly files: readonly number[]; readonly rest: readonly string[] } | null;
  /** Whether a file is what its folder is imported as. */
  standsForFolder(file: number): boolean;
}

const mostAlike = 3;
const mostModules = 2;

const cache = new WeakMap<Corpus, ModulePaths>();

export function modulePaths(corpus: Corpus): ModulePaths {
  const known = cache.get(corpus);
  if (known !== undefined) return known;
  const made = index(corpus);
  cache.set(corpus, made);
  return made;
}

function index({ paths }: Corpus): ModulePaths {
  const byEnd = new Map<string, number[]>();
  const byModule = new Map<string, number>();
  const byModuleEnd = new Map<string, number[]>();
  paths.forEach((path, file) => {
    for (const end of endsOf(path.split('/'), '/')) add(byEnd, end, file);
    const segments = moduleSegments(path);
    byModule.set(segments.join('.'), file);
    for (const end of endsOf(segments, '.')) add(byModuleEnd, end, file);
  });
  return {
    endingWith(written) {
      const segments = written
        .replaceAll('\\', '/')
        .split('/')
        .filter((one) => !/^(?:\.*|~)$/.test(one));
      for (let from = 0; from < segments.length; from++) {
        const files = byEnd.get(segments.slice(from).join('/'));
        if (files === undefined) continue;
        return files.length <= mostAlike ? { files, nSegments: segments.length - from } : nowhere;
      }
      return nowhere;
    },
    module(segments) {
      for (let length = segments.length; length > 0; length--) {
        const file = byModule.get(segments.slice(0, length).join('.'));
        if (file !== undefined) return { file, rest: segments.slice(length) };
      }
      return null;
    },
    moduleEnd(segments) {
      for (let length = segments.length - 1; length > 0; length--) {
        const files = byModuleEnd.get(segments.slice(0, length).join('.'));
        if (files !== undefined && files.length <= mostModules) return { files, rest: segments.slice(length) };
      }
      return null;
    },
    standsForFolder: (file) => folderFiles.has(baseOf(paths[file]!)),
  };
}

const baseOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.[^.]*$/, '');

const nowhere = { files: [], nSegments: 0 } as const;

/** Folders that hold sources without being part of their names, and files that stand for their folder. */
const sourceFolders = new Set(['src', 'lib', 'main', 'java']);
const folderFiles = new Set(['__init__', 'index', 'mod']);

export function moduleSegments(path: string): readonly string[] {
  const segments = path.replace(/\.[^./]+$/, '').split('/');
  if (segments.length > 1 && folderFiles.has(segments.at(-1)!)) segments.pop();
  while (segments.length > 1 && sourceFolders.has(segments[0]!)) segments.shift();
  return segments;
}

function endsOf(segments: readonly string[], separator: string): readonly string[] {
  return segments.map((_, from) => segments.slice(from).join(separator));
}

function add(to: Map<string, number[]>, key: string, file: number): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, [file]);
  else known.push(file);
}
