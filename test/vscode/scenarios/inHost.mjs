/**
 * Inside the extension host, by `@vscode/test-electron`: arguments as the editor rebuilds them, which no click can
 * send. The extension under test is the packaged one, unpacked.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedEditor } from '../editor/install.mjs';
import { check, scenario } from '../harness.mjs';
import { shopWorkspace } from '../workspaces.mjs';

const here = import.meta.dirname;

export function inHost({ vsix }) {
  return scenario('Inside the extension host', async () => {
    const { runTests } = createRequire(join(installedEditor().root, 'package.json'))('@vscode/test-electron');
    const workspace = shopWorkspace();
    const unpacked = mkdtempSync(join(tmpdir(), 'culprit-unpacked-'));
    try {
      await check('every check of test/vscode/host/suite.cjs passes', async () => {
        const unzip = `import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])`;
        const done = spawnSync('python3', ['-c', unzip, vsix, unpacked], { encoding: 'utf8' });
        if (done.status !== 0) throw new Error(done.stderr);
        await runTests({
          vscodeExecutablePath: join(here, '../editor/codeShim.mjs'),
          extensionDevelopmentPath: join(unpacked, 'extension'),
          extensionTestsPath: join(here, '../host/suite.cjs'),
          launchArgs: [workspace.folder],
        });
      });
    } finally {
      rmSync(unpacked, { recursive: true, force: true });
      workspace.remove();
    }
  });
}
