/**
 * The functions of all files by name. After a change few names are asked for, and only files that may mention them are
 * looked through; where more are asked for, all names are collected at once.
 */
import { append } from '../append.ts';
import { lazily } from '../lazily.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { hashOf, isHashed, mayMention } from './nameHashes.ts';
import type { FunctionReferent } from './referents.ts';

/** Names looked for one by one, in hashes that are there, before all are collected. */
const mostScans = 8;

/** Gives the functions with a name, in the order of files and scopes. */
export function createFunctionNames(files: readonly AnalyzedFile[]): (name: string) => readonly FunctionReferent[] {
  const all = lazily(() => collect(files));
  let nScans = files.every(({ facts }) => isHashed(facts)) ? 0 : mostScans;
  return (name) => (nScans++ < mostScans ? scan(files, name) : (all().get(name) ?? []));
}

function scan(files: readonly AnalyzedFile[], name: string): readonly FunctionReferent[] {
  const hash = hashOf(name);
  return files.flatMap(({ facts }, file) =>
    !mayMention(facts, hash)
      ? []
      : facts.scopes.flatMap((scope, index): readonly FunctionReferent[] =>
          scope.kind === 'function' && scope.name === name ? [{ kind: 'function', file, scope: index }] : [],
        ),
  );
}

function collect(files: readonly AnalyzedFile[]): ReadonlyMap<string, readonly FunctionReferent[]> {
  const found = new Map<string, FunctionReferent[]>();
  for (const [file, { facts }] of files.entries()) {
    for (const [scope, { kind, name }] of facts.scopes.entries()) {
      if (kind === 'function') append(found, name, { kind, file, scope });
    }
  }
  return found;
}
