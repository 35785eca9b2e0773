/**
 * What names mean, from one version of the files to the next: as long as nothing changes that others see of a file, what
 * was found out about the others still holds. Leaves out which names changed (`affectedFiles`).
 */
import type { AnalyzedFile } from './analyzedFile.ts';
import type { AnchorTable } from './anchors.ts';
import { createCallResolution } from './callResolution.ts';
import { createDocumentMentions } from './documentMentions.ts';
import type { LinkedRepository } from './fileLinks.ts';
import type { FileModules } from './fileModules.ts';
import { createImportedFiles } from './importedFiles.ts';
import { sameThings } from './sameThings.ts';

/** The names of files, where nothing is known of them yet. */
export function resolveNames(
  files: readonly AnalyzedFile[],
  anchors: readonly AnchorTable[],
  modules: FileModules,
): Resolution {
  // Those of its own: what is found out is kept for files in their places.
  const own = { files: files.slice(), anchors: anchors.slice() };
  const resolution = createCallResolution(own.files, modules);
  const imported = createImportedFiles(own.files, resolution.names);
  return { ...own, resolution, imported, mentions: createDocumentMentions(own.files) };
}

interface Resolution extends LinkedRepository {
  readonly files: AnalyzedFile[];
  readonly anchors: AnchorTable[];
}

export interface KeptResolution {
  /**
   * The same names with `changed` replaced, of which nothing changed that other files see; `null` where nothing is kept
   * or other scopes are in the files' places. Then it is the next version's: it is given once.
   */
  follow(
    files: readonly AnalyzedFile[],
    anchors: readonly AnchorTable[],
    changed: readonly number[],
  ): Resolution | null;
}

export const noResolution: KeptResolution = { follow: () => null };

/** What was found out while more files were resolved is not kept. */
const mostFiles = 64;

/** Keeps what was found out about names while the files `resolved` were. */
export function keepResolution(found: Resolution, resolved: readonly number[]): KeptResolution {
  if (resolved.length > mostFiles) return noResolution;
  let kept: Resolution | null = found;
  return {
    follow(files, anchors, changed) {
      const before = kept;
      if (before === null || !changed.every((file) => hasSamePlaces(before.files[file]!, files[file]!))) return null;
      kept = null;
      for (const file of changed) {
        before.files[file] = files[file]!;
        before.anchors[file] = anchors[file]!;
        before.resolution.forget(file);
      }
      return before;
    },
  };
}

/** Whether every scope is the one it was, by its number; keys of documents are known by number too. */
function hasSamePlaces(before: AnalyzedFile, after: AnalyzedFile): boolean {
  if (before.language !== after.language || after.language.traits.isDocument) return false;
  const { scopes } = sameThings(before.facts, after.facts);
  return scopes.length === after.facts.scopes.length && scopes.every((now, old) => now === old);
}
