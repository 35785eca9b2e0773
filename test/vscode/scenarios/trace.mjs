/** How a test ran, as a document: its colours, its folds, its links into the sources, and the way to it from a ranked line. */
import { readdirSync } from 'node:fs';
import { openWorkbench } from '../editor/workbench.mjs';
import { check, expect, picture, scenario, until } from '../harness.mjs';
import { userOf } from '../user.mjs';
import { bug, failingTest, shopWorkspace } from '../workspaces.mjs';

export function trace(server) {
  return scenario('Execution trace', async () => {
    const workspace = shopWorkspace();
    const files = () =>
      readdirSync(workspace.folder, { recursive: true }).filter((file) => !file.includes('__pycache__'));
    const before = files().sort().join();
    const { page, close } = await openWorkbench(server, workspace.folder);
    const user = userOf(page);
    const row = (text) => page.locator('.view-line', { hasText: text }).first();
    const tab = page.locator('.tab.active', { hasText: `Trace of ${failingTest}` });
    try {
      await check('the palette shows how the test at the cursor ran', async () => {
        await user.openFile('test_invoice.py');
        await row(`def ${failingTest}`).click();
        await user.command('Culprit: Show Execution Trace');
        await tab.waitFor();
        await row('TRACE tests/test_invoice.py').waitFor();
        await row('order_of(quantity = 10').waitFor();
        await user.status('Culprit Trace').first().waitFor();
        await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
      });
      await check('it is coloured', async () => {
        const colours = () =>
          page.evaluate(() => {
            const spans = [...document.querySelectorAll('.editor-instance .view-line span span')];
            return new Set(spans.map((span) => getComputedStyle(span).color)).size;
          });
        await until('five colours or more', async () => (await colours()) >= 5);
        await picture(page, '13-trace');
      });
      await check('it cannot be edited, and is no file', async () => {
        await row('Calls').click();
        await page.keyboard.type('x');
        await page.locator('.monaco-editor-overlaymessage', { hasText: 'read-only' }).first().waitFor();
        expect(files().sort().join() === before, `The workspace holds ${files()}`);
      });
      await check('it folds by its indentation', async () => {
        await row('Calls').click();
        await page.keyboard.press('Control+Shift+BracketLeft');
        await row('order_of(quantity = 10').waitFor({ state: 'hidden' });
        await row('What the failure depends on').waitFor();
        await picture(page, '14-trace-folded');
        await page.keyboard.press('Control+Shift+BracketRight');
        await row('order_of(quantity = 10').waitFor();
      });
      await check('a place in it is a link to the line', async () => {
        const link = row('shop.invoices.InvoiceError:').locator('.detected-link').first();
        await link.waitFor();
        await link.click({ modifiers: ['Control'] });
        await user.isAtLine('invoices.py', 24);
      });
      await check('a ranked line leads to where it ran', async () => {
        await user.openFile('test_invoice.py');
        await row(`def ${failingTest}`).click();
        await user.command('Culprit: Localize This Failing Test');
        await user.rowOfRank(1);
        const ranked = user
          .rows()
          .filter({ hasText: `${bug.file}:${bug.line}` })
          .first();
        await ranked.click({ button: 'right' });
        await picture(page, '15-trace-menu');
        await user.choose('Show in Execution Trace');
        await tab.waitFor();
        await until('the line is in sight', async () => {
          const box = await row(`${bug.line} return rate * LOYALTY_BONUS`).boundingBox();
          return box !== null && 100 < box.y && box.y < 800;
        });
        await picture(page, '16-trace-of-line');
      });
      await check('and from there back to the source', async () => {
        await row(`${bug.line} return rate * LOYALTY_BONUS`)
          .locator('.detected-link')
          .first()
          .click({ modifiers: ['Control'] });
        await user.isAtLine(bug.file, bug.line);
        await user.noErrorShown();
      });
    } finally {
      await picture(page, 'trace-end');
      await close();
      workspace.remove();
    }
  });
}
