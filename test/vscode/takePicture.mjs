/**
 * Takes the picture of the README: `npm run package && node test/vscode/takePicture.mjs` writes docs/images/localize.png.
 * It is the shop of the tests in the real editor.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkbench, startServer } from './editor/workbench.mjs';
import { userOf } from './user.mjs';
import { failingTest, shopWorkspace } from './workspaces.mjs';

const repository = join(import.meta.dirname, '../..');
const vsix = process.env.CULPRIT_VSIX ?? join(repository, 'culprit-0.1.0.vsix');
const images = join(repository, 'docs/images');
mkdirSync(images, { recursive: true });

const settings = {
  'workbench.colorTheme': process.env.THEME ?? 'Default Light Modern',
  'editor.minimap.enabled': false,
  'editor.fontSize': 14,
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'workbench.tips.enabled': false,
};
const server = await startServer({ vsix: [vsix], settings });
const workspace = shopWorkspace();
const { page, close } = await openWorkbench(server, workspace.folder);
try {
  const user = userOf(page);
  await user.openFile('test_invoice.py');
  await page
    .locator('.view-line', { hasText: `def ${failingTest}` })
    .first()
    .click();
  await user.command('Culprit: Localize This Failing Test');
  await user.rowOfRank(1);
  await user.decorated('suspect #1 ');
  const sash = await page.locator('.monaco-sash.vertical:not(.disabled)').first().boundingBox();
  await page.mouse.move(sash.x + sash.width / 2, sash.y + 200);
  await page.mouse.down();
  await page.mouse.move(sash.x + 230, sash.y + 200, { steps: 10 });
  await page.mouse.up();
  await page.mouse.move(900, 780);
  await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
  await page.screenshot({ path: process.env.OUT ?? join(images, 'localize.png'), animations: 'disabled' });
} finally {
  await close();
  await server.stop();
  workspace.remove();
}
