/**
 * The files of a commit, as they would be read from a checkout of it: the same files belong, links are followed within
 * the tree, texts are decoded alike. Leaves out what a checkout may change: filters and line endings.
 */
import { posix } from 'node:path';
import type { RepositoryFiles } from '../../ports/files.ts';
import type { GitObjects, TreeEntry } from '../../ports/git.ts';
import { belongingFiles } from '../disk/belongingFiles.ts';
import { decodeText, mostTextBytes } from '../disk/decodeText.ts';

export interface CommitFiles extends RepositoryFiles {
  /** The same for the same text; `null` for a link, whose text is another file's, and for a file that is not there. */
  idOf(file: string): string | null;
}

/** `root` is a name: there is no such folder. */
export function createCommitFiles(root: string, objects: GitObjects, tree: readonly TreeEntry[]): CommitFiles {
  const entries = new Map(tree.map((entry) => [entry.path, entry]));
  return {
    root,
    list: async (extensions) => belongingFiles([...entries.keys()].sort(), extensions),
    stamp: () => null,
    async read(file) {
      const entry = await followed(file);
      const bytes = entry === null ? null : await objects.blob(entry.id, mostTextBytes);
      return bytes === null ? null : decodeText(bytes);
    },
    idOf(file) {
      const entry = entries.get(file);
      return entry === undefined || entry.kind === 'link' ? null : entry.id;
    },
  };

  async function followed(path: string): Promise<TreeEntry | null> {
    let at = path;
    for (let step = 0; step <= mostLinks; step++) {
      const entry = entries.get(at);
      if (entry?.kind !== 'link') return entry ?? null;
      const target = await objects.blob(entry.id, mostLinkBytes);
      // One that leads outside is absolute, or begins with `..`, which no path of the tree does.
      const to = target === null ? '/' : new TextDecoder().decode(target);
      at = posix.isAbsolute(to) ? to : posix.join(posix.dirname(at), to);
    }
    return null;
  }
}

const mostLinks = 8;
const mostLinkBytes = 4096;
