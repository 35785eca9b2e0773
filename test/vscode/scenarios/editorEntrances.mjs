/** The ways in from the text: code lens, palette, context menu; and the answers that are not a ranking. */
import { openWorkbench } from '../editor/workbench.mjs';
import { check, expect, picture, scenario, until } from '../harness.mjs';
import { userOf } from '../user.mjs';
import { failingTest, passingTest, shopWorkspace } from '../workspaces.mjs';

export function editorEntrances(server) {
  return scenario('Editor', async () => {
    const workspace = shopWorkspace();
    const { page, close } = await openWorkbench(server, workspace.folder);
    const user = userOf(page);
    const lineOf = (test) => page.locator('.view-line', { hasText: `def ${test}` }).first();
    const clear = async () => {
      await user.command('Culprit: Clear Localization');
      await user.undecorated();
      await page.locator('.welcome-view-content').first().waitFor();
    };
    try {
      await check('before there is an answer, the view says what to do', async () => {
        await user.openView('Culprit');
        await page.locator('.welcome-view-content', { hasText: 'Put the cursor in a failing test' }).waitFor();
      });
      await check('a lens is above each test function', async () => {
        await user.openFile('test_invoice.py');
        const lenses = page.locator('.codelens-decoration a', { hasText: 'Culprit: localize' });
        await lenses.nth(3).waitFor();
        expect((await lenses.count()) === 4, `${await lenses.count()} lenses for four tests`);
        await picture(page, '6-code-lens');
      });
      await check('a click on the lens localizes its test', async () => {
        await page.locator('.codelens-decoration a', { hasText: 'Culprit: localize' }).nth(3).click();
        await user.topLocation();
        await user.decorated('suspect #1 ');
        await clear();
      });
      await check('the palette localizes the test at the cursor', async () => {
        await user.openFile('test_invoice.py');
        await lineOf(failingTest).click();
        await user.command('Culprit: Localize This Failing Test');
        await user.rowOfRank(1);
        await clear();
      });
      await check('the context menu of the editor does, too', async () => {
        await user.openFile('test_invoice.py');
        await lineOf(failingTest).click();
        await lineOf(failingTest).click({ button: 'right' });
        await page.locator('.context-view .monaco-menu').first().waitFor();
        await picture(page, '7-context-menu');
        await user.choose('Localize This Failing Test');
        await user.rowOfRank(1);
        await clear();
      });
      await check('the light bulb of the test offers it', async () => {
        await user.openFile('test_invoice.py');
        await lineOf(failingTest).click();
        await page.locator('.lightBulbWidget').first().waitFor();
        await page.keyboard.press('Control+Period');
        const action = page.locator('.action-widget .monaco-list-row', { hasText: 'Localize this failing test' });
        await action.first().click();
        await user.rowOfRank(1);
        await clear();
      });
      await check('a test that passes gets a message of its own', async () => {
        await user.openFile('test_invoice.py');
        await lineOf(passingTest).click();
        await user.command('Culprit: Localize This Failing Test');
        await user.toast('passes: there is nothing to localize').first().waitFor();
        await picture(page, '8-passes');
        await user.command('Notifications: Clear All Notifications');
      });
      await check('outside of a test, it says where to put the cursor', async () => {
        await user.openFile('pricing.py');
        await page.locator('.view-line', { hasText: 'MEMBER_BONUS =' }).first().click();
        await user.command('Culprit: Localize This Failing Test');
        await user.toast('Put the cursor in a test function').first().waitFor();
        await user.command('Notifications: Clear All Notifications');
      });
      await check('unsaved changes: the user is asked, and saving goes on', async () => {
        await user.openFile('test_invoice.py');
        await lineOf(failingTest).click();
        await page.keyboard.press('End');
        await page.keyboard.type('  # changed');
        await user.command('Culprit: Localize This Failing Test');
        await user.toast('unsaved changes').first().waitFor();
        await picture(page, '9-unsaved');
        await page.locator('.notification-toast .monaco-button', { hasText: 'Save and Localize' }).click();
        await user.rowOfRank(1);
      });
      await check('the log opens', async () => {
        await user.command('Culprit: Show Log');
        // The text of a log needs native modules that this editor lacks; the channel itself does not.
        await page.locator('.part.panel .monaco-select-box, .part.panel select').first().waitFor();
        await until('the channel is ours', () =>
          page.evaluate(() =>
            [...document.querySelectorAll('.part.panel select')].some(
              (select) => select.selectedOptions[0]?.textContent === 'Culprit',
            ),
          ),
        );
      });
    } finally {
      await picture(page, 'editor-end');
      await close();
      workspace.remove();
    }
  });
}
