/** A hostile repository, opened without trust: nothing of it runs, whatever is clicked. Trusted, Culprit works. */
import { readdirSync, readFileSync } from 'node:fs';
import { openWorkbench } from '../editor/workbench.mjs';
import { check, expect, picture, scenario } from '../harness.mjs';
import { userOf } from '../user.mjs';
import { failingTest, shopWorkspace, withTraps } from '../workspaces.mjs';

export function untrusted(server) {
  return scenario('Untrusted workspace', async () => {
    const workspace = shopWorkspace();
    const traps = withTraps(workspace.folder);
    const { page, close } = await openWorkbench(server, workspace.folder);
    const user = userOf(page);
    const nothingRan = () => expect(traps.sprung().length === 0, `These ran: ${traps.sprung().join(', ')}`);
    const localizeAtTest = async () => {
      await user.openFile('test_invoice.py');
      await page
        .locator('.view-line', { hasText: `def ${failingTest}` })
        .first()
        .click();
      await user.command('Culprit: Localize This Failing Test');
    };
    try {
      await check('the user does not trust the authors', async () => {
        const dialog = page.locator('.monaco-dialog-box', { hasText: 'trust the authors' });
        await dialog.waitFor();
        await dialog.locator('.monaco-button', { hasText: 'No, I don' }).click();
        await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
      });
      await check('the view says that it needs trust', async () => {
        await user.openView('Culprit');
        await page.locator('.welcome-view-content', { hasText: 'needs you to trust it first' }).waitFor();
      });
      await check('the command asks for trust and does nothing else', async () => {
        await localizeAtTest();
        await user.toast('needs you to trust it first').first().waitFor();
        await picture(page, '13-untrusted');
      });
      await check('no lens is shown and no language server runs', async () => {
        expect((await page.locator('.codelens-decoration a', { hasText: 'Culprit' }).count()) === 0, 'A lens is shown');
        expect(serversOf(server).length === 0, `Language servers run: ${serversOf(server)}`);
      });
      await check('nothing of the repository ran', nothingRan);
      await check('the button leads to Workspace Trust, and trust starts the language server', async () => {
        await page.locator('.notification-toast .monaco-button', { hasText: 'Manage Workspace Trust' }).click();
        const editor = page.locator('.workspace-trust-editor');
        await editor.waitFor();
        nothingRan();
        await editor
          .locator('.monaco-button', { hasText: /^Trust$/ })
          .first()
          .click();
        await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
      });
      await check('trusted, the same test is localized', async () => {
        await localizeAtTest();
        await user.rowOfRank(1);
        await user.decorated('suspect #1 ');
        await picture(page, '14-trusted');
      });
      await check('and the traps were real: trusted code does run', async () => {
        expect(traps.sprung().includes('venv-python'), `Only these ran: ${traps.sprung().join(', ') || 'none'}`);
        expect(serversOf(server).length === 1, `${serversOf(server).length} language servers run`);
      });
    } finally {
      await picture(page, 'untrusted-end');
      await close();
      traps.remove();
      workspace.remove();
    }
  });
}

/** Processes of our language server that belong to this editor. */
function serversOf({ extensions }) {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return commandLine.includes(extensions) && commandLine.includes('lsp.cjs');
    } catch {
      return false;
    }
  });
}
