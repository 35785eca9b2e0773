/**
 * Leave to run a repository's own code. Test runners execute what the repository holds already when they list tests, and
 * its interpreter may be a program of its own, so nothing of it is started before someone said yes: by `--trust`, or on
 * the terminal.
 */
import { createInterface } from 'node:readline/promises';
import { printable } from './printable.ts';

export type Trust = { readonly kind: 'given' } | { readonly kind: 'refused'; readonly message: string };

export async function askTrust(repository: string, tests: readonly string[], isTrusted: boolean): Promise<Trust> {
  if (isTrusted) return { kind: 'given' };
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    const message = `Localizing runs the tests, and with them the code, of ${repository}. Pass --trust if you trust it`;
    return { kind: 'refused', message };
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const what = printable(`${tests.join(' ')}\n  in ${repository}`);
    const answer = await terminal.question(`This runs the repository's own code:\n  ${what}\nGo on? [y/N] `);
    return /^y(es)?$/i.test(answer.trim()) ? { kind: 'given' } : { kind: 'refused', message: 'Nothing was run' };
  } finally {
    terminal.close();
  }
}
