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
    /** A link is drawn anew when the key for it goes down, and may lose the click that is on its way. */
    const follow = (link, file) =>
      until(`the link leads to ${file}`, async () => {
        const box = await link.boundingBox({ timeout: 2000 }).catch(() => null);
        if (box !== null) {
          await page.keyboard.down('Control');
          await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
          await page.keyboard.up('Control');
        }
        const active = page.locator('.tab.active', { hasText: file });
        return active.waitFor({ timeout: 2000 }).then(
          () => true,
          () => false,
        );
      });
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
        await follow(row('shop.invoices.InvoiceError:').locator('.detected-link').first(), 'invoices.py');
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
        const line = row(`${bug.line} return rate * LOYALTY_BONUS`);
        await follow(line.locator('.detected-link').first(), bug.file);
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
