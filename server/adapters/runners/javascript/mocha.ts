/** Mocha, with the options of the project's own command and configuration. */
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installedRunner } from './installedRunner.ts';
import type { JavascriptPackage } from './javascriptProject.ts';
import type { JavascriptRunner } from './javascriptRunner.ts';
import { testCommand } from './testScript.ts';

const oldestMajor = 8;

export const mocha: JavascriptRunner = {
  name: 'mocha',
  package: 'mocha',
  caches: [],
  isImported: /(from\s*|require\(\s*)['"]mocha['"]/,
  isStarted: isMocha,
  isConfigured,
  resolve({ repository, names, around }) {
    const owner =
      around.find(({ scripts }) => testCommand(scripts, isMocha) !== null) ??
      around.find(isConfigured) ??
      around.find(({ dependencies }) => dependencies.has('mocha')) ??
      around[0]!;
    const installed = installedRunner(repository, owner, 'mocha', oldestMajor);
    if ('missing' in installed) return { kind: 'missing', message: installed.missing };
    const command = testCommand(owner.scripts, isMocha);
    const environment = Object.entries(command?.environment ?? {}).map(([name, value]) => `${name}=${value}`);
    const files = [...new Set(names.map(({ file }) => relative(owner.folder, join(repository, file))))];
    return {
      kind: 'ready',
      cwd: owner.folder,
      settings: {
        mochaFolder: installed.folder,
        version: installed.version,
        words: command?.words.slice(1) ?? [],
        environment,
      },
      display: [join(installed.folder, 'bin/mocha.js'), ...files],
    };
  },
  async launch({ recipe, watcherFolder, environment }) {
    const hook = pathToFileURL(join(watcherFolder, 'loadHooks.mjs')).href;
    const options = [environment.NODE_OPTIONS ?? '', `--import=${hook}`].filter((text) => text !== '').join(' ');
    return {
      arguments: [join(watcherFolder, 'mochaRun.cjs')],
      // By the environment, for mocha starts another Node where it has options for it.
      environment: { NODE_OPTIONS: options },
      request: { mochaFolder: recipe.settings.mochaFolder, mochaWords: recipe.settings.words ?? [] },
    };
  },
};

function isMocha(words: readonly string[]): boolean {
  return /^(\.\/)?(node_modules\/\.bin\/|node_modules\/mocha\/bin\/)?_?mocha(\.js)?$/.test(words[0] ?? '');
}

function isConfigured({ entries, fields }: JavascriptPackage): boolean {
  return fields.mocha !== undefined || entries.some((name) => /^\.mocharc(\.|$)/.test(name));
}
