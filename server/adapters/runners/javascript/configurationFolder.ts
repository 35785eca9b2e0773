/** From which of the packages around a test file a runner is started: the one that has the configuration that counts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../disk/readText.ts';
import type { JavascriptPackage } from './javascriptProject.ts';

const maxText = 100_000;

/** How a runner is configured, as far as names and a look at the text tell. */
export interface ConfigurationShape {
  /** Names of files that configure it. */
  readonly files: RegExp;
  /** The key in `package.json` that does; empty for none. */
  readonly field: string;
  /** What such a text says where it is for the packages below it, too. */
  readonly forAllBelow: RegExp;
}

/**
 * The outermost package that speaks for those below it, else the nearest that is configured, else the nearest that is
 * one at all.
 */
export function configurationFolder(
  around: readonly JavascriptPackage[],
  shape: ConfigurationShape,
): JavascriptPackage {
  const configured = around.flatMap((project) => {
    const text = configurationText(project, shape);
    return text === null ? [] : [{ project, isForAllBelow: shape.forAllBelow.test(text) }];
  });
  const found = configured.findLast(({ isForAllBelow }) => isForAllBelow) ?? configured[0];
  return found?.project ?? around.find(({ folder }) => existsSync(join(folder, 'package.json'))) ?? around[0]!;
}

/** The text of all that configures it in a package, with names of files; `null` where nothing does. */
function configurationText(
  { folder, entries, fields }: JavascriptPackage,
  { files, field }: ConfigurationShape,
): string | null {
  const texts = entries
    .filter((name) => files.test(name))
    .map((name) => `${name}\n${readText(join(folder, name)).slice(0, maxText)}`);
  if (field !== '' && fields[field] !== undefined) texts.push(JSON.stringify(fields[field]));
  return texts.length === 0 ? null : texts.join('\n');
}
