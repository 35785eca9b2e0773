/** Which of the programs that tests are run with are there, and what they call themselves. Nothing of a repository is run. */
import { stripVTControlCharacters } from 'node:util';
import { type Environment, setVariables } from './environment.ts';
import { programOutside } from './programsOnPath.ts';
import type { RunProcess } from './runProcess.ts';

export interface ProgramVersion {
  readonly name: string;
  /** What it is for, in words. */
  readonly for: string;
  readonly path: string | null;
  /** The first line it prints of itself; empty where it is not there. */
  readonly version: string;
}

const programs: readonly (readonly [name: string, argument: string, use: string])[] = [
  ['git', '--version', 'which files belong to a repository'],
  ['python3', '--version', 'pytest, unittest, Django'],
  ['node', '--version', 'vitest, jest, mocha, node:test, jasmine'],
  ['javac', '-version', 'JUnit: builds the agent that watches'],
  ['mvn', '-version', 'JUnit in Maven projects'],
  ['gradle', '--version', 'JUnit in Gradle projects'],
  ['go', 'version', 'go test'],
  ['cargo', '--version', 'cargo test'],
  ['cargo-nextest', '--version', 'nextest'],
  ['cmake', '--version', 'GoogleTest and ctest in CMake projects'],
  ['g++', '--version', 'C and C++ tests'],
  ['gdb', '--version', 'values in C and C++'],
];
const seconds = 15;

export async function programVersions(
  repository: string,
  environment: Environment,
  runProcess: RunProcess,
): Promise<readonly ProgramVersion[]> {
  const found: ProgramVersion[] = [];
  for (const [name, argument, use] of programs) {
    const path = programOutside(name, environment, repository);
    const version = path === null ? '' : await versionOf(path, argument, environment, runProcess);
    found.push({ name, for: use, path, version });
  }
  return found;
}

async function versionOf(path: string, argument: string, environment: Environment, runProcess: RunProcess) {
  const { outputTail } = await runProcess({
    command: path,
    arguments: [argument],
    cwd: '/',
    environment: setVariables(environment),
    seconds,
    lastWords: [],
    cancellation: null,
  });
  return (
    stripVTControlCharacters(outputTail)
      .split('\n')
      .find((line) => /\d/.test(line))
      ?.trim() ?? ''
  );
}
