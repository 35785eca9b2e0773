/** What the Go runtime prints when a program dies. */
import { expect, test } from 'vitest';
import { parseGoDeath } from '../../server/adapters/runners/go/goStack.ts';
import { repositoryOf } from './watchedRepository.ts';

test('a panic has its message and the frames of its goroutine, outermost first', () => {
  const root = repositoryOf({ 'go.mod': '' });
  const text = `--- FAIL: TestX (0.00s)
panic: first line
second line [recovered]
	panic: again

goroutine 7 [running]:
runtime.gopanic({0x1, 0x2})
	/usr/local/go/src/runtime/panic.go:860 +0x13a
example.com/m/tax.(*Rate).Of[...](0xc000, {0x1, 0x2})
	${root}/tax/rate.go:12 +0x1d
example.com/m/vendor/v.F(...)
	${root}/vendor/v/v.go:3
example.com/m.Serve.func1()
	${root}/a.go:4 +0x25
created by example.com/m.Serve in goroutine 6
	${root}/a.go:3 +0x45

goroutine 6 [chan receive]:
example.com/m.Serve()
	${root}/a.go:9 +0x1
`;
  const death = parseGoDeath(text, root);
  expect(death).toMatchObject({ kind: 'panic', message: 'first line\nsecond line' });
  expect(death!.frames.map(({ file, line, function: name, inRepository }) => [file, line, name, inRepository])).toEqual(
    [
      ['a.go', 4, 'Serve.func1', true],
      [`${root}/vendor/v/v.go`, 3, 'F', false],
      ['tax/rate.go', 12, 'Rate.Of', true],
    ],
  );
});

test('of a program that was asked where it is, the busy goroutine of the repository tells', () => {
  const root = repositoryOf({ 'go.mod': '' });
  const text = `SIGQUIT: quit
PC=0x46 m=0 sigcode=0

goroutine 1 gp=0xc0 m=nil [chan receive]:
testing.(*T).Run(0xc0)
	/usr/local/go/src/testing/testing.go:2109 +0x1

goroutine 8 gp=0xc1 m=4 mp=0xc2 [runnable]:
example.com/m.Spin()
	${root}/spin.go:5 +0x1
testing.tRunner(0xc1)
	/usr/local/go/src/testing/testing.go:2036 +0x1
`;
  expect(parseGoDeath(text, root)).toMatchObject({
    kind: null,
    frames: [{ file: 'spin.go', line: 5, function: 'Spin' }],
  });
});

test('a text without a stack is none', () => {
  expect(parseGoDeath('FAIL\nexit status 1\n', '.')).toBeNull();
});
