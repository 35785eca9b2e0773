/**
 * Leave to run a repository's own code. Test runners execute what the repository holds already when they list tests, and
 * its interpreter may be a program of its own, so nothing of it is started before someone said yes: by `--trust`, or on
 * the terminal. A yes on the terminal holds until the way the tests are run changes, or a file that steers it.
 */
import { createInterface } from 'node:readline/promises';
import { type ApprovalRequest, createApprovals } from '../adapters/disk/approvals.ts';
import { stateFolder } from '../adapters/disk/stateFolder.ts';
import { printable } from '../protocol/printable.ts';

export type Trust = { readonly kind: 'given' } | { readonly kind: 'refused'; readonly message: string };

export async function askTrust(request: ApprovalRequest, isTrusted: boolean): Promise<Trust> {
  if (isTrusted) return { kind: 'given' };
  const approvals = createApprovals(stateFolder(process.env));
  if (approvals.has(request)) return { kind: 'given' };
  const { repository, tests } = request;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    const message = `Localizing runs the tests, and with them the code, of ${repository}. Pass --trust if you trust it`;
    return { kind: 'refused', message };
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const what = printable(`${tests.join(' ')}\n  in ${repository}`);
    const answer = await terminal.question(`This runs the repository's own code:\n  ${what}\nGo on? [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) return { kind: 'refused', message: 'Nothing was run' };
    approvals.add(request);
    return { kind: 'given' };
  } finally {
    terminal.close();
  }
}
