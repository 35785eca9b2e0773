/** Random changes to small programs, as people make them and as they never would: for tests of what follows changes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseSpecPage } from './fixture.ts';

/** Texts by path. */
export type Sources = Readonly<Record<string, string>>;

/** What is drawn at random; `apply` makes it fit the program. Numbers are fractions of what there is to choose from. */
export interface Edit {
  readonly kind: (typeof editKinds)[number];
  readonly file: number;
  readonly at: number;
  readonly length: number;
  readonly other: number;
}

const editKinds = [
  'deleteSpan',
  'insertSpan',
  'replaceSpan',
  'deleteLine',
  'copyLine',
  'moveLine',
  'emptyLine',
  'renameHere',
  'renameInFile',
  'renameEverywhere',
  'truncate',
  'addFile',
  'removeFile',
  'moveFile',
] as const;

const fraction = fc.double({ min: 0, max: 0.999, noNaN: true });

export const anEdit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...editKinds),
  file: fraction,
  at: fraction,
  length: fraction,
  other: fraction,
});

/** The programs of spec pages of which every file has one of the extensions. */
export function specPrograms(extensions: readonly string[]): readonly Sources[] {
  const folder = join(import.meta.dirname, 'spec');
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((page) => page.endsWith('.md'));
  return pages.sort().flatMap((page) =>
    parseSpecPage(readFileSync(join(folder, page), 'utf8')).flatMap(({ files }) => {
      const isOfLanguage = files.every(({ path }) => extensions.some((end) => path.endsWith(end)));
      return isOfLanguage ? [Object.fromEntries(files.map(({ path, text }) => [path, text]))] : [];
    }),
  );
}

/** The program after an edit; `null` for a file that is gone. Only files that changed are in it. */
export function changesOf(sources: Sources, edit: Edit): Readonly<Record<string, string | null>> {
  const paths = Object.keys(sources).sort();
  const path = paths[Math.floor(edit.file * paths.length)];
  if (path === undefined) return {};
  const text = sources[path]!;
  switch (edit.kind) {
    case 'addFile':
      return { [beside(path, edit.other)]: text };
    case 'removeFile':
      return { [path]: null };
    case 'moveFile':
      return { [path]: null, [beside(path, edit.other)]: text };
    case 'renameEverywhere': {
      const rename = renaming(text, edit);
      return Object.fromEntries(paths.map((one) => [one, rename(sources[one]!)]));
    }
    case 'renameInFile':
      return { [path]: renaming(text, edit)(text) };
    default:
      return { [path]: edited(text, edit, sources[paths[Math.floor(edit.other * paths.length)]!]!) };
  }
}

function beside(path: string, other: number): string {
  const [slash, dot] = [path.lastIndexOf('/') + 1, path.lastIndexOf('.')];
  const names = ['added', 'other', '__init__', 'sub/inner', 'index'];
  return `${path.slice(0, slash)}${names[Math.floor(other * names.length)]!}${path.slice(dot)}`;
}

function renaming(text: string, { at, other }: Edit): (text: string) => string {
  const names = [...new Set(text.match(/[A-Za-z_]\w*/g) ?? ['x'])];
  const name = names[Math.floor(at * names.length)]!;
  const to = other < 0.5 ? `${name}_${Math.floor(other * 6)}` : names[Math.floor((other * 2 - 1) * names.length)]!;
  return (one) => one.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), to);
}

function edited(text: string, { kind, at, length, other }: Edit, source: string): string {
  const start = Math.floor(at * text.length);
  const span = Math.floor(length * length * 40);
  const from = Math.floor(other * source.length);
  const taken = source.slice(from, from + span);
  const lines = text.split('\n');
  const line = Math.floor(at * lines.length);
  switch (kind) {
    case 'deleteSpan':
      return text.slice(0, start) + text.slice(start + span);
    case 'insertSpan':
      return text.slice(0, start) + taken + text.slice(start);
    case 'replaceSpan':
      return text.slice(0, start) + taken + text.slice(start + span);
    case 'deleteLine':
      return lines.toSpliced(line, 1).join('\n');
    case 'emptyLine':
      return lines.toSpliced(line, 0, '').join('\n');
    case 'copyLine': {
      const others = source.split('\n');
      return lines.toSpliced(line, 0, others[Math.floor(other * others.length)]!).join('\n');
    }
    case 'moveLine':
      return lines
        .toSpliced(line, 1)
        .toSpliced(Math.floor(other * lines.length), 0, lines[line]!)
        .join('\n');
    case 'renameHere': {
      const names = text.match(/[A-Za-z_]\w*/g) ?? ['x'];
      const to = names[Math.floor(other * names.length)]!;
      return text.slice(0, start) + text.slice(start).replace(/[A-Za-z_]\w*/, to);
    }
    case 'truncate':
      return other < 0.8 ? text : text.slice(0, start);
    default:
      return text;
  }
}
