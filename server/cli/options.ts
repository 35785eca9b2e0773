/** The options every command shares, as they are once checked. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { type SandboxChoice, sandboxChoices } from '../adapters/isolation/isolationLevel.ts';
import type { ElementId } from '../core/ids.ts';
import { type EvidenceSource, evidenceSources } from '../localize/evidence/finding.ts';
import { CliRefusal, exitStatus } from './exitStatus.ts';

export interface OutputOptions {
  readonly json: boolean;
  readonly sarif: boolean;
  readonly quiet: boolean;
}

/** The real path of the repository folder. Throws a refusal where it is no folder that can be read. */
export function repositoryFolder(given: string | undefined): string {
  const folder = resolve(given ?? '.');
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    if (statSync(folder).isDirectory()) return realpathSync.native(folder);
  } catch {
    // Said below.
  }
  throw new CliRefusal(
    `Cannot read the repository "${folder}": it is not a folder that can be read. Pass another one to --repo`,
    exitStatus.usage,
  );
}

/** A path as the graph writes it: from the repository on, with slashes. Throws a refusal where it leads out of there. */
export function repositoryPath(repository: string, given: string): string {
  const path = resolve(repository, given.replaceAll('\\', '/'));
  for (const one of [path, realPath(path)]) {
    const inside = relative(repository, one).replaceAll('\\', '/');
    if (!/^\.\.(\/|$)/.test(inside) && !isAbsolute(inside)) return inside;
  }
  throw new CliRefusal(`Cannot use "${given}": it is outside the repository "${repository}"`, exitStatus.usage);
}

/** An element as the graph writes it: its file may be given as any path. */
export function repositoryElement(repository: string, given: string): ElementId {
  const [file = '', ...names] = given.split('::');
  const isPath = names.length > 0 || isAbsolute(file) || /^\.\.?[\\/]/.test(file);
  return (isPath ? [repositoryPath(repository, file), ...names].join('::') : given) as ElementId;
}

/** With the links in it followed, as in the repository's own path; as given where there is no such file. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** How far tests are to be kept from harm. */
export function sandboxOption(given: string): SandboxChoice {
  const choice = sandboxChoices.find((one) => one === given);
  if (choice !== undefined) return choice;
  throw new CliRefusal(
    `Cannot use "${given}" for --sandbox: it is one of ${sandboxChoices.join(', ')}`,
    exitStatus.usage,
  );
}

/** Sources of evidence that are to have no say, their names joined by commas. */
export function sourcesOption(given: string | undefined): readonly EvidenceSource[] {
  const names = (given ?? '').split(',').filter((name) => name !== '');
  return names.map((name) => {
    const source = evidenceSources.find((one) => one === name.trim());
    if (source !== undefined) return source;
    throw new CliRefusal(
      `Cannot use "${name}" for --without: it takes any of ${evidenceSources.join(', ')}`,
      exitStatus.usage,
    );
  });
}

/** A whole-number option between `least` and `most`, both included. */
export function integerOption(name: string, given: string, least: number, most: number): number {
  const value = numberOption(name, given, least, most);
  if (Number.isInteger(value)) return value;
  throw new CliRefusal(`Cannot use "${given}" for ${name}: it takes a whole number`, exitStatus.usage);
}

/** A number option between `least` and `most`, both included. */
export function numberOption(name: string, given: string, least: number, most: number): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value) || value < least || most < value) {
    throw new CliRefusal(
      `Cannot use "${given}" for ${name}: it takes a number from ${least} to ${most}`,
      exitStatus.usage,
    );
  }
  return value;
}
