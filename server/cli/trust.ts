/**
 * Leave to run a repository's own code. Test runners execute what the repository holds already when they list tests, so
 * nothing is run before someone said yes: by `--trust`, or on the terminal.
 */
import { createInterface } from 'node:readline/promises';
import type { TestRecipe } from '../ports/testRunner.ts';
import { CliRefusal, exitStatus } from './exitStatus.ts';

/** Throws a refusal where the answer is no, or where there is nobody to ask. */
export async function askTrust(recipe: TestRecipe, isTrusted: boolean): Promise<void> {
  if (isTrusted) return;
  const command = recipe.display.join(' ');
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CliRefusal(
      `This runs the repository's own code (${command}, in ${recipe.cwd}). Pass --trust if you trust it`,
      exitStatus.notRun,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`Run this repository's own code?\n  ${command}\n  in ${recipe.cwd}\n[y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new CliRefusal('Nothing was run', exitStatus.notRun);
  } finally {
    terminal.close();
  }
}
