/** The options every command shares, as they are once checked. */
import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
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
    if (statSync(folder).isDirectory()) return realpathSync.native(folder);
  } catch {
    // Said below.
  }
  throw new CliRefusal(
    `Cannot read the repository "${folder}": it is not a folder. Pass another one to --repo`,
    exitStatus.usage,
  );
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
