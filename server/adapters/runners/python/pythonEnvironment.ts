/** The environment tests run in: the user's own, less what would change how Python itself starts or what we watch. */
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Environment } from '../../process/environment.ts';

const startUpInjections = new Set([
  'PYTHONHOME',
  'PYTHONSTARTUP',
  'PYTHONINSPECT',
  'PYTHONSAFEPATH',
  'PYTHONEXECUTABLE',
  'PYTHONPLATLIBDIR',
  'PYTHONPROFILEIMPORTTIME',
  'PYTHONTRACEMALLOC',
  'PYTHONFAULTHANDLER',
  'PYTHONVERBOSE',
  'PYTHONDEBUG',
  'PYTHONDUMPREFS',
  'COVERAGE_PROCESS_START',
  'COVERAGE_PROCESS_CONFIG',
  'COV_CORE_SOURCE',
  'COV_CORE_CONFIG',
  'COV_CORE_DATAFILE',
  'PYTEST_CURRENT_TEST',
  'PYTEST_XDIST_WORKER',
  'PYTEST_XDIST_WORKER_COUNT',
  'PYTEST_XDIST_TESTRUNUID',
  '__PYVENV_LAUNCHER__',
]);

/** The environment for one watched run. Programs the tests start find the virtual environment of `interpreter` first, as if it were activated. */
export function pythonEnvironment(user: Environment, interpreter: string, outFolder: string): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(user)) {
    if (value !== undefined && !startUpInjections.has(name)) environment[name] = value;
  }
  const programs = dirname(interpreter);
  if (existsSync(join(programs, '..', 'pyvenv.cfg'))) {
    environment.PATH = [programs, environment.PATH ?? ''].filter((part) => part !== '').join(delimiter);
    environment.VIRTUAL_ENV = dirname(programs);
  }
  return {
    ...environment,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONHASHSEED: '0',
    COVERAGE_FILE: join(outFolder, 'coverage'),
    TESTMON_DATAFILE: join(outFolder, 'testmondata'),
    HYPOTHESIS_STORAGE_DIRECTORY: join(outFolder, 'hypothesis'),
  };
}
