/** Where a build tool lies, from the program of it that is on the path. */
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Environment } from '../../process/environment.ts';

/** The folder above the program's, or its `libexec`, whichever `isHome` says is one; `null` where none is. */
export function homeOnPath(
  names: readonly string[],
  { PATH = '' }: Environment,
  isHome: (folder: string) => boolean,
): string | null {
  for (const folder of PATH.split(delimiter)) {
    const program = names.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (folder === '' || program === undefined) continue;
    const above = dirname(dirname(realpathSync(program)));
    const home = [above, join(above, 'libexec')].find(isHome);
    if (home !== undefined) return home;
  }
  return null;
}
