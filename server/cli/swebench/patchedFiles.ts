/** The files of a commit with a patch applied, in memory. */
import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import { belongingFiles } from '../../adapters/disk/belongingFiles.ts';
import type { CommitFiles } from '../../adapters/git/commitFiles.ts';
import type { SourceText } from '../../ports/files.ts';

/** The new text of each file a patch changes; `null` for one that it removes. */
export type PatchedTexts = ReadonlyMap<string, SourceText | null>;

/** What a patch makes of the files it changes. Throws where it does not fit them. Changed binaries are left as they are. */
export async function applyTo(files: CommitFiles, patch: string): Promise<PatchedTexts> {
  const texts = new Map<string, SourceText | null>();
  for (const change of parsePatch(patch)) {
    const [from, to] = [pathOf(change.oldFileName), pathOf(change.newFileName)];
    if (change.isBinary === true || (from === null && to === null)) continue;
    const before = from === null ? noText : (texts.get(from) ?? (await files.read(from)));
    const text = before === null ? false : applyPatch(before.text, change);
    if (before === null || text === false) throw new Error(`it does not fit ${from ?? to}`);
    if (from !== null && from !== to) texts.set(from, null);
    if (to !== null) texts.set(to, { text, encoding: before.encoding });
  }
  return texts;
}

const noText: SourceText = { text: '', encoding: 'utf-8' };

function pathOf(name: StructuredPatch['oldFileName']): string | null {
  return name === undefined || name === '/dev/null' ? null : name.replace(/^[ab]\//, '');
}

/** The commit's files as they are with `texts` in place of its own. */
export function withTexts(files: CommitFiles, texts: PatchedTexts): CommitFiles {
  return {
    ...files,
    async list(extensions) {
      const listed = new Set(await files.list(extensions));
      for (const [path, text] of texts) {
        if (text === null) listed.delete(path);
        else for (const added of belongingFiles([path], extensions)) listed.add(added);
      }
      return [...listed].sort();
    },
    async read(file) {
      const text = texts.get(file);
      return text === undefined ? files.read(file) : text;
    },
    idOf: (file) => (texts.has(file) ? null : files.idOf(file)),
  };
}
