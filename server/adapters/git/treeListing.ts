/** Reads what `git ls-tree -r -z` prints: `<mode> <type> <id>\t<path>`, each ended by a zero byte. */
import type { TreeEntry } from '../../ports/git.ts';

const kinds: Readonly<Record<string, TreeEntry['kind']>> = { '100755': 'program', '120000': 'link' };

/** In the order of the listing, which is that of the paths' bytes. Old trees hold modes nobody writes any more: files. */
export function readTree(listed: Uint8Array): readonly TreeEntry[] {
  const lines = new TextDecoder().decode(listed).split('\0');
  return lines.flatMap((line) => {
    const [, mode = '', type, id = '', path = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return type === 'blob' ? [{ path, kind: kinds[mode] ?? 'file', id }] : [];
  });
}
