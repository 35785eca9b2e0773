/** Node's own runner: each file of tests in a process of its own, with the options the project gives Node. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JavascriptRunner } from './javascriptRunner.ts';
import { keptNodeFlags } from './nodeFlags.ts';
import { testCommand } from './testScript.ts';

export const nodeTest: JavascriptRunner = {
  name: 'node',
  package: null,
  isImported: /(from\s*|require\(\s*|import\s*)['"]node:test['"]/,
  isStarted: (words) => isNodeTest(words),
  isConfigured: () => false,
  resolve({ repository, names, around }) {
    const owner = around.find(({ scripts }) => testCommand(scripts, isNodeTest) !== null) ?? around[0]!;
    const command = testCommand(owner.scripts, isNodeTest);
    const words = command?.words ?? [];
    const flags = [...(words[0] === 'tsx' ? ['--import', 'tsx'] : []), ...keptNodeFlags(words.slice(1))];
    const environment = Object.entries(command?.environment ?? {}).map(([name, value]) => `${name}=${value}`);
    return {
      kind: 'ready',
      cwd: owner.folder,
      settings: { flags, environment },
      display: [...flags, '--test', ...new Set(names.map(({ file }) => join(repository, file)))],
    };
  },
  caches: [],
  async launch({ recipe, requestFile, watcherFolder }) {
    const hook = pathToFileURL(join(watcherFolder, 'loadHooks.mjs')).href;
    const flags = (recipe.settings.flags as readonly string[] | undefined) ?? [];
    return {
      arguments: [join(watcherFolder, 'runFiles.cjs'), requestFile],
      environment: {},
      request: { nodeArguments: ['--import', hook, ...flags] },
    };
  },
};

/** `node … --test …`, or tsx in the place of node. */
function isNodeTest(words: readonly string[]): boolean {
  return (
    (words[0] === 'node' || words[0] === 'tsx') && words.some((word) => word === '--test' || word.startsWith('--test='))
  );
}
