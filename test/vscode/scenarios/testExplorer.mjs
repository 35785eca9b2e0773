/** From a red test in the Test Explorer to the ranked tree, its evidence, the heat in the text, and back to nothing. */

import { openWorkbench } from '../editor/workbench.mjs';
import { check, expect, picture, scenario, until } from '../harness.mjs';
import { userOf } from '../user.mjs';
import { bug, failingTest, shopWorkspace } from '../workspaces.mjs';

export function testExplorer(server) {
  return scenario('Test Explorer', async () => {
    const workspace = shopWorkspace();
    const { page, close } = await openWorkbench(server, workspace.folder);
    const user = userOf(page);
    const red = page.locator('.test-explorer .monaco-list-row', { hasText: failingTest });
    try {
      await check('a failing Python test is red in the Test Explorer', async () => {
        await user.openView('Testing');
        await page.locator('.testing-filter-wrapper .monaco-editor').click();
        await page.keyboard.type(failingTest);
        await red.first().waitFor();
        await red.first().hover();
        await red.first().locator('.action-label[aria-label^="Run Test"]').click();
        await red.locator('.codicon-testing-failed-icon').first().waitFor();
      });
      await check('its row localizes it: the true line is the first of a ranked tree', async () => {
        await red.first().hover();
        await red.first().locator('.action-label[aria-label^="Localize This Failing Test"]').click();
        const first = await user.rowOfRank(1);
        await first.waitFor();
        const label = await first.innerText();
        expect(label.includes(`${bug.file}:${bug.line}`), `The first row says ${label}`);
        await picture(page, '1-ranked-tree');
      });
      await check('the status bar says it in one sentence', () =>
        user.status(`${bug.file}:${bug.line} is the most suspicious line`).first().waitFor(),
      );
      await check('the line is open and carries its rank', async () => {
        await user.isAtLine(bug.file, bug.line);
        await user.decorated('suspect #1');
      });
      await check('no error is shown', () => user.noErrorShown());
      await check('evidence opens to steps, and a click on a step goes to its line', async () => {
        const steps = user.rows().filter({ hasText: /^\s*[\w]+\.py:\d+/ });
        await steps.first().waitFor();
        const elsewhere = steps.filter({ hasNotText: `${bug.file}:${bug.line}` });
        const [, file, line] = /(\w+\.py):(\d+)/.exec(await elsewhere.first().innerText());
        await elsewhere.first().click();
        await user.isAtLine(file, line);
        await picture(page, '2-evidence-step');
      });
      await check('the keyboard walks the tree: down, and Enter goes to the line', async () => {
        const first = await user.rowOfRank(1);
        await first.click();
        await user.isAtLine(bug.file, bug.line);
        await first.focus().catch(() => undefined);
        await page.keyboard.press('ArrowDown');
        await page.locator('[id="workbench.view.extension.culprit"] .monaco-list-row.focused').waitFor();
        const focused = page.locator('[id="workbench.view.extension.culprit"] .monaco-list-row.focused');
        await until('the focus is below the first row', async () =>
          ((await focused.getAttribute('aria-label')) ?? '').startsWith('Evidence'),
        );
        await page.keyboard.press('Enter');
        await page.locator('.statusbar-item', { hasText: 'Ln ' }).first().waitFor();
      });
      await check('the hover on the line lists the evidence', async () => {
        await (await user.rowOfRank(1)).click();
        await user.isAtLine(bug.file, bug.line);
        await page
          .locator('.view-line', { hasText: 'LOYALTY_BONUS' })
          .last()
          .locator('span', { hasText: /^return$/ })
          .last()
          .hover();
        await page.locator('.monaco-hover', { hasText: 'rank 1 of' }).first().waitFor();
        await picture(page, '3-hover');
      });
      await check('an edit of the line takes its mark away', async () => {
        await page.locator('.view-line', { hasText: 'LOYALTY_BONUS' }).last().click();
        await page.keyboard.press('End');
        await page.keyboard.type(' ');
        await until(
          'no first rank',
          async () => !(await user.afterTexts()).some((text) => text.includes('suspect #1')),
        );
        await page.keyboard.press('Control+Z');
      });
      await check('clearing empties the tree and the text', async () => {
        await user.command('Culprit: Clear Localization');
        await user.undecorated();
        await page.locator('.welcome-view-content', { hasText: 'Put the cursor in a failing Python test' }).waitFor();
        await picture(page, '4-cleared');
      });
      await check('the failure message in Test Results localizes, too', async () => {
        await user.command('Test: Show Output').catch(() => undefined);
        await user.command('Test Results: Focus on Test Results View');
        const message = page.locator('.test-output-peek-tree .monaco-list-row', { hasText: 'InvoiceError' });
        await message.first().waitFor();
        await message.first().click({ button: 'right' });
        await user.choose('Localize This Failing Test');
        await user.rowOfRank(1);
        await user.decorated('suspect #1');
        await picture(page, '5-from-failure-message');
      });
    } finally {
      await picture(page, 'test-explorer-end');
      await close();
      workspace.remove();
    }
  });
}
