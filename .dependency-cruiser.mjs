// The floors of the house, lowest first. A floor may import itself and what its row names, nothing else.
const node =
  '^(node:)?(assert|async_hooks|buffer|child_process|crypto|events|fs|module|net|os|path|perf_hooks|process|readline|sqlite|stream|string_decoder|test|timers|url|util|v8|worker_threads|zlib)(/|$)';
const npm = (name) => `node_modules/(@types/)?${name}(/|$)`;

const faceMay = ['core', 'ports', 'protocol', 'syntax', 'analysis', 'localize', 'adapters', 'indexing'];
const floors = {
  core: { may: [], packages: [npm('stemmer')] },
  ports: { may: ['core'] },
  protocol: { may: [] },
  syntax: { may: ['core'], packages: [npm('web-tree-sitter')] },
  analysis: { may: ['core', 'ports', 'protocol', 'syntax'] },
  localize: { may: ['core', 'ports', 'protocol', 'analysis'] },
  adapters: {
    may: ['core', 'ports', 'syntax'],
    packages: [node, npm('simple-git'), npm('execa'), npm('@babel/parser')],
  },
  indexing: { may: ['core', 'ports', 'protocol', 'syntax', 'analysis', 'adapters'], packages: [node] },
  lsp: { may: faceMay, packages: [node, npm('vscode-languageserver[^/]*'), npm('vscode-jsonrpc')] },
  cli: {
    may: faceMay,
    packages: [node, npm('commander'), npm('picocolors'), npm('@types/sarif'), npm('diff'), npm('hyparquet[^/]*')],
  },
};

const keep = (name, home, may, packages = []) => ({
  name: `${name}-keeps-to-its-floor`,
  severity: 'error',
  comment: `${name} may import: ${[name, ...may].join(', ')}`,
  from: { path: `^${home}/` },
  to: { pathNot: [`^${home}/`, ...may.map((floor) => `^server/${floor}/`), ...packages] },
});

export default {
  forbidden: [
    ...Object.entries(floors).map(([floor, { may, packages }]) => keep(floor, `server/${floor}`, may, packages)),
    keep('extension', 'src', ['protocol'], [node, 'vscode', npm('vscode'), npm('vscode-languageclient')]),
    {
      name: 'one-door-to-git',
      severity: 'error',
      comment: 'all git goes through the one hardened wrapper',
      from: { pathNot: '^server/adapters/git/hardenedGit\\.ts$' },
      to: { path: npm('simple-git') },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'a cycle is one file in two places',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'a source file nobody imports is dead',
      from: { orphan: true, path: '^(server|src)/', pathNot: ['/main\\.ts$', '^src/extension\\.ts$', '/tracers/'] },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|test/subjects)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'import', 'require', 'default'] },
    tsConfig: { fileName: 'tsconfig.base.json' },
  },
};
