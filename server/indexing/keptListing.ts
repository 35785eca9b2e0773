/** What was found by walking through a folder, kept in a file beside its graph. What cannot be read or written is not kept. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Listing, ListingMemory } from '../ports/files.ts';

/** Keeps the listing of `root` in a file of `folder`. */
export function createListingMemory(folder: string, root: string): ListingMemory {
  const path = join(folder, `${createHash('sha1').update(root).digest('hex')}.files`);
  return {
    recall() {
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as Listing;
      } catch {
        return null;
      }
    },
    keep(listing) {
      const unfinished = `${path}.${process.pid}`;
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(unfinished, JSON.stringify(listing));
        renameSync(unfinished, path);
      } catch {
        // Not ours to write.
      }
    },
  };
}
