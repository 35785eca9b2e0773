/** Jasmine, with the project's own configuration. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installedRunner } from './installedRunner.ts';
import type { JavascriptPackage } from './javascriptProject.ts';
import type { JavascriptRunner } from './javascriptRunner.ts';
import { testCommand } from './testScript.ts';

const configurations = [
  'spec/support/jasmine.mjs',
  'spec/support/jasmine.js',
  'spec/support/jasmine.json',
  'jasmine.json',
];
const keptFlags = /^--(config|helper|require)=/;

const oldestMajor = 4;

export const jasmine: JavascriptRunner = {
  name: 'jasmine',
  package: 'jasmine',
  caches: [],
  isImported: /(from\s*|require\(\s*)['"]jasmine(-core)?['"]/,
  isStarted: isJasmine,
  isConfigured,
  resolve({ repository, names, around }) {
    const owner =
      around.find(({ scripts }) => testCommand(scripts, isJasmine) !== null) ??
      around.find(isConfigured) ??
      around.find(({ dependencies }) => dependencies.has('jasmine')) ??
      around[0]!;
    const installed = installedRunner(repository, owner, 'jasmine', oldestMajor);
    if ('missing' in installed) return { kind: 'missing', message: installed.missing };
    const command = testCommand(owner.scripts, isJasmine);
    const environment = Object.entries(command?.environment ?? {}).map(([name, value]) => `${name}=${value}`);
    const flags = (command?.words ?? []).filter((word) => keptFlags.test(word));
    const files = [...new Set(names.map(({ file }) => relative(owner.folder, join(repository, file))))];
    return {
      kind: 'ready',
      cwd: owner.folder,
      settings: { jasmineFolder: installed.folder, version: installed.version, flags, environment },
      display: [join(installed.folder, 'bin/jasmine.js'), ...flags, ...files],
    };
  },
  async launch({ recipe, request, watcherFolder }) {
    const hook = pathToFileURL(join(watcherFolder, 'loadHooks.mjs')).href;
    const folder = recipe.settings.jasmineFolder as string;
    const flags = (recipe.settings.flags as readonly string[] | undefined) ?? [];
    const files = (request.files as readonly string[]).map((file) =>
      escaped(relative(recipe.cwd, join(recipe.repository, file))),
    );
    const helper = `--helper=${join(watcherFolder, 'jasmineTests.cjs')}`;
    return {
      arguments: [
        '--import',
        hook,
        join(folder, 'bin/jasmine.js'),
        '--random=false',
        '--no-color',
        helper,
        ...flags,
        ...files,
      ],
      environment: {},
      request: { jasmineFolder: folder },
    };
  },
};

function isJasmine(words: readonly string[]): boolean {
  return /^(\.\/)?(node_modules\/\.bin\/|node_modules\/jasmine\/bin\/)?jasmine(\.js)?$/.test(words[0] ?? '');
}

function isConfigured({ folder }: JavascriptPackage): boolean {
  return configurations.some((name) => existsSync(join(folder, name)));
}

/** Jasmine takes files for patterns. */
function escaped(file: string): string {
  return file
    .split('\\')
    .join('/')
    .replace(/[[\]{}()*?!+@]/g, '\\$&');
}
