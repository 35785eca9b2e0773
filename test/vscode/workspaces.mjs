/** Throw-away workspaces: the shop with its one bug, and what each scenario puts beside it. */

import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const shop = join(import.meta.dirname, '../subjects/python-shop');
export const failingTest = 'test_loyal_member_pays_the_agreed_price';
export const passingTest = 'test_refuses_another_total';
/** Line of `return rate * LOYALTY_BONUS`, which should add. */
export const bug = { file: 'pricing.py', line: 30 };

export function shopWorkspace() {
  const folder = mkdtempSync(join(tmpdir(), 'culprit-shop-'));
  cpSync(shop, folder, { recursive: true, filter: (path) => !path.includes('__pycache__') });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * A test that never ends, with a child process that does not either; both write down who they are. Without a sandbox: what is
 * written in one stays there, and its processes have other numbers.
 */
export function withEndlessTest(folder) {
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify({ 'culprit.sandbox': 'none' }));
  const pids = join(folder, 'endless.pids');
  writeFileSync(
    join(folder, 'tests/test_endless.py'),
    `import os
import subprocess
import time
import unittest


class EndlessTest(unittest.TestCase):
    def test_never_ends(self):
        child = subprocess.Popen(["sleep", "100000"])
        with open(${JSON.stringify(pids)}, "a") as pids:
            pids.write(f"{os.getpid()}\\n{child.pid}\\n")
        while True:
            time.sleep(0.05)
`,
  );
  return pids;
}

/** Everything a repository can do to run code unasked; each leaves a marker outside of the workspace. */
export function withTraps(folder) {
  const markers = mkdtempSync(join(tmpdir(), 'culprit-markers-'));
  const touch = (name) => `touch ${join(markers, name)}`;
  const script = (path, body) => {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
  };
  const python = (name) => `open(${JSON.stringify(join(markers, name))}, "w").close()\n`;
  spawnSync('git', ['init', '-q', folder]);
  writeFileSync(join(folder, 'conftest.py'), python('conftest'));
  writeFileSync(join(folder, 'sitecustomize.py'), python('sitecustomize'));
  script(join(folder, '.venv/bin/python'), `${touch('venv-python')}\nexec python3 "$@"`);
  script(join(folder, '.venv/bin/python3'), `${touch('venv-python')}\nexec python3 "$@"`);
  script(join(folder, 'git'), touch('git-beside-the-code'));
  script(join(folder, 'fsmonitor'), touch('fsmonitor'));
  for (const hook of ['post-checkout', 'post-index-change', 'pre-commit']) {
    script(join(folder, '.git/hooks', hook), touch(`hook-${hook}`));
  }
  spawnSync('git', ['-C', folder, 'config', 'core.fsmonitor', join(folder, 'fsmonitor')]);
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  // The traps leave their marks where a sandbox does not reach.
  const settings = {
    'culprit.sandbox': 'none',
    'culprit.python.interpreter': join(folder, '.venv/bin/python'),
    'python.defaultInterpreterPath': '.venv/bin/python',
  };
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
  return {
    sprung: () => readdirSync(markers),
    remove: () => rmSync(markers, { recursive: true, force: true }),
  };
}

export function isAlive(pid) {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/^\d+ \(.*\) Z/.test(spawnSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' }).stdout);
}
