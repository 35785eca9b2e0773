/**
 * Runs jest in the project's own version and configuration, changed only once jest itself has read it: where tests are
 * watched, where caches lie, and what would write or run a test twice. What is asked for is in the request.
 */
'use strict';
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { readRequest } = require('../request.cjs');
const { reporterFile } = require('./reporter.cjs');

const request = readRequest();
const ours = dirname(__dirname);
const fromProject = createRequire(join(request.cwd, 'package.json'));
const fromJest = createRequire(fromProject.resolve('jest/package.json'));
const fromCore = createRequire(fromJest.resolve('@jest/core'));
const { runCLI } = fromJest('@jest/core');

/** jest asks for its configuration in this one place; what it finds is complete and checked. */
const configuration = fromCore('jest-config');
const { readConfigs } = configuration;
configuration.readConfigs = async (...asked) => {
  const { globalConfig, configs, ...rest } = await readConfigs(...asked);
  return { ...rest, globalConfig: quietly(globalConfig), configs: configs.map(watched) };
};

function quietly(config) {
  return {
    ...config,
    bail: 0,
    collectCoverage: false,
    coverageThreshold: undefined,
    notify: false,
    randomize: false,
    reporters: [[reporterFile, {}]],
    testNamePattern: '',
    testResultsProcessor: undefined,
    updateSnapshot: 'none',
  };
}

function watched(config) {
  process.env.CULPRIT_JEST_RUNTIME = config.runtime ?? fromCore.resolve('jest-runtime');
  const isInstrumented = request.mode !== 'plain';
  return {
    ...config,
    cache: true,
    cacheDirectory: join(request.cacheFolder, 'jest'),
    collectCoverage: false,
    randomize: false,
    culprit: { testRunner: config.testRunner },
    testRunner: join(__dirname, 'testRunner.cjs'),
    transform: isInstrumented ? instrumented(config.transform) : config.transform,
    transformIgnorePatterns: [...config.transformIgnorePatterns, `^${escaped(ours)}`],
    ...(isInstrumented ? { runtime: join(__dirname, 'runtime.cjs') } : {}),
  };
}

/** Each transformer with ours around it; what had none has ours alone. */
function instrumented(transforms) {
  const transformer = join(__dirname, 'transformer.cjs');
  const around = transforms.map(([files, path, options]) => [
    files,
    transformer,
    { path, options, mode: request.mode },
  ]);
  return [...around, ['\\.[cm]?[jt]sx?$', transformer, { path: null, options: {}, mode: request.mode }]];
}

function escaped(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

const files = request.files.map((file) => join(request.root, file));
const flags = {
  _: files,
  $0: 'jest',
  runTestsByPath: true,
  ci: true,
  watch: false,
  watchAll: false,
  coverage: false,
  passWithNoTests: true,
  ...(request.config === null ? {} : { config: request.config }),
};
runCLI(flags, [request.cwd]).then(
  ({ results }) => process.exit(results.success ? 0 : 1),
  (error) => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(70);
  },
);
