/** The commands of the extension, as `package.json` contributes them. */
export const commandIds = {
  localizeFailingTest: 'culprit.localizeFailingTest',
  clearLocalization: 'culprit.clearLocalization',
  showLog: 'culprit.showLog',
} as const;
