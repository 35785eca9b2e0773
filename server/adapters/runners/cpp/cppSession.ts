/** One run of tests of C or C++: what all its steps share. Leaves out the steps. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type { TestRecipe, WatchRequest } from '../../../ports/testRunner.ts';
import { type CodeMap, readCodeMap } from '../../debugInformation/codeMap.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import type { CppSettings } from './cppRecipe.ts';
import type { CppTools } from './cppTools.ts';
import { type ProgramCode, programCode, repositoryFunctions } from './programCode.ts';
import type { RunTool } from './runTool.ts';
import { parseId } from './testMacros.ts';

export interface CppSession {
  readonly options: EcosystemOptions;
  readonly recipe: TestRecipe;
  readonly settings: CppSettings;
  readonly watch: WatchRequest;
  readonly outFolder: string;
  readonly cacheFolder: string;
  readonly tools: CppTools;
  readonly run: RunTool;
  readonly cancellation: Cancellation;
  /** Seconds since the run began. */
  readonly seconds: () => number;
}

interface KnownProgram {
  readonly version: string;
  readonly map: CodeMap;
  readonly names: ReadonlyMap<string, string>;
}

/** Programs stay as they are between the runs of one localization, and reading a large one takes a second. */
const known = new Map<string, KnownProgram>();
const maxKnown = 16;

/** The map of a program; `null` where it cannot be read, or has no probes. */
export async function knownProgram(session: CppSession, path: string): Promise<KnownProgram | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  const version = `${found.mtimeMs} ${found.size}`;
  const before = known.get(path);
  if (before?.version === version) return before;
  const map = await readCodeMap(path);
  if (map === null || map.sites.length === 0) return null;
  const program = { version, map, names: await namesOf(session, map) };
  if (known.size >= maxKnown) known.clear();
  known.set(path, program);
  return program;
}

/** What the addresses of a program mean. `ids`: of its tests, for their names in the graph. */
export async function codeOfProgram(
  session: CppSession,
  path: string,
  ids: readonly string[],
): Promise<ProgramCode | null> {
  const program = await knownProgram(session, path);
  if (program === null) return null;
  const testNames = new Map(
    ids.flatMap((id) => {
      const test = parseId(id);
      return test === null ? [] : [[`${test.suite}_${test.name}`, `${test.suite}.${test.name}`] as const];
    }),
  );
  return programCode(program.map, session.recipe.repository, program.names, testNames);
}

async function namesOf(session: CppSession, map: CodeMap): Promise<ReadonlyMap<string, string>> {
  const mangled = repositoryFunctions(map, session.recipe.repository);
  const from = join(session.outFolder, 'mangled.txt');
  const to = join(session.outFolder, 'demangled.txt');
  await writeFile(from, mangled.map((name) => `${name}\n`).join(''));
  const { status } = await session.run(session.tools.names, [from, to], session.outFolder, 60);
  const said = status === 0 ? (await readFile(to, 'utf8')).split('\n') : [];
  return new Map(mangled.map((name, index) => [name, said[index] ?? name]));
}

/** What compiled code has run after a second an interpreter needs a minute for: the same statements are no sign of a loop yet. */
const fuelFactor = 50;

/** How many blocks a traced test may run, as the runtime reads it. */
export function fuelOf(fuel: number): string {
  return String(BigInt(Math.min(fuel, Number.MAX_SAFE_INTEGER)) * BigInt(fuelFactor));
}

/** A file with the sites of a program nobody wants to hear of, for the runtime. */
export async function ignoredSitesFile(session: CppSession, code: ProgramCode, name: string): Promise<string> {
  const { instrument, mode } = session.watch;
  const wanted = mode === 'spectra' && instrument !== null ? new Set(instrument) : null;
  const ignored = mode === 'plain' ? code.map.sites : code.ignoredSites((file) => wanted === null || wanted.has(file));
  // Calls and returns are noted in traces only.
  const silenced = mode === 'trace' ? ignored : [...ignored, ...code.map.hooks];
  const path = join(session.outFolder, `${name}.ignored`);
  await writeFile(path, new Uint8Array(Uint32Array.from(silenced).buffer));
  return path;
}

/** The user's environment without what would steer GoogleTest, and with what steers our runtime. */
export function testEnvironment(session: CppSession, ours: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(session.options.environment).flatMap(([name, value]) =>
    value === undefined || /^(GTEST_|CULPRIT_|TEST_SHARD|TEST_TOTAL|LD_PRELOAD$|CTEST_)/.test(name)
      ? []
      : [[name, value] as const],
  );
  return { ...Object.fromEntries(kept), ...ours };
}
