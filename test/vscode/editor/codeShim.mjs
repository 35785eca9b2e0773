#!/usr/bin/env node
/**
 * Stands in for the VS Code executable that `@vscode/test-electron` starts: the same command line, but the editor is
 * the server with a browser. The module under test runs in the real extension host.
 */
import { openWorkbench, startServer } from './workbench.mjs';

const timeoutMs = 300_000;
/** How the module under test prints its results; everything else is the editor talking, and shown only on failure. */
const result = /^ {8}(ok|FAILED)/;
const said = [];
const options = new Map();
const rest = [];
for (const argument of process.argv.slice(2)) {
  const match = /^--([^=]+)=?([\s\S]*)$/.exec(argument);
  if (match) options.set(match[1], match[2].replace(/^file:\/\//, ''));
  else rest.push(argument);
}

const remote = (path) => `vscode-remote://remote${path}`;
// The editor honours the two keys of the payload only with the test driver on.
const server = await startServer({ testDriver: true });
let exited;
const ended = new Promise((resolve) => {
  exited = resolve;
});
const workbench = await openWorkbench(server, rest[0], {
  payload: [
    ['extensionDevelopmentPath', remote(options.get('extensionDevelopmentPath'))],
    ['extensionTestsPath', remote(options.get('extensionTestsPath'))],
  ],
  async onPage(page) {
    await page.exposeFunction('codeAutomationExit', (code) => exited(code));
    await page.exposeFunction('codeAutomationLog', (_type, args) => {
      const text = args.join(' ');
      if (result.test(text)) console.log(text);
      else said.push(text);
    });
  },
});
const timer = setTimeout(() => exited('time is up'), timeoutMs);
const code = await ended;
clearTimeout(timer);
await workbench.close();
await server.stop();
if (code !== 0) console.log(`The extension host ended with: ${code}\n${said.join('\n')}`);
process.exit(code === 0 ? 0 : 1);
