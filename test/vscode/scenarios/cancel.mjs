/** A test that never ends is stopped by the Cancel button, with everything it started, and without a complaint. */
import { existsSync, readFileSync } from 'node:fs';
import { openWorkbench } from '../editor/workbench.mjs';
import { check, expect, picture, scenario, until } from '../harness.mjs';
import { userOf } from '../user.mjs';
import { isAlive, shopWorkspace, withEndlessTest } from '../workspaces.mjs';

export function cancel(server) {
  return scenario('Cancel', async () => {
    const workspace = shopWorkspace();
    const pidFile = withEndlessTest(workspace.folder);
    const { page, close } = await openWorkbench(server, workspace.folder);
    const user = userOf(page);
    const pids = () => readFileSync(pidFile, 'utf8').split('\n').filter(Boolean).map(Number);
    try {
      await check('progress is shown while a test that never ends runs', async () => {
        await user.openFile('test_endless.py');
        await page.locator('.view-line', { hasText: 'def test_never_ends' }).first().click();
        await user.command('Culprit: Localize This Failing Test');
        const progress = user.toast('Running the failing test').first();
        await progress.waitFor().catch(async ({ message }) => {
          throw new Error(`${message}\nNotifications: ${await user.notifications()}`);
        });
        await until('the test writes down its processes', () => existsSync(pidFile) && pids().length >= 2);
        expect(pids().every(isAlive), 'The processes of the test do not run');
        await picture(page, '11-progress');
      });
      await check('Cancel leaves no process behind', async () => {
        await page.locator('.notification-toast .monaco-button', { hasText: 'Cancel' }).click();
        await until(`processes ${pids()} end`, () => !pids().some(isAlive), 30_000);
      });
      await check('nothing is shown as an error, and no ranking either', async () => {
        await user.toast('Running the failing test').waitFor({ state: 'detached' });
        await user.noErrorShown();
        expect((await page.locator('.notification-toast').count()) === 0, 'A notification is left');
        await picture(page, '12-cancelled');
      });
      await check('the next localization can start at once', async () => {
        await user.openFile('test_invoice.py');
        await page.locator('.view-line', { hasText: 'def test_loyal_member' }).first().click();
        await user.command('Culprit: Localize This Failing Test');
        await user.rowOfRank(1);
      });
    } finally {
      await picture(page, 'cancel-end');
      await close();
      workspace.remove();
    }
  });
}
