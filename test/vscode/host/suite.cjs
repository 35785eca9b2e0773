/** Runs in the extension host with the real `vscode` API. Test items are given as the editor gives them: bare. */
const assert = require('node:assert/strict');
const vscode = require('vscode');

const failing = 'test_loyal_member_pays_the_agreed_price';

const fileUri = (path) => vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, path);

async function rowOf(uri, text) {
  const document = await vscode.workspace.openTextDocument(uri);
  return document
    .getText()
    .split('\n')
    .findIndex((line) => line.includes(text));
}

async function bareItem(fields = {}) {
  const uri = fileUri('tests/test_invoice.py');
  const row = await rowOf(uri, `def ${failing}`);
  return { id: 'some-id', label: failing, uri, range: new vscode.Range(row, 0, row, 0), ...fields };
}

async function localized(...args) {
  const result = await vscode.commands.executeCommand('culprit.localizeFailingTest', ...args);
  assert.equal(result?.localization.verdict, 'located');
  assert(result.localization.locations.length > 0);
  return result.localization;
}

const checks = {
  'the commands are there, and the server has another one of its own': async () => {
    await vscode.extensions.getExtension('culprit.culprit').activate();
    const commands = await vscode.commands.getCommands(true);
    for (const id of ['localizeFailingTest', 'showExecutionTrace', 'clearLocalization', 'showLog'])
      assert(commands.includes(`culprit.${id}`));
  },
  'a bare test item without parent and children': async () => {
    const { tests } = await localized(await bareItem());
    assert.deepEqual(tests, [`tests/test_invoice.py::InvoiceTest::${failing}`]);
  },
  'a bare test item with the id of the Python extension and no range': async () => {
    const id = `${fileUri('tests/test_invoice.py').fsPath}::InvoiceTest::${failing}`;
    await localized(await bareItem({ id, range: undefined }));
  },
  'a bare test item with only a label': async () => {
    await localized(await bareItem({ range: undefined }));
  },
  'the pair of test and message of a message menu': async () => {
    const test = await bareItem();
    await localized({ test, message: new vscode.TestMessage('InvoiceError') });
  },
  'a live test item': async () => {
    const controller = vscode.tests.createTestController('live', 'live');
    const { id, label, uri, range } = await bareItem();
    const item = controller.createTestItem(id, label, uri);
    item.range = range;
    controller.items.add(item);
    await localized(item);
    controller.dispose();
  },
  'the cursor, from a key binding': async () => {
    const uri = fileUri('tests/test_invoice.py');
    const row = await rowOf(uri, `def ${failing}`);
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(row + 1, 8, row + 1, 8) });
    await localized();
  },
  'lenses come from the server, with our command, unless the settings say no': async () => {
    const uri = fileUri('tests/test_invoice.py');
    const lenses = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 10);
    assert.equal(lenses.length, 4);
    const settings = vscode.workspace.getConfiguration('culprit');
    await settings.update('codeLens', false, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 10), []);
    await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Global);
    assert(lenses.every(({ command }) => command.command === 'culprit.localizeFailingTest'));
  },
};

exports.run = async () => {
  const failed = [];
  for (const [name, body] of Object.entries(checks)) {
    const started = Date.now();
    try {
      await body();
      console.log(`        ok      ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed.push(name);
      console.log(`        FAILED  ${name}: ${error.message.replaceAll('\n', ' | ')}`);
    }
  }
  if (failed.length > 0) throw new Error(`${failed.length} failed`);
};
