/** Probes: every statement is counted, no program notices, and what cannot be instrumented is left alone. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { sink, testOfSink } from './kitchenSink.ts';
import { hitsOf, outcomes, repositoryOf, runTests, temporaryFolder, writeFiles } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith(['pytest']);
});

const files = { 'sink.py': sink, 'test_sink.py': testOfSink };

describe('statement probes', () => {
  test('disturb nothing, and agree with the trace', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(files);
    const options = { python: provisioned.python, instrument: ['sink.py'] };
    const spectra = await runTests(repository, ['test_sink.py'], { ...options, mode: 'spectra' });
    expect(spectra.tests[0]!.exception!.message).toBe('done');
    const traced = await runTests(repository, ['test_sink.py'], { ...options, mode: 'trace' });
    expect(traced.tests[0]!.exception!.message).toBe('done');
    const hit = hitsOf(spectra.tests[0]!.hits)['sink.py']!;
    const trace = traced.tests[0]!.trace!;
    const traceLines = new Set<number>();
    trace.kinds.forEach((kind, at) => {
      if (kind === 0 && trace.codes[trace.codeIndexes[at]!]!.file === 'sink.py') traceLines.add(trace.lines[at]!);
    });
    const text = sink.split('\n');
    // Constants by themselves, bare annotations and a pass that is folded away have no line event of their own.
    const silent = (line: number) => /^\s*(x: int|pass)$/.test(text[line - 1]!);
    expect(hit.filter((line) => !traceLines.has(line) && !silent(line))).toEqual([]);
    // A traced line that is no hit must be the inside of a statement that began on an earlier line.
    const insides = [...traceLines].filter((line) => !hit.includes(line)).map((line) => text[line - 1]!.trim());
    expect(
      insides.filter((line) => !/^(except|finally|else|open\(|async def|def|@|\)|maxsize|nonlocal)/.test(line)),
    ).toEqual([]);
    expect(hit).toContain(text.indexOf("        result = 'one'") + 1);
    expect(hit).not.toContain(text.indexOf("        seen.append('never')") + 1);
  });

  test('come from the cache the second time, and a damaged entry is made anew', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(files);
    const cacheFolder = temporaryFolder('culprit-cache-');
    const options = { python: provisioned.python, mode: 'spectra', instrument: ['sink.py'], cacheFolder } as const;
    const first = await runTests(repository, ['test_sink.py'], options);
    const probes = join(cacheFolder, 'probes');
    const entries = () =>
      readdirSync(probes, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== '.pruned')
        .map((entry) => join(entry.parentPath, entry.name));
    expect(entries()).toHaveLength(1);
    const entry = entries()[0]!;
    const whole = readFileSync(entry);
    for (const damage of [whole.subarray(0, 100), Buffer.from(whole).fill(7, 60, 90), Buffer.alloc(0)]) {
      writeFileSync(entry, damage);
      const again = await runTests(repository, ['test_sink.py'], options);
      expect(hitsOf(again.tests[0]!.hits)).toEqual(hitsOf(first.tests[0]!.hits));
      expect(readFileSync(entry)).toEqual(whole);
    }
  });

  test('tell two files with the same text apart', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const same = 'def f():\n    return 1\n';
    const repository = repositoryOf({
      'a.py': same,
      'b.py': same,
      'test_ab.py':
        'import a, b\n\ndef test_a():\n    a.f()\n\ndef test_b():\n    assert b.f.__code__.co_filename.endswith("b.py")\n    b.f()\n    assert 0\n',
    });
    const run = await runTests(repository, ['test_ab.py'], { python: provisioned.python, mode: 'spectra' });
    expect(run.tests.map((one) => hitsOf(one.hits))).toEqual([{ 'a.py': [2] }, { 'b.py': [2] }]);
    const traced = await runTests(repository, ['test_ab.py'], { python: provisioned.python, mode: 'trace' });
    expect(traced.tests[1]!.trace!.codes.map((code) => code.file)).toEqual(['test_ab.py', 'b.py']);
  });

  test('leave alone what is not ours or cannot be read', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'latin.py': Buffer.from('# -*- coding: latin-1 -*-\ndef f():\n    return "\xe9"\n', 'latin1'),
      'undeclared.py': Buffer.from('x = "\xe9"\n', 'latin1'),
      'spaced/part/inner.py': 'def g():\n    return 2\n',
      'venv/lib/vendored.py': 'def h():\n    return 3\n',
      'conftest.py': 'import sys\nsys.path.append("venv/lib")\nsys.path.append("packed.zip")\n',
      'make_zip.py': '',
      'test_odd.py': `import zipfile
import pytest

def test_latin():
    import latin
    assert latin.f() == chr(233)

def test_undeclared():
    with pytest.raises(SyntaxError):
        import undeclared

def test_namespace():
    from spaced.part import inner
    assert inner.g() == 2

def test_vendored():
    import vendored
    assert vendored.h() == 3

def test_zip(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / 'p.zip', 'w') as file:
        file.writestr('zipped.py', 'def z():\\n    return 4\\n')
    monkeypatch.syspath_prepend(str(tmp_path / 'p.zip'))
    import zipped
    assert zipped.z() == 4

def test_extension():
    import _ctypes
    assert _ctypes

def test_reload():
    import importlib, latin
    assert importlib.reload(latin).f() == chr(233)

def test_run_as_module():
    import runpy
    assert runpy.run_module('spaced.part.inner')['g']() == 2

def test_source():
    import inspect
    from spaced.part import inner
    assert inspect.getsource(inner.g) == 'def g():\\n    return 2\\n'
`,
    });
    const run = await runTests(repository, ['test_odd.py'], { python: provisioned.python, mode: 'spectra' });
    expect(outcomes(run).filter((text) => !text.endsWith(' passed'))).toEqual([]);
    expect(Object.fromEntries(run.tests.map((one) => [one.id.split('::')[1], hitsOf(one.hits)]))).toMatchObject({
      test_latin: { 'latin.py': [3] },
      test_namespace: { 'spaced/part/inner.py': [2] },
      test_vendored: {},
      test_reload: { 'latin.py': [3] },
      test_run_as_module: { 'spaced/part/inner.py': [2] },
    });
  });

  test('work under python -O, for doctests, and in files reached through a link', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'doc.py': 'def twice(n):\n    """\n    >>> twice(2)\n    4\n    """\n    assert n\n    return n * 2\n',
      'test_doc.py': 'from doc import twice\n\ndef test_twice():\n    if twice(1) != 2: raise ValueError\n',
    });
    const optimised = await runTests(repository, ['test_doc.py'], {
      python: provisioned.python,
      mode: 'spectra',
      environment: { PYTHONOPTIMIZE: '1' },
    });
    expect(hitsOf(optimised.tests[0]!.hits)).toEqual({ 'doc.py': [6, 7] });
    const doctest = await runTests(repository, ['doc.py'], {
      python: provisioned.python,
      mode: 'spectra',
      environment: { PYTEST_ADDOPTS: '--doctest-modules' },
    });
    expect(outcomes(doctest)).toEqual(['doc.py::doc.twice passed']);
    writeFiles(repository, { 'more/test_more.py': 'from doc import twice\n\ndef test_more():\n    twice(0)\n' });
    const more = await runTests(repository, ['more/../more/test_more.py'], {
      python: provisioned.python,
      mode: 'spectra',
    });
    expect(outcomes(more)).toEqual(['more/test_more.py::test_more failed']);
  });

  test('are in the plugins that a repository brings, and its asserts still fail', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'conftest.py': 'pytest_plugins = ["shop.plugin"]\n',
      'shop/__init__.py': '',
      'shop/plugin.py': 'import pytest\n\n@pytest.fixture\ndef price():\n    yield 3\n',
      'test_shop.py': 'def test_price(price):\n    assert price == 4\n',
    });
    const run = await runTests(repository, ['test_shop.py'], { python: provisioned.python, mode: 'spectra' });
    expect(hitsOf(run.tests[0]!.hits)).toEqual({ 'shop/plugin.py': [5] });
    expect(run.tests[0]!.exception!.message).toBe('assert 3 == 4');
  });
});
