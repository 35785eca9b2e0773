/** Readers of coverage reports: the formats as their own documents show them, and text that is broken. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReportReading } from '../../server/adapters/reports/coverageReport.ts';
import { readReport, readReportText } from '../../server/adapters/reports/readReport.ts';
import { reportedHits } from '../../server/adapters/reports/reportedHits.ts';
import { repositoryPaths } from '../../server/adapters/reports/repositoryPaths.ts';
import { repositoryOf, temporaryFolder } from './watchedRepository.ts';

/** `path: lines` of each file, with `line/branch` of those taken. */
function said(reading: ReportReading): Record<string, (number | string)[]> | string {
  if (reading.kind === 'malformed') return reading.message;
  return Object.fromEntries(
    reading.report.files.map(({ path, hits, branches }) => [
      path,
      [...hits, ...branches.map(({ line, index }) => `${line}/${index}`)],
    ]),
  );
}

const lcov = `TN:a test
SF:/src/a.c
FN:1,f
FNDA:3,f
DA:1,3
DA:2,0
DA:3,1,checksum
BRDA:1,0,0,3
BRDA:1,0,1,-
BRDA:1,0,2,1
LF:3
LH:2
end_of_record
SF:b.c
DA:7,1
end_of_record
`;

const cobertura = `<?xml version="1.0" ?>
<!DOCTYPE coverage SYSTEM 'http://cobertura.sourceforge.net/xml/coverage-04.dtd'>
<!-- Generated -->
<coverage line-rate="0.5" version="7.6" timestamp="1">
  <sources><source>/app/src</source><source> ../lib </source></sources>
  <packages><package name="p"><classes>
    <class name="a.py" filename="pkg/a&amp;b.py" line-rate="0.5">
      <methods><method name="f" signature="()V"><lines><line number="4" hits="2"/></lines></method></methods>
      <lines><line number="1" hits="1"/><line number="2" hits="0"/><line number="4" hits="2" branch="true" condition-coverage="50% (1/2)"/></lines>
    </class>
  </classes></package></packages>
</coverage>`;

const jacoco = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
<report name="demo"><sessioninfo id="h" start="1" dump="2"/>
<group name="g"><package name="com/acme"><class name="com/acme/Foo" sourcefilename="Foo.java">
<method name="f" desc="()V" line="3"><counter type="LINE" missed="0" covered="1"/></method></class>
<sourcefile name="Foo.java"><line nr="3" mi="0" ci="2" mb="0" cb="0"/><line nr="4" mi="3" ci="0" mb="1" cb="1"/>
<counter type="LINE" missed="1" covered="1"/></sourcefile></package></group></report>`;

const coveragePy = JSON.stringify({
  meta: { format: 3, version: '7.6.1', branch_coverage: true },
  files: {
    'shop/a.py': {
      executed_lines: [1, 2, 5],
      missing_lines: [3],
      executed_branches: [[2, 5]],
      missing_branches: [[2, 3]],
    },
  },
});

describe('each format', () => {
  test.each([
    ['lcov', lcov, { '/src/a.c': [1, 3, '1/0', '1/2'], 'b.c': [7] }],
    ['lcov with CRLF', lcov.replaceAll('\n', '\r\n'), { '/src/a.c': [1, 3, '1/0', '1/2'], 'b.c': [7] }],
    ['Cobertura', cobertura, { 'pkg/a&b.py': [1, 4] }],
    ['JaCoCo', jacoco, { 'com/acme/Foo.java': [3] }],
    ['coverage.py', coveragePy, { 'shop/a.py': [1, 2, 5, '2/1'] }],
  ])('%s', (_, text, expected) => {
    expect(said(readReportText(text))).toEqual(expected);
  });

  test('Cobertura says which folders its paths are in', () => {
    const reading = readReportText(cobertura);
    expect(reading.kind === 'report' && reading.report.sources).toEqual(['/app/src', '../lib']);
  });

  test("coverage.py's data file, by lines and by jumps", async () => {
    const path = join(temporaryFolder('culprit-coverage-'), '.coverage');
    const database = new DatabaseSync(path);
    database.exec(`create table file (id integer primary key, path text);
      create table line_bits (file_id integer, context_id integer, numbits blob);
      create table arc (file_id integer, context_id integer, fromno integer, tono integer);
      insert into file values (1, '/r/a.py'), (2, '/r/b.py');
      insert into line_bits values (1, 1, x'0602'), (1, 2, x'08');
      insert into arc values (2, 1, -1, 1), (2, 1, 1, 4), (2, 1, 4, -1);`);
    database.close();
    expect(said(await readReport(path))).toEqual({ '/r/a.py': [1, 2, 3, 9], '/r/b.py': [1, 4] });
  });
});

describe('what is broken', () => {
  test.each([
    ['', 'it is none of lcov'],
    ['TN:\nend_of_record\n', 'it names no source file'],
    ['{"files": 3}', 'it has no "files"'],
    ['{', 'it is no JSON'],
    ['<html></html>', 'its root is <html>'],
    ['<coverage><packages></coverage>', 'a closing tag that closes nothing'],
    ['<coverage', 'does not end'],
    ['<coverage/><coverage/>', 'a second root element'],
    ['<coverage a="1" a="2"/>', 'the attribute a twice'],
    ['<coverage>&bomb;</coverage>', 'the entity "&bomb;"'],
    ['<!DOCTYPE coverage [<!ENTITY a "b">]><coverage/>', 'a declaration of its own'],
    ['<!DOCTYPE report [<!ENTITY x SYSTEM "file:///etc/passwd">]><report>&x;</report>', 'a declaration of its own'],
    [`<coverage>${'<a>'.repeat(300)}`, 'nested too deep'],
  ])('%j', (text, message) => {
    expect(said(readReportText(text))).toContain(message);
  });

  test('a file that is not there, and one that only begins as a database', async () => {
    const folder = temporaryFolder('culprit-coverage-');
    expect(said(await readReport(join(folder, 'none')))).toContain('cannot be read (ENOENT)');
    writeFileSync(join(folder, 'half'), 'SQLite format 3\0 and no more');
    expect(said(await readReport(join(folder, 'half')))).toContain('no data file of coverage.py');
  });

  test('any cut or changed report is read or refused, and never throws', () => {
    const texts = [lcov, cobertura, jacoco, coveragePy];
    const damage = fc.tuple(fc.nat(3), fc.nat(2000), fc.nat(2000), fc.string({ unit: 'grapheme', maxLength: 6 }));
    const holds = fc.property(damage, ([which, from, length, instead]) => {
      const text = texts[which]!;
      const reading = readReportText(text.slice(0, from) + instead + text.slice(from + length));
      if (reading.kind === 'malformed') return reading.message !== '';
      return reading.report.files.every(({ hits }) =>
        hits.every((line, at) => line >= 1 && (at === 0 || hits[at - 1]! < line)),
      );
    });
    fc.assert(holds, { numRuns: 3000, seed: 5 });
  });

  test('an element written and read again is the same', () => {
    const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
    const holds = fc.property(
      fc.string({ minLength: 1 }).filter((s) => s.trim() !== ''),
      fc.integer({ min: 1, max: 1e6 }),
      (file, line) => {
        const text = `<coverage><class filename="${escaped(file)}"><line number='${line}' hits="1"/></class></coverage>`;
        expect(said(readReportText(text))).toEqual({ [file]: [line] });
      },
    );
    fc.assert(holds, { numRuns: 500, seed: 5 });
  });
});

test('paths of a report lead to files of the repository only', async () => {
  const repository = repositoryOf({
    'src/main/java/com/acme/Foo.java': '',
    'shop/a.py': '',
    'one/same.c': '',
    'two/same.c': '',
    'node_modules/dep/index.js': '',
  });
  const paths = await repositoryPaths(repository);
  const found = (path: string, ...bases: string[]) => paths.fileOf(path, bases);
  expect(found('com/acme/Foo.java')).toBe('src/main/java/com/acme/Foo.java');
  expect(found(join(repository, 'shop/a.py'))).toBe('shop/a.py');
  expect(found(`file://${repository}/shop/a.py`)).toBe('shop/a.py');
  expect(found('./shop/../shop/a.py')).toBe('shop/a.py');
  expect(found('a.py', join(repository, 'shop'))).toBe('shop/a.py');
  expect(found('same.c')).toBe(null);
  expect(found('two/same.c')).toBe('two/same.c');
  expect(found('node_modules/dep/index.js')).toBe(null);
  expect(found('/etc/passwd')).toBe(null);
  expect(found('../../../../../etc/passwd')).toBe(null);
  const reading = readReportText('SF:shop/a.py\nDA:2,1\nend_of_record\nSF:/etc/passwd\nDA:1,1\nend_of_record\n');
  if (reading.kind !== 'report') throw new Error(reading.message);
  expect([...reportedHits([reading.report, reading.report], paths).hits]).toEqual([['shop/a.py', [2]]]);
});
