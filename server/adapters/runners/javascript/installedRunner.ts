/** The installed runner of a project, and what its own command says of how it is started. */
import { relative, sep } from 'node:path';
import { type InstalledPackage, installedPackage, type JavascriptPackage } from './javascriptProject.ts';

/** The runner's package where it is installed and new enough, or a sentence that says what is to be done. */
export function installedRunner(
  repository: string,
  { folder }: JavascriptPackage,
  name: string,
  oldestMajor: number,
): InstalledPackage | { readonly missing: string } {
  const place = relative(repository, folder).split(sep).join('/') || 'the repository';
  const installed = installedPackage(folder, name);
  if (installed === null) {
    return { missing: `${name} is not installed for ${place}. Install what the project needs there (npm install).` };
  }
  if (oldestMajor <= Number.parseInt(installed.version, 10)) return installed;
  const known = `tests can be watched from ${name} ${oldestMajor} on`;
  return { missing: `${name} ${installed.version} is installed for ${place}; ${known}.` };
}

/** The value of an option in the words of a command: `--config a`, `--config=a`. */
export function optionIn(words: readonly string[], names: readonly string[]): string | null {
  for (const [at, word] of words.entries()) {
    const [name, value] = word.split('=', 2);
    if (names.includes(name!)) return value ?? words[at + 1] ?? null;
  }
  return null;
}
