/** The commands of the extension, as `package.json` contributes them. */
export const commandIds = {
  localizeFailingTest: 'culprit.localizeFailingTest',
  showExecutionTrace: 'culprit.showExecutionTrace',
  showInExecutionTrace: 'culprit.showInExecutionTrace',
  clearLocalization: 'culprit.clearLocalization',
  showLog: 'culprit.showLog',
} as const;
