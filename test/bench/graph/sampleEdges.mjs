// Edges drawn at random for checking by hand, with the source text of both ends; and, for what is missing, call
// expressions or reads drawn at random with what the graph says of them. The same seed draws the same ones.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { installed } from './engine.mjs';
import { randomNumbers } from './randomNumbers.mjs';

/** Prints `count` of each. `kind` is `calls` or `defUse`. */
export async function printSample(enginePath, kind, count, folder, seed) {
  const engine = createRequire(import.meta.url)(enginePath);
  const parsers = await engine.createParserSet(engine.installedLanguages(installed));
  const host = engine.createAnalysisHost(parsers);
  const all = sourcesIn(folder).flatMap((path) => {
    const one = engine.indexFile(parsers, relative(folder, path), readFileSync(path, 'utf8'));
    return one === null ? [] : [one];
  });
  const { program, indexed } = host.applyIndexed(all);
  const at = (file, line) => `${program.files[file].file}:${line}  ${lineOf(indexed[file].text, line)}`;
  const random = randomNumbers(seed);

  const edges = kind === 'calls' ? callEdges(engine, program) : flowEdges(engine, program);
  console.log(`# ${count} of ${edges.length} ${kind} edges\n`);
  drawn(edges, count, random).forEach((edge, index) => {
    console.log(`${index + 1}. ${edge.what}\n   from ${at(...edge.from)}\n   to   ${at(...edge.to)}`);
  });
  const asked = kind === 'calls' ? callExpressions(program, indexed) : reads(program);
  console.log(
    `\n# ${count} of ${asked.length} ${kind === 'calls' ? 'call expressions' : 'reads'}, and what the graph says\n`,
  );
  const byPlace = Map.groupBy(edges, ({ key }) => key);
  drawn(asked, count, random).forEach((one, index) => {
    const known = [
      ...new Set((byPlace.get(one.key) ?? []).map((edge) => at(...(kind === 'calls' ? edge.to : edge.from)))),
    ];
    const answers = known.length === 0 ? ['nothing'] : known;
    console.log(
      `${index + 1}. ${one.what}\n   in   ${at(...one.at)}\n${answers.map((text) => `   →    ${text}`).join('\n')}`,
    );
  });
}

function callEdges(engine, program) {
  return statementsOf(engine, program).flatMap(({ node, file, line }) =>
    engine.along(program.graph.outgoing, node, 'calls').map((edge) => {
      const { call } = engine.linkOf(program, node, edge);
      const to = engine.fileOf(program.graph, edge.node);
      const scope = program.files[to].scopes[engine.indexOf(program.graph, edge.node)];
      const what = `${program.files[file].names[call.callee] ?? `….${call.member}`}() runs ${scope.qualifiedName}`;
      return { what, key: `${file}:${call.start}:${call.end}`, from: [file, line], to: [to, scope.line] };
    }),
  );
}

function flowEdges(engine, program) {
  return statementsOf(engine, program).flatMap(({ node, file, line, statement }) =>
    engine.along(program.graph.incoming, node, 'defUse').map((edge) => {
      const from = engine.fileOf(program.graph, edge.node);
      const facts = program.files[from];
      const name = facts.names[edge.label];
      const written = facts.statements.line[engine.indexOf(program.graph, edge.node)];
      return { what: name, key: `${file}:${statement}:${rootOf(name)}`, from: [from, written], to: [file, line] };
    }),
  );
}

function callExpressions(program, indexed) {
  return program.files.flatMap((facts, file) =>
    facts.calls.map(({ statement, start, end }) => ({
      what: indexed[file].text.slice(start, Math.min(end, start + 80)).replace(/\s+/g, ' '),
      key: `${file}:${start}:${end}`,
      at: [file, facts.statements.line[statement]],
    })),
  );
}

function reads(program) {
  return program.files.flatMap(({ uses, names, statements }, file) =>
    Array.from(uses.name, (name, use) => ({
      what: names[name],
      key: `${file}:${uses.statement[use]}:${rootOf(names[name])}`,
      at: [file, statements.line[uses.statement[use]]],
    })),
  );
}

/** A definition and what reads it may be parts of one another, but begin with the same name. */
function rootOf(path) {
  return path.split('.')[0];
}

function statementsOf(engine, program) {
  return program.files.flatMap((facts, file) =>
    Array.from(facts.statements.line, (line, statement) => {
      return { node: engine.statementNode(program.graph, file, statement), file, line, statement };
    }),
  );
}

function drawn(items, count, random) {
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(random(left.length), 1)[0]);
}

function lineOf(text, line) {
  return (text.split('\n')[line - 1] ?? '').trim().slice(0, 160);
}

const leftOut = /(^|\/)(node_modules|\.git|vendor|dist|build)(\/|$)/;

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !leftOut.test(relative(folder, entry.parentPath)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
