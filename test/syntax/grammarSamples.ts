/** A few lines of every language whose grammar is installed: fields, aliases, comments, strings, nesting. */
export const grammarSamples: Readonly<Record<string, string>> = {
  c: '#include <stdio.h>\n/* é */\nstatic int add(int a, int *b) {\n  for (int i = 0; i < a; i++) *b += i;\n  return a ? *b : -1; // done\n}\n',
  c_sharp:
    'using System;\nnamespace A.B {\n  [Obsolete]\n  public class C<T> : D, IE where T : new() {\n    public int X { get; set; } = 3;\n    int F(string s, out int y) { y = s?.Length ?? 0; return y switch { 0 => 1, _ => 2 }; }\n  }\n}\n',
  cpp: 'template <typename T> class A : public B {\n public:\n  A(int x) : x_(x) {}\n  auto f() const -> int { return [=](auto y) { return x_ + y; }(2); }\n private:\n  int x_ = 0;\n};\nint ns::A::g() { try { throw 1; } catch (...) { } return 0; }\n',
  go: 'package main\n\nimport (\n\t"fmt"\n\tm "math"\n)\n\ntype P struct{ X, Y int `json:"x"` }\n\nfunc (p *P) F(a ...int) (r int, err error) {\n\tdefer func() { r++ }()\n\tfor i, v := range a {\n\t\tr += v * i // é\n\t}\n\treturn\n}\n',
  java: 'package a.b;\nimport java.util.*;\n/** é */\n@Deprecated\npublic class C<T extends Number> extends D implements E {\n  private final int x = 1, y;\n  C(int y) { this.y = y; }\n  int f(List<? super T> l) throws Exception { return l.stream().mapToInt(t -> t.intValue()).sum() + switch (x) { case 1 -> 2; default -> 3; }; }\n}\n',
  javascript:
    'import a, { b as c } from "m";\nexport class D extends a {\n  #x = 1;\n  static async *f({ y = 2, ...z }, [w]) {\n    label: for (const v of w) if (v?.x) continue label; else yield `t\u0024{y + z}é`;\n  }\n}\nexport default (e) => /r/g.test(e);\n',
  kotlin:
    'package a.b\nimport c.d as e\nclass P(val x: Int = 1) : Q(), R by e {\n  companion object { const val Y = 2 }\n  fun f(vararg s: String): Int = when (x) { 1 -> s.map { it.length }.sum(); else -> s.size ?: 0 }\n}\n',
  php: '<?php\nnamespace A;\nuse B\\C as D;\nabstract class E extends D implements F {\n  public function __construct(private int $x = 1) {}\n  function f(&$a, ...$b): ?int { foreach ($b as $k => $v) { $this->x += $v["é"] ?? 0; } return match(true) { default => $a }; }\n}\n',
  php_only:
    'namespace A;\nfunction f(int $x, ?string $y = null): array { return [$x, "y" => "é$y", ...array_map(fn($z) => $z ** 2, [1, 2])]; }\n',
  python:
    'import a.b as c\nfrom . import d\n\n@e\nclass F(G, metaclass=H):\n    x: int = 1\n    async def f(self, *a, k=1, **kw):\n        """é"""\n        with open(x) as y, z:\n            return [i for i in a if (j := i)] or {**kw, "k": lambda q: q}\n',
  ruby: 'require "a"\nmodule B\n  class C < D\n    attr_reader :x\n    def f(a, *b, k: 1, &c)\n      b.each { |y| @x ||= y + k } unless a.nil?\n      case a\n      when 1..2 then "é#{x}"\n      else yield(a)\n      end\n    rescue E => e\n      raise\n    end\n  end\nend\n',
  rust: "use std::{fmt, io::{self, Read}};\n/// é\n#[derive(Debug)]\npub struct P<'a, T: Clone> { x: &'a T, pub y: u8 }\nimpl<'a, T: Clone> fmt::Display for P<'a, T> {\n  fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { match self.y { 0..=9 if true => write!(f, \"{}\", 1)?, _ => {} } Ok(()) }\n}\n",
  scala:
    'package a\nimport b.{c => d, _}\ncase class P[T <: Q](x: Int = 1, ys: T*) extends R with S {\n  def f(z: => Int)(implicit w: T): Option[Int] = for { y <- ys.headOption; if z > 1 } yield y match { case _: T => s"é$x"; case _ => z }\n}\nobject P { val q = 1 }\n',
  systemverilog:
    'module m #(parameter W = 8) (input logic clk, output reg [W-1:0] q);\n  // é\n  always_ff @(posedge clk) begin\n    if (q == 0) q <= #1 q + 1; else q <= {q[0], q[W-1:1]};\n  end\n  sub u0 (.a(q), .*);\nendmodule\n',
  tsx: 'export const A: React.FC<{ x?: number }> = ({ x = 1, ...rest }) => <div {...rest} key="é">{x! + 1 as any}<B.C<T> /></div>;\nenum E { A = 1 }\n',
  typescript:
    'import type { A } from "./a";\nabstract class B<T extends keyof A = any> implements C {\n  constructor(private readonly x: number, public y?: string) { super(); }\n  @dec() get f(): x is T { return <any>this.x satisfies number; }\n}\ndeclare namespace N { function g(a: string, ...b: unknown[]): asserts a; }\n',
};
