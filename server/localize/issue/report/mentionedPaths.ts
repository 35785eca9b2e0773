/**
 * Files a report names, with the lines it points to: paths and base names, addresses of a forge's pages, `file.py:12`. Told
 * by their shape alone, whatever the language; a name such as `obj.attr` is taken for one too, and no file has it.
 */
import type { ReportPart } from './bugReport.ts';
import { frameIn } from './frameFormats.ts';

export interface MentionedPath {
  /** As it was written, with `/`; absolute, relative or a base name. */
  readonly path: string;
  /** 1-based and inclusive; `null` where the report points to none. */
  readonly lines: { readonly from: number; readonly to: number } | null;
  readonly place: 'title' | ReportPart['kind'];
}

export function pathsIn(parts: readonly ReportPart[], title: string): readonly MentionedPath[] {
  const all = [{ kind: 'title' as const, text: title }, ...parts];
  const found = all.flatMap(({ kind, text }) =>
    written(kind === 'log' ? withoutFrames(text) : text).map((path): MentionedPath => ({ ...path, place: kind })),
  );
  const byKey = new Map<string, MentionedPath>();
  for (const one of found) {
    const key = `${one.path}:${one.lines?.from ?? ''}:${one.lines?.to ?? ''}`;
    if (!byKey.has(key)) byKey.set(key, one);
  }
  return [...byKey.values()];
}

/** Frames are read as such. */
function withoutFrames(text: string): string {
  return text
    .split('\n')
    .filter((line) => frameIn(line) === null)
    .join('\n');
}

type WrittenPath = Omit<MentionedPath, 'place'>;

/** Runs of characters that may stand in a path or an address; what each is, is told afterwards. */
const run = /[\w.~@+\-\\/:#%?=&]{3,}/g;
const longest = 300;

function written(text: string): readonly WrittenPath[] {
  return [...text.matchAll(run)].flatMap((found) => {
    const [token] = found;
    if (longest < token.length) return [];
    if (token.includes('://')) return onPage(token);
    const path = asPath(token, text[found.index + token.length] === '(');
    if (path === null) return [];
    return [
      {
        path: path.path,
        lines: path.lines ?? pointedTo(text.slice(found.index + token.length, found.index + token.length + 24)),
      },
    ];
  });
}

const page =
  /\/(?:blob|raw|blame|tree)\/[^/]+\/([^#?]+\.\w+)(?:\?[^#]*)?(?:#(?:L|lines?-)(\d{1,9})(?:C\d+)?(?:[-:]L?(\d{1,9}))?)?/;

function onPage(address: string): readonly WrittenPath[] {
  const found = page.exec(address);
  return found === null ? [] : [{ path: found[1]!, lines: span(found[2], found[3]) }];
}

const shape =
  /^((?:[A-Za-z]:)?[\w.~@+\-\\/]*?[\w+-]\.[A-Za-z]\w{0,9})(?:(?::|#L)(\d{1,9})(?:(?:-L?|:)(\d{1,9}))?)?[.:,]*$/;

function asPath(token: string, isCalled: boolean): WrittenPath | null {
  const found = shape.exec(token);
  if (found === null || (isCalled && found[2] === undefined)) return null;
  const path = found[1]!.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  const base = path.slice(path.lastIndexOf('/') + 1);
  const extension = base.slice(base.lastIndexOf('.') + 1);
  // Without a folder, what follows the last dot must look like a file's ending and not like a class.
  if (!path.includes('/') && (5 < extension.length || /^[A-Z][a-z]/.test(extension) || /^\w\.\w$/.test(base)))
    return null;
  const isColumn = /:\d+:\d+/.test(token);
  return { path, lines: span(found[2], isColumn ? undefined : found[3]) };
}

/** `a.py, line 12` and `a.py (lines 12-15)`. */
function pointedTo(after: string): WrittenPath['lines'] {
  const found = /^["'`]?,? ?\(?(?:at |on )?(?:lines? |L)(\d{1,9})(?:(?:-| to )L?(\d{1,9}))?/.exec(after);
  return found === null ? null : span(found[1], found[2]);
}

function span(from: string | undefined, to: string | undefined): WrittenPath['lines'] {
  if (from === undefined) return null;
  const last = to === undefined ? Number(from) : Number(to);
  return { from: Math.min(Number(from), last), to: Math.max(Number(from), last) };
}
