/**
 * `npm run test:editor`: the packaged extension in a real VS Code. Installs the editor on first use; the browser is the
 * system's. `node test/vscode/run.mjs cancel untrusted` runs only those. Pictures are left in test-results/.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browser, startServer } from './editor/workbench.mjs';
import { endReport, withSecondTry } from './harness.mjs';
import { cancel } from './scenarios/cancel.mjs';
import { editorEntrances } from './scenarios/editorEntrances.mjs';
import { inHost } from './scenarios/inHost.mjs';
import { testExplorer } from './scenarios/testExplorer.mjs';
import { trace } from './scenarios/trace.mjs';
import { untrusted } from './scenarios/untrusted.mjs';

if (!existsSync(browser)) {
  console.log(`No browser at ${browser}: install one (apt-get install -y chromium) or set CHROMIUM to its path.`);
  process.exit(1);
}
const repository = join(import.meta.dirname, '../..');
const vsix = process.env.CULPRIT_VSIX ?? newestVsix();
if (vsix === undefined) {
  console.log('No .vsix in the checkout: npm run package makes it.');
  process.exit(1);
}

const scratch = mkdtempSync(join(tmpdir(), 'culprit-fixture-'));
const fixture = join(scratch, 'failing-tests.vsix');
packageFixture(fixture);

const scenarios = { testExplorer, editorEntrances, trace, cancel, untrusted, inHost };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(scenarios);
for (const name of wanted) {
  if (!(name in scenarios)) {
    console.log(`No scenario "${name}": ${Object.keys(scenarios).join(', ')}`);
    process.exit(2);
  }
}
for (const name of wanted) await withSecondTry(() => runScenario(name));
rmSync(scratch, { recursive: true, force: true });
process.exitCode = endReport();

async function runScenario(name) {
  if (name === 'inHost') return inHost({ vsix });
  const trustEverything = name !== 'untrusted';
  const settings = trustEverything ? {} : { 'security.workspace.trust.startupPrompt': 'always' };
  const server = await startServer({ vsix: [vsix, fixture], trustEverything, settings });
  try {
    await scenarios[name](server);
  } finally {
    await server.stop();
  }
}

function newestVsix() {
  const found = readdirSync(repository).filter((file) => file.endsWith('.vsix'));
  return found.length === 0 ? undefined : join(repository, found.sort().at(-1));
}

function packageFixture(out) {
  const folder = join(import.meta.dirname, 'fixtures/failing-tests');
  const args = ['package', '--no-dependencies', '--skip-license', '--out', out];
  const done = spawnSync(join(repository, 'node_modules/.bin/vsce'), args, { cwd: folder, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`The fixture was not packaged: ${done.stdout}${done.stderr}`);
}
