/** Runs one test program over some of its tests, its output whole in a file. Leaves out what the output says. */

import { statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type { ProcessResult } from '../../process/runProcess.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import { type BuiltProgram, rustEnvironment } from './cargoBuild.ts';
import type { CargoPlace } from './cargoPlace.ts';
import { readableFolders } from './rustToolchain.ts';

export interface TestProcess {
  readonly program: BuiltProgram;
  readonly arguments: readonly string[];
  /** What is set beside what cargo would set. */
  readonly environment: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** A program whose output stands still for so long hangs in one test. */
  readonly testSeconds: number;
  readonly outFolder: string;
  /** Tells its files from those of other processes of the run. */
  readonly name: string;
}

export interface EndedProcess {
  readonly result: ProcessResult;
  readonly output: string;
  readonly errors: string;
}

export async function runTestProcess(
  options: EcosystemOptions,
  place: CargoPlace,
  repository: string,
  request: TestProcess,
  cancellation: Cancellation,
): Promise<EndedProcess> {
  const { program, outFolder, name } = request;
  const [output, errors] = [join(outFolder, `output-${name}.txt`), join(outFolder, `errors-${name}.txt`)];
  const result = await options.runProcess({
    command: place.tools.launcher,
    arguments: ['--to-files', output, errors, program.program, ...request.arguments],
    cwd: program.cwd,
    environment: { ...rustEnvironment(options), ...program.environment, ...request.environment },
    seconds: request.seconds,
    lastWords: [],
    cancellation,
    isOverdue: standsStill(output, request.testSeconds),
    confinement: {
      repository,
      writable: [outFolder, options.cacheFolder],
      readable: [options.watcherFolder, ...readableFolders(place.toolchain, options.environment)],
    },
  });
  return { result, output: await textOf(output), errors: await textOf(errors) };
}

function standsStill(file: string, seconds: number): () => boolean {
  let size = -1;
  let since = performance.now();
  return () => {
    const now = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (now !== size) since = performance.now();
    size = now;
    return seconds * 1000 <= performance.now() - since;
  };
}

/** A file of a program that prints without end is not read. */
async function textOf(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    return size > 256 * 2 ** 20 ? '' : await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
