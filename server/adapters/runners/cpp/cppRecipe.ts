/** From the names of tests of C or C++ to how they are built and run. Leaves out building. */
import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { RecipeRequest, RecipeResolution } from '../../../ports/testRunner.ts';
import type { Environment } from '../../process/environment.ts';
import { isProgram, programOnPath } from '../../process/programsOnPath.ts';
import { type AskedTest, filesDeclaring, findProject, parseAsked } from './cppProject.ts';
import { declaredTests } from './testMacros.ts';

/** What `run` needs again, as the recipe's settings. */
export interface CppSettings {
  readonly build: 'cmake' | 'make';
  /** Relative to the repository. */
  readonly folder: string;
  readonly cc: string;
  readonly cxx: string;
  readonly ar: string;
  /** Empty where there is none. */
  readonly ninja: string;
}

export function resolveCpp(request: RecipeRequest, environment: Environment): RecipeResolution {
  const { repository, tests } = request;
  if (tests.length === 0) return badTest('Name at least one test, for example Suite.Name or tests/a_test.cc.');
  const asked: AskedTest[] = [];
  for (const test of tests) {
    const parsed = parseAsked(test, repository);
    if (parsed === null) return badTest(`There is no file ${test.replace(/:\d+$/, '')} in ${repository}.`);
    asked.push(parsed);
  }
  const runner = request.runner === 'auto' ? runnerOf(asked, repository) : request.runner;
  if (runner === 'googletest' && asked.some(({ kind }) => kind === 'name'))
    return badTest(
      `"${tests.find((_, at) => asked[at]?.kind === 'name')}" is no test of GoogleTest: name it as Suite.Name, or name its file.`,
    );
  const suites = new Set(asked.flatMap((one) => (one.kind === 'id' ? [one.suite] : [])));
  const declaring = runner === 'googletest' && suites.size > 0 ? filesDeclaring(repository, suites) : [];
  const named = asked.flatMap((one) => (one.kind === 'file' ? [one.file] : []));
  const testFiles = [...new Set([...named, ...declaring])];
  const project = findProject(repository, testFiles[0] ?? null);
  if (project === null)
    return {
      kind: 'environment',
      message: `There is neither a CMakeLists.txt nor a Makefile in ${repository}. Pass the command that runs the test with --command.`,
    };
  const find = (name: string) => programOnPath(name, environment);
  const program = find(project.kind === 'cmake' ? 'cmake' : 'make');
  if (program === null)
    return lacking(
      project.kind === 'cmake' ? 'CMake (3.19 or newer)' : 'make',
      project.kind === 'cmake' ? 'cmake' : 'make',
    );
  const cc = gccOf(environment.CC) ?? find('gcc');
  const cxx = gccOf(environment.CXX) ?? find('g++');
  const ar = find('ar');
  if (cc === null || cxx === null || ar === null)
    return lacking('GCC, with which tests are compiled for watching', 'gcc and g++');
  if (project.kind === 'make' && runner === 'ctest')
    return badTest('A Makefile says nothing of its tests. Pass the command that runs this one with --command.');
  const settings: CppSettings = {
    build: project.kind,
    folder: project.folder,
    cc,
    cxx,
    ar,
    ninja: find('ninja') ?? '',
  };
  return {
    kind: 'recipe',
    recipe: {
      runner,
      repository,
      cwd: join(repository, project.folder),
      program,
      programVersion: '',
      programSource: 'PATH',
      display: runner === 'ctest' ? ['ctest', '-R', ...tests] : ['<test program>', `--gtest_filter=${tests.join(':')}`],
      tests,
      testFiles,
      settings: { ...settings },
    },
  };
}

/** A file without tests of GoogleTest is a program that is a test itself. */
function runnerOf(asked: readonly AskedTest[], repository: string): 'googletest' | 'ctest' {
  const isGoogle = (one: AskedTest) => {
    if (one.kind === 'file') return declaredTests(readFileSync(join(repository, one.file), 'utf8')).length > 0;
    return one.kind === 'id';
  };
  return asked.every(isGoogle) ? 'googletest' : 'ctest';
}

/** The compiler of the environment, where it is GCC by its name and its path is given. */
function gccOf(named: string | undefined): string | null {
  return named !== undefined && isAbsolute(named) && /(gcc|g\+\+)(-\d+)?$/.test(named) && isProgram(named)
    ? named
    : null;
}

function lacking(what: string, program: string): RecipeResolution {
  return {
    kind: 'environment',
    message: `There is no ${program} on PATH: tests of C and C++ need ${what}. Install it.`,
  };
}

function badTest(message: string): RecipeResolution {
  return { kind: 'badTest', message };
}
