/**
 * Runs test files one after another, each in a Node of its own, as `node --test` does:
 * `node runFiles.cjs request.json`. The request has `files`, relative to the repository, and `nodeArguments`.
 */
'use strict';
const { spawn } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const request = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const root = request.copy ?? request.root;
const until = request.startedAt + request.limits.startSeconds * 1000;

async function main() {
  const files = request.reversed ? [...request.files].reverse() : request.files;
  for (const [index, file] of files.entries()) {
    if (until < Date.now()) break;
    const worker = String(index).padStart(4, '0');
    const environment = { ...process.env, CULPRIT_WORKER: worker, CULPRIT_FILE: file, NODE_TEST_CONTEXT: undefined };
    await new Promise((resolve) => {
      const child = spawn(process.execPath, [...request.nodeArguments, join(root, file)], {
        env: environment,
        stdio: 'inherit',
      });
      child.on('error', resolve);
      child.on('exit', resolve);
    });
  }
}

void main();
