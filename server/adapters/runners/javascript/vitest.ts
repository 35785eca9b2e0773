/** vitest, in the project's own version: started by a program of ours that knows its ways from within. */
import { join } from 'node:path';
import { configurationFolder } from './configurationFolder.ts';
import { installedRunner, optionIn } from './installedRunner.ts';
import type { JavascriptRunner } from './javascriptRunner.ts';
import { testCommand } from './testScript.ts';

const oldestMajor = 4;
const ownConfiguration = /^vitest\.(config|workspace)\.[cm]?[jt]s$/;
const shape = {
  files: /^(vitest|vite)\.(config|workspace)\.[cm]?[jt]s$/,
  field: '',
  forAllBelow: /\b(projects|workspace)\b/,
};
const isVitest = ([program]: readonly string[]) => program === 'vitest';

export const vitest: JavascriptRunner = {
  name: 'vitest',
  package: 'vitest',
  isImported: /(from\s*|require\(\s*|import\s*)['"]vitest['"]/,
  isStarted: isVitest,
  isConfigured: ({ entries }) => entries.some((name) => ownConfiguration.test(name)),
  resolve({ repository, names, around }) {
    const owner = configurationFolder(around, shape);
    const installed = installedRunner(repository, owner, 'vitest', oldestMajor);
    if ('missing' in installed) return { kind: 'missing', message: installed.missing };
    const command = testCommand(owner.scripts, isVitest);
    const environment = Object.entries(command?.environment ?? {}).map(([name, value]) => `${name}=${value}`);
    const config = optionIn(command?.words ?? [], ['--config', '-c']);
    const files = new Set(names.map(({ file }) => join(repository, file)));
    return {
      kind: 'ready',
      cwd: owner.folder,
      settings: { environment, ...(config === null ? {} : { config }) },
      display: [installed.commands.get('vitest') ?? 'vitest', 'run', ...files],
    };
  },
  caches: ['vitest', 'vite'],
  async launch({ recipe, requestFile, watcherFolder }) {
    return {
      arguments: [join(watcherFolder, 'vitest', 'main.mjs'), requestFile],
      environment: {},
      request: { config: recipe.settings.config ?? null },
    };
  },
};
