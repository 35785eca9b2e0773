/** jest, in the project's own version: started by a program of ours that changes its configuration once it is read. */
import { join } from 'node:path';
import { configurationFolder } from './configurationFolder.ts';
import { installedRunner, optionIn } from './installedRunner.ts';
import type { JavascriptRunner } from './javascriptRunner.ts';
import { keptNodeFlags } from './nodeFlags.ts';
import { testCommand } from './testScript.ts';

const oldestMajor = 29;
const shape = { files: /^jest\.config\.([cm]?[jt]s|json)$/, field: 'jest', forAllBelow: /\bprojects\b/ };

/** `jest …`, or `node … jest …` where Node needs options. */
const isJest = ([program, ...words]: readonly string[]) =>
  program === 'jest' || (program === 'node' && words.some((word) => /(^|[\\/])jest(\.js)?$/.test(word)));

export const jest: JavascriptRunner = {
  name: 'jest',
  package: 'jest',
  isImported: /(from\s*|require\(\s*|import\s*)['"]@jest\/globals['"]/,
  isStarted: isJest,
  isConfigured: ({ entries, fields }) => fields.jest !== undefined || entries.some((name) => shape.files.test(name)),
  resolve({ repository, names, around }) {
    const owner = configurationFolder(around, shape);
    const installed = installedRunner(repository, owner, 'jest', oldestMajor);
    if ('missing' in installed) return { kind: 'missing', message: installed.missing };
    const command = testCommand(owner.scripts, isJest);
    const [program, ...words] = command?.words ?? [];
    const flags = program === 'node' ? keptNodeFlags(words) : [];
    const environment = Object.entries(command?.environment ?? {}).map(([name, value]) => `${name}=${value}`);
    const config = optionIn(words, ['--config', '-c']);
    const files = new Set(names.map(({ file }) => join(repository, file)));
    return {
      kind: 'ready',
      cwd: owner.folder,
      settings: { environment, flags, ...(config === null ? {} : { config }) },
      display: [...flags, installed.commands.get('jest') ?? 'jest', '--runTestsByPath', ...files],
    };
  },
  caches: ['jest'],
  async launch({ recipe, requestFile, watcherFolder }) {
    const flags = (recipe.settings.flags as readonly string[] | undefined) ?? [];
    return {
      arguments: [...flags, join(watcherFolder, 'jest', 'main.cjs'), requestFile],
      environment: {},
      request: { config: recipe.settings.config ?? null },
    };
  },
};
