/**
 * The language server, over stdio (`culprit lsp --stdio`) or node IPC (our extension). Leaves out the requests, one
 * file each, and what they need of the world, which `compose` puts together.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { cacheFolder } from '../adapters/disk/cacheFolder.ts';
import { readArguments } from './arguments.ts';
import { serve } from './serve.ts';

const transports = ['--stdio', '--node-ipc', '--socket', '--pipe'];
if (!process.argv.some((argument) => transports.includes(argument.split('=')[0] ?? ''))) process.argv.push('--stdio');

const session = serve(createConnection(ProposedFeatures.all), {
  arguments: readArguments(process.argv),
  places: { resources: dirname(fileURLToPath(import.meta.url)), cacheFolder: cacheFolder(process.env) },
  environment: process.env,
});

// A request answers for its own errors; what is left over must not end the server.
process.on('unhandledRejection', (error) =>
  session()?.connection.console.error(`A bug in Culprit: ${error instanceof Error ? error.stack : error}`),
);

// What a test started is ended when this process exits, however that comes; a signal leaves time to tidy up, too.
const tidyMs = 2000;
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.once(signal, () => {
    setTimeout(() => process.exit(1), tidyMs);
    void (session()?.stop() ?? Promise.resolve()).then(() => process.exit(1));
  });
}
