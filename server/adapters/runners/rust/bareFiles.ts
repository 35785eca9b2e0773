/** Files that the compiler took only without our probes, remembered until their text changes, so that no build fails twice for them. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BareFiles {
  has(file: string): boolean;
  add(files: readonly string[]): void;
  /** Keeps them for the next run. */
  remember(): void;
}

/** Those remembered in the file `list` of a repository. */
export function bareFiles(list: string, repository: string): BareFiles {
  const stampOf = (file: string) => {
    const found = statSync(join(repository, file), { throwIfNoEntry: false });
    return found === undefined ? '' : `${found.mtimeMs} ${found.size}`;
  };
  const known = new Map([...readList(list)].filter(([file, stamp]) => stampOf(file) === stamp));
  return {
    has: (file) => known.has(file),
    add(files) {
      for (const file of files) known.set(file, stampOf(file));
    },
    remember() {
      writeFileSync(list, JSON.stringify([...known]));
    },
  };
}

function readList(list: string): ReadonlyMap<string, string> {
  try {
    return new Map(JSON.parse(readFileSync(list, 'utf8')) as [string, string][]);
  } catch {
    return new Map();
  }
}
