/** From a red test in the Test Explorer to the ranked tree, its evidence, the heat in the text, and back to nothing. */

import { openWorkbench } from '../editor/workbench.mjs';
import { check, picture, scenario, until } from '../harness.mjs';
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
      const top = await check('its row localizes it, into a ranked tree', async () => {
        await red.first().hover();
        await red.first().locator('.action-label[aria-label^="Localize This Failing Test"]').click();
        const location = await user.topLocation();
        await picture(page, '1-ranked-tree');
        return location;
      });
      await check('the status bar says it in one sentence', () =>
        user.status(`${top.file}:${top.line} is the most suspicious line`).first().waitFor(),
      );
      await check('the first line is open and carries its rank', async () => {
        await user.isAtLine(top.file, top.line);
        await user.decorated('suspect #1 ');
      });
      await check('no error is shown', () => user.noErrorShown());
      await check('evidence opens to steps, and a click on a step goes to its line', async () => {
        const steps = user.rows().filter({ hasText: /^\s*[\w]+\.py:\d+/ });
        await steps.first().waitFor();
        const elsewhere = steps.filter({ hasNotText: `${top.file}:${top.line}` });
        const [, file, line] = /(\w+\.py):(\d+)/.exec(await elsewhere.first().innerText());
        await elsewhere.first().click();
        await user.isAtLine(file, line);
        await picture(page, '2-evidence-step');
      });
      await check('the keyboard walks the tree: down, and Enter goes to the line', async () => {
        const first = await user.rowOfRank(1);
        await first.click();
        await user.isAtLine(top.file, top.line);
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
        await user.isAtLine(top.file, top.line);
        await user.focusEditor();
        await page.keyboard.press('Control+K');
        await page.keyboard.press('Control+I');
        await page.locator('.monaco-hover', { hasText: 'rank 1 of' }).first().waitFor();
        await picture(page, '3-hover');
      });
      await check('an edit of the line takes its mark away', async () => {
        await page.keyboard.press('Escape');
        await user.focusEditor();
        await page.keyboard.press('End');
        await page.keyboard.type(' ');
        await until(
          'no first rank',
          async () => !(await user.afterTexts()).some((text) => text.includes('suspect #1 ')),
        );
        await page.keyboard.press('Control+Z');
      });
      await check('the true line is in the tree', async () => {
        await user
          .rows()
          .filter({ hasText: `${bug.file}:${bug.line}` })
          .first()
          .waitFor();
      });
      await check('clearing empties the tree and the text', async () => {
        await user.command('Culprit: Clear Localization');
        await user.undecorated();
        await page.locator('.welcome-view-content', { hasText: 'Put the cursor in a failing test' }).waitFor();
        await picture(page, '4-cleared');
      });
      for (const [what, text, name] of [
        ['the failed result in Test Results', failingTest, '5-from-result'],
        ['a failure message in Test Results', 'The invoice was not printed', '5-from-message'],
      ]) {
        await check(`${what} localizes, too`, async () => {
          await user.command('Test Results: Focus on Test Results View');
          const row = page.locator('.test-output-peek-tree .monaco-list-row', { hasText: text });
          await row.first().click();
          await row.first().click({ button: 'right' });
          await user.choose('Localize This Failing Test');
          await user.topLocation();
          await user.decorated('suspect #1 ');
          await picture(page, name);
          await user.command('Culprit: Clear Localization');
          await user.undecorated();
        });
      }
      await check('the failed mark in the gutter offers it', async () => {
        await user.openFile('test_invoice.py');
        await page
          .locator(
            '.margin-view-overlays .codicon-testing-failed-icon, .glyph-margin-widgets [class*="testing"][class*="fail"]',
          )
          .first()
          .click({ button: 'right' });
        await user.choose('Localize This Failing Test');
        await user.topLocation();
      });
    } finally {
      await picture(page, 'test-explorer-end');
      await close();
      workspace.remove();
    }
  });
}
