/**
 * A real VS Code workbench: its own server, started directly, and Debian's Chromium in front of it. Leaves out what is
 * done in it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedEditor } from './install.mjs';

export const browser = process.env.CHROMIUM ?? '/usr/bin/chromium';
const patienceMs = Number(process.env.PATIENCE_MS ?? 90_000);

const calmSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'files.watcherExclude': {},
};

/** `trustEverything: false` leaves Workspace Trust as a user has it. The test driver hides notifications. */
export async function startServer({ vsix = [], settings = {}, trustEverything = true, testDriver = false, env = {} }) {
  const { node, serverMain } = installedEditor();
  const data = mkdtempSync(join(tmpdir(), 'culprit-editor-'));
  const extensions = join(data, 'extensions');
  mkdirSync(join(data, 'data/User'), { recursive: true });
  writeFileSync(join(data, 'data/User/settings.json'), JSON.stringify({ ...calmSettings, ...settings }));
  const folders = ['--server-data-dir', data, '--extensions-dir', extensions];
  for (const file of vsix) {
    const done = spawnSync(node, [serverMain, ...folders, '--install-extension', file, '--force'], {
      encoding: 'utf8',
    });
    if (!/successfully installed/.test(done.stdout)) throw new Error(`Not installed: ${done.stdout}${done.stderr}`);
  }
  const flags = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'];
  flags.push('--telemetry-level', 'off', '--disable-getting-started-override', '--disable-update-check');
  if (trustEverything) flags.push('--disable-workspace-trust');
  if (testDriver) flags.push('--enable-smoke-test-driver');
  const child = spawn(node, [serverMain, ...flags, ...folders], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  const port = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      log += chunk;
      const listening = /Extension host agent listening on (\d+)/.exec(log);
      if (listening) resolve(Number(listening[1]));
    });
    child.on('exit', (code) => reject(new Error(`The server exited with ${code}\n${log}`)));
  });
  return {
    address: `http://127.0.0.1:${port}`,
    pid: child.pid,
    extensions,
    log: () => log,
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

export async function openWorkbench(
  server,
  folder,
  { payload = [], viewport = { width: 1400, height: 900 }, onPage } = {},
) {
  const { chromium } = createRequire(join(installedEditor().root, 'package.json'))('playwright-core');
  const profile = mkdtempSync(join(tmpdir(), 'culprit-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser,
    headless: true,
    viewport,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(patienceMs);
  await onPage?.(page);
  const query = new URLSearchParams({ folder, payload: JSON.stringify([['skipWelcome', 'true'], ...payload]) });
  await page.goto(`${server.address}/?${query}`);
  await page.locator('.monaco-workbench').waitFor();
  return {
    page,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}
