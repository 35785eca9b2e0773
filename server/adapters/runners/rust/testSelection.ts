/**
 * Names of tests, as people and editors give them, and what of a workspace they choose. A test is known by the name libtest
 * has for it, and where several programs have one of that name by nextest's name of the program and a space before it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CargoTarget, CargoWorkspace } from './cargoWorkspace.ts';
import { type CrateTests, type PlacedTest, placeOf, type TestsOfFile, testsOfCrate } from './rustTests.ts';

export interface TestProgram {
  readonly target: CargoTarget;
  readonly crate: CrateTests;
}

export interface KnownTests {
  readonly programs: readonly TestProgram[];
  /** The id of a test: its name, with the program before it where others have one of that name. */
  idOf(program: TestProgram, name: string): string;
}

/** The tests of all programs as far as source text tells. */
export function knownTests(workspace: CargoWorkspace, look: (file: string) => TestsOfFile | null): KnownTests {
  const programs = workspace.targets.map((target) => ({ target, crate: testsOfCrate(target.root, look) }));
  const holders = new Map<string, Set<TestProgram>>();
  for (const program of programs) {
    for (const { name } of program.crate.tests) holders.set(name, (holders.get(name) ?? new Set()).add(program));
  }
  return {
    programs,
    idOf(program, name) {
      for (let prefix = name; prefix !== ''; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf('::')))) {
        const holding = holders.get(prefix);
        if (holding !== undefined) return holding.size === 1 ? name : `${program.target.binaryId} ${name}`;
      }
      return programs.length === 1 ? name : `${program.target.binaryId} ${name}`;
    },
  };
}

/** Which tests a name asks for; `matches` is asked with libtest's names of the program's tests. */
export interface Chosen {
  readonly text: string;
  readonly programs: readonly TestProgram[];
  readonly matches: (program: TestProgram, name: string) => boolean;
  /** What is known of the chosen tests before they run. */
  readonly tests: readonly PlacedTest[];
}

/** Reads one name; a problem is a sentence. */
export function chooseTests(
  text: string,
  known: KnownTests,
  repository: string,
): Chosen | { readonly problem: string } {
  const place = /^(.*\.rs)(?::(\d+))?$/.exec(text);
  if (place !== null)
    return inFile(text, place[1]!, place[2] === undefined ? null : Number(place[2]), known, repository);
  const [, binaryId, name = ''] = /^(?:(\S+) )?([\w:]+)$/.exec(text) ?? [];
  if (name === '') return { problem: `"${text}" is no test of Rust. Name it as module::test_name, or src/lib.rs:42.` };
  const among = known.programs.filter(({ target }) => binaryId === undefined || target.binaryId === binaryId);
  if (among.length === 0) {
    const programs = known.programs.map(({ target }) => target.binaryId).join(', ');
    return { problem: `There is no test program ${binaryId}. There are: ${programs || 'none'}.` };
  }
  const has = (program: TestProgram) =>
    program.crate.tests.some((test) => isOf(test.name, name) || isOf(name, test.name));
  const having = among.filter(has);
  // A name that no text has may be one that a macro makes; the built programs will tell.
  const programs = having.length > 0 ? having : among;
  const tests = having.flatMap(({ crate }) =>
    crate.tests.filter((test) => isOf(test.name, name) || isOf(name, test.name)),
  );
  return { text, programs, matches: (_, one) => isOf(one, name), tests };
}

/** Whether a test has a name, or stands in the module (or was made of the function) with it. */
function isOf(test: string, name: string): boolean {
  return test === name || test.startsWith(`${name}::`);
}

function inFile(
  text: string,
  file: string,
  line: number | null,
  known: KnownTests,
  repository: string,
): Chosen | { readonly problem: string } {
  if (!existsSync(join(repository, file))) return { problem: `There is no file ${file} in ${repository}.` };
  const programs = known.programs.filter(
    ({ target, crate }) => target.root === file || [...crate.files.values()].includes(file),
  );
  if (programs.length === 0) return { problem: `No test program of the workspace is made of ${file}.` };
  const isIn = ({ target, crate }: TestProgram, name: string) => placeOf(crate, target.root, name).file === file;
  const inside = programs.flatMap(({ crate }) => crate.tests.filter((test) => test.file === file));
  if (line === null) return { text, programs, matches: isIn, tests: inside };
  const at = inside.filter(({ lines: [first, last] }) => first <= line && line <= last);
  if (at.length === 0) return { problem: `There is no test at line ${line} of ${file}.` };
  const names = new Set(at.map(({ name }) => name));
  return {
    text,
    programs: programs.filter(({ crate }) => crate.tests.some((test) => test.file === file && names.has(test.name))),
    matches: (program, name) => isIn(program, name) && [...names].some((one) => isOf(name, one)),
    tests: at,
  };
}
