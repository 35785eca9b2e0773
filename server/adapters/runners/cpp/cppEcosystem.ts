/** Tests of C and C++: GoogleTest and CTest, in projects built by CMake or make. Builds in the cache, never in the repository. */
import { realpath } from 'node:fs/promises';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type { TestRecipe, WatchedRun, WatchRequest } from '../../../ports/testRunner.ts';
import { inRunFolders, notStarted } from '../../watching/runFolders.ts';
import type { Ecosystem, EcosystemOptions } from '../ecosystem.ts';
import { runBuiltTests } from './builtTests.ts';
import { claimsOf } from './cppProject.ts';
import { type CppSettings, resolveCpp } from './cppRecipe.ts';
import { cppTools } from './cppTools.ts';
import { markUsed, removeOldBuilds } from './oldBuilds.ts';
import { toolRunner } from './runTool.ts';

export function createCppEcosystem(options: EcosystemOptions): Ecosystem {
  return {
    runners: ['googletest', 'ctest'],
    languages: ['c', 'cpp'],
    claims: claimsOf,
    resolve: async (request) => resolveCpp(request, options.environment),
    run: (recipe, watch, cancellation) => runWatched(options, recipe, watch, cancellation),
  };
}

function runWatched(
  options: EcosystemOptions,
  recipe: TestRecipe,
  watch: WatchRequest,
  cancellation: Cancellation,
): Promise<WatchedRun> {
  return inRunFolders(options.cacheFolder, async ({ outFolder, cacheFolder: written }) => {
    const cacheFolder = await realpath(written);
    const { repository } = recipe;
    const settings = recipe.settings as unknown as CppSettings;
    const writable = [outFolder, cacheFolder];
    const run = toolRunner(
      options.runProcess,
      options.environment,
      repository,
      writable,
      [options.watcherFolder],
      cancellation,
    );
    const tools = await cppTools(options.watcherFolder, cacheFolder, settings, run);
    if (typeof tools === 'string') return notStarted(tools);
    await markUsed(tools.folder);
    await removeOldBuilds(cacheFolder);
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    return runBuiltTests({
      options,
      recipe,
      settings,
      watch,
      outFolder,
      cacheFolder,
      tools,
      run,
      cancellation,
      seconds,
    });
  });
}
