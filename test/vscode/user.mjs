/** What a user does in the workbench, in the words of the workbench. Waits on states, never on the clock. */
import { expect, until } from './harness.mjs';

export function userOf(page) {
  const rows = () => page.locator('[id="workbench.view.extension.culprit"] .monaco-list-row');
  return {
    page,
    rows,

    /** Runs a command by its title. The palette lists what there is when it opens, so it is opened until it has it. */
    async command(title) {
      const widget = page.locator('.quick-input-widget');
      const found = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
      await until(`"${title}" in the palette`, async () => {
        await page.keyboard.press('F1');
        await widget.locator('input[type=text]').waitFor();
        await widget.locator('input[type=text]').fill(`>${title}`);
        const isThere = await found.waitFor({ timeout: 5000 }).then(
          () => true,
          () => false,
        );
        if (!isThere) await page.keyboard.press('Escape');
        return isThere;
      });
      await found.click();
      await widget.waitFor({ state: 'hidden' });
    },

    async openView(title) {
      await page.locator(`.activitybar .action-label[aria-label^="${title}"]`).click();
    },

    async openFile(name) {
      await page.keyboard.press('Control+P');
      const input = page.locator('.quick-input-widget input[type=text]');
      await input.waitFor();
      await input.fill(name);
      const file = name.split('/').at(-1).split(':')[0];
      await page.locator('.quick-input-list .monaco-list-row', { hasText: file }).first().click();
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await page.locator('.tab.active', { hasText: file }).waitFor();
    },

    /** Chooses an entry of the context menu that is open. A menu takes no click in its first moment, so it may need two. */
    async choose(label) {
      const entry = page.locator('.context-view .monaco-menu .action-item', { hasText: label }).first();
      await entry.waitFor();
      const closes = () =>
        entry.waitFor({ state: 'hidden', timeout: 2000 }).then(
          () => true,
          () => false,
        );
      await until(`the menu with "${label}" closes`, async () => {
        await entry.hover({ timeout: 2000 }).catch(() => undefined);
        await entry.click({ timeout: 2000 }).catch(() => undefined);
        return closes();
      });
    },

    async rowOfRank(rank) {
      const row = rows().filter({ has: page.locator(`[aria-label^="Rank ${rank},"]`) });
      const itself = page.locator(
        `[id="workbench.view.extension.culprit"] .monaco-list-row[aria-label^="Rank ${rank},"]`,
      );
      await itself.or(row).first().waitFor();
      return itself.or(row).first();
    },

    /** File and line of the first row. */
    async topLocation() {
      const label = await (await this.rowOfRank(1)).innerText();
      const [, file, line] = /1\.\s*([\w.]+):(\d+)/.exec(label) ?? [];
      expect(file !== undefined, `The first row says "${label}"`);
      return { file, line: Number(line) };
    },

    /** A click in a tree leaves the keyboard in the tree. */
    async focusEditor() {
      await page.keyboard.press('Control+1');
      await page.locator('.monaco-editor.focused').first().waitFor();
    },

    /** Every notification there is, shown or gone from sight: what to read when one is missing. */
    async notifications() {
      await page.keyboard.press('Escape');
      await page.locator('.statusbar-item[id="status.notifications"]').click();
      return (await page.locator('.notifications-center .notification-list-item').allInnerTexts()).join(' | ');
    },

    toast: (text) => page.locator('.notification-toast', { hasText: text }),

    status: (text) => page.locator('.statusbar-item', { hasText: text }),

    async isAtLine(file, line) {
      await page.locator('.tab.active', { hasText: file }).waitFor();
      await page.locator('.statusbar-item', { hasText: `Ln ${line},` }).waitFor();
    },

    /** The texts that decorations add behind lines of the visible editor. */
    async afterTexts() {
      return page.evaluate(() =>
        [...document.querySelectorAll('.view-line span')]
          .map((span) => getComputedStyle(span, '::after').content)
          .filter((content) => content !== 'none' && content !== 'normal' && content !== '""'),
      );
    },

    async decorated(text) {
      await until(`"${text}" behind a line`, async () => (await this.afterTexts()).some((each) => each.includes(text)));
    },

    async undecorated() {
      await until(
        'no rank behind any line',
        async () => !(await this.afterTexts()).some((t) => t.includes('suspect #')),
      );
    },

    async noErrorShown() {
      const errors = await page.locator('.notification-toast .codicon-error').count();
      expect(errors === 0, `An error is shown: ${await page.locator('.notification-toast').allInnerTexts()}`);
    },
  };
}
