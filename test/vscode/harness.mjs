/** Checks that print one line each, and the pictures taken on the way. Leaves out what is checked. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const pictures = join(import.meta.dirname, '../../test-results');
const counts = { passed: 0, failed: 0 };

/** Where pictures go; made on first use. */
function pictureFile(name) {
  mkdirSync(pictures, { recursive: true });
  return join(pictures, `${name}.png`);
}

export async function picture(page, name) {
  await page.screenshot({ path: pictureFile(name), animations: 'disabled' });
}

/** One step of a scenario. A failed step ends its scenario: what follows builds on it. */
export async function check(name, body) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  try {
    const value = await body();
    counts.passed += 1;
    console.log(`ok      ${name} (${seconds()})`);
    return value;
  } catch (error) {
    counts.failed += 1;
    console.log(
      `FAILED  ${name} (${seconds()})\n        ${String(error.message ?? error).replaceAll('\n', '\n        ')}`,
    );
    throw new FailedCheck();
  }
}

class FailedCheck extends Error {}

export async function scenario(name, body) {
  console.log(`\n${name}`);
  try {
    await body();
  } catch (error) {
    if (error instanceof FailedCheck) return;
    counts.failed += 1;
    console.log(`FAILED  ${name}: ${error.stack ?? error}`);
  }
}

/** Waits until `body` answers something true; for states that no locator can wait for. */
export async function until(what, body, timeoutMs = 60_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await body();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/**
 * Runs a scenario, and once more in an editor of its own where a check of it failed: a browser can lose a click. The
 * failure stays in the output, and a second one counts.
 */
export async function withSecondTry(run) {
  const before = { ...counts };
  await run();
  if (counts.failed === before.failed) return;
  console.log('\nA check failed; the scenario is tried once more, from the start.');
  Object.assign(counts, before);
  await run();
}

export function expect(condition, message) {
  if (!condition) throw new Error(message);
}

export function endReport() {
  console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}
