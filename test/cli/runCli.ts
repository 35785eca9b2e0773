/** Starts the built command line as a user would, in a repository made of the given files. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
export const shop = join(projectRoot, 'test/subjects/python-shop');
export const shopTest = 'tests.test_invoice.InvoiceTest.test_loyal_member_pays_the_agreed_price';

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A signal to send once a condition holds, looked at now and then, and whenever something is said. */
  readonly stop?: { readonly signal: NodeJS.Signals; readonly when: (stderr: string) => boolean };
}

export function culprit(argv: readonly string[], { env = {}, stop }: CliOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, 'dist/cli.cjs'), ...argv], {
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text: Buffer) => {
      stdout += text.toString();
    });
    const look = () => {
      if (stop === undefined || child.killed || !stop.when(stderr)) return;
      child.kill(stop.signal);
    };
    child.stderr.on('data', (text: Buffer) => {
      stderr += text.toString();
      look();
    });
    const watching = setInterval(look, 50);
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(watching);
      resolve({ status, stdout, stderr });
    });
  });
}

export interface TemporaryRepository {
  readonly root: string;
  remove(): void;
}

/** A folder that is not under git, holding `files`. */
export function repositoryOf(files: Readonly<Record<string, string | Uint8Array>>): TemporaryRepository {
  const root = mkdtempSync(join(tmpdir(), 'culprit-repo-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** One hash over the names, modes and bytes of everything below a folder. */
export function treeHash(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const found = statSync(join(folder, entry));
    hash.update(`${entry}\0${found.mode}\0`);
    if (found.isFile()) hash.update(readFileSync(join(folder, entry)));
  }
  return hash.digest('hex');
}
