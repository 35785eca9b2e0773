/** What names and files alone say of Java tests: whose they are, which file they lead to, which build they belong to. */
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { compileProblems, splitOptions } from '../../server/adapters/runners/java/javaBuild.ts';
import { claimsOf } from '../../server/adapters/runners/java/javaClaims.ts';
import { type JavaBuildTool, projectOf } from '../../server/adapters/runners/java/javaProject.ts';
import { readJavaSources } from '../../server/adapters/runners/java/javaSources.ts';
import { parseJavaTest } from '../../server/adapters/runners/java/javaTestNames.ts';
import { repositoryOf } from './watchedRepository.ts';

const files = {
  'pom.xml': '<project><modules><module>core</module><!-- <module>old</module> --></modules></project>',
  'core/pom.xml': '<project/>',
  'core/src/test/java/com/acme/FooTest.java': 'package com.acme;',
  'core/src/test/java/com/other/FooTest.java': 'package com.other;',
  'core/src/test/java/com/acme/BarTest.java': 'package com.acme;',
  'old/pom.xml': '<project/>',
  'old/src/test/java/OldTest.java': '',
  'web/build.gradle.kts': '',
  'web/src/test/java/WebTest.java': '',
  'tools/tests/deep/OddTest.java': '/* package no; */\n// package no;\npackage odd.one;\nclass OddTest {}',
};

test.each([
  ['com.acme.FooTest#bar', 'com.acme.FooTest#bar'],
  ['BarTest#bar', 'com.acme.BarTest#bar'],
  ['BarTest.Inner#bar', 'com.acme.BarTest$Inner#bar'],
  ['com.acme.BarTest.Inner#bar[2]', 'com.acme.BarTest$Inner#bar[2]'],
  ['BarTest$Inner[1]#bar(int,String)[2]', 'com.acme.BarTest$Inner[1]#bar(int,String)[2]'],
  ['com.acme.BarTest', 'com.acme.BarTest'],
  ['BarTest::bar', 'com.acme.BarTest#bar'],
  ['OddTest', 'odd.one.OddTest'],
  ['core/src/test/java/com/acme/BarTest.java', 'core/src/test/java/com/acme/BarTest.java'],
  ['core/src/test/java/com/acme/BarTest.java:7', 'core/src/test/java/com/acme/BarTest.java:7'],
])('%s is read as %s', async (asked, name) => {
  const repository = repositoryOf(files);
  const parsed = parseJavaTest(asked, repository, await readJavaSources(repository));
  expect(parsed).toMatchObject({ test: { name } });
});

test.each([
  ['', 'A test needs a name'],
  ['-x', 'looks like an option'],
  ['a\0b', 'NUL'],
  ['FooTest#bar', 'Several classes are called FooTest: com.acme.FooTest, com.other.FooTest'],
  ['NoTest#bar', 'No file of the repository holds the class NoTest'],
  ['core/src/test/java/No.java', 'There is no file'],
  ['a test of mine', 'is no test of Java'],
])('%j is answered with a sentence', async (asked, sentence) => {
  const repository = repositoryOf(files);
  const parsed = parseJavaTest(asked, repository, await readJavaSources(repository));
  expect('problem' in parsed ? parsed.problem : parsed).toContain(sentence);
});

test('a file outside of the repository is refused', async () => {
  const repository = repositoryOf({ 'inner/pom.xml': '', 'A.java': '' });
  const parsed = parseJavaTest('../A.java', `${repository}/inner`, new Map());
  expect(parsed).toEqual({ problem: `../A.java leads outside the repository ${repository}/inner.` });
});

test.each<[string, JavaBuildTool | null, string | null]>([
  ['core/src/test/java/com/acme/BarTest.java', null, 'maven core of '],
  ['old/src/test/java/OldTest.java', null, 'maven old of old'],
  ['web/src/test/java/WebTest.java', null, 'gradle web of web'],
  ['web/src/test/java/WebTest.java', 'maven', 'maven  of '],
  ['core/src/test/java/com/acme/BarTest.java', 'gradle', null],
  ['tools/tests/deep/OddTest.java', 'junit', 'junit  of '],
])('%s (asked for %s) is built by %s', (file, asked, built) => {
  const repository = repositoryOf(files);
  const project = projectOf(repository, file, asked);
  const shown = project && [project.module, project.root].map((folder) => relative(repository, folder));
  expect(shown && `${project.tool} ${shown[0]} of ${shown[1]}`).toBe(built);
});

test.each([
  [['com.acme.FooTest#bar'], 'certain'],
  [['src/FooTest.java:12'], 'certain'],
  [['com.acme.FooTest'], 'certain'],
  [['tests/test_a.py::test_x'], 'no'],
  [['./pkg TestName'], 'no'],
  [['src/a.test.ts > a # b'], 'no'],
  [[], 'no'],
])('%j is claimed as %s', (tests, claim) => {
  const request = { repository: repositoryOf(files), tests, runner: 'auto', interpreter: null } as const;
  expect(claimsOf(request)).toBe(claim);
});

test('what compilers say is told by file, the first for each', () => {
  const output = [
    "/r/src/A.java:12: error: ';' expected",
    '/r/src/A.java:13: error: another',
    '[ERROR] /r/src/B.java:[4,7] cannot find symbol',
    '/elsewhere/C.java:1: error: not ours',
    'src/A.java uses unchecked operations.',
  ].join('\n');
  const said = compileProblems(output, '/r').map(({ file, message }) => `${file} | ${message}`);
  expect(said).toEqual([
    "src/A.java | src/A.java:12 does not compile: ';' expected",
    'src/B.java | src/B.java:4 does not compile: cannot find symbol',
  ]);
});

test('options are split as a shell would', () => {
  expect(splitOptions(` -Xmx1g  -Da="b c" '-Dd=e f'`)).toEqual(['-Xmx1g', '-Da=b c', '-Dd=e f']);
});
