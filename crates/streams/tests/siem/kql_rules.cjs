// Checks KQL with the language service of Kusto's own editor: each query is parsed and bound to the declared tables.
//
// Takes on standard input a JSON object: `tables`, by name the schema of each, and `queries`, by name the text of each.
// Prints by name what is wrong with each query, which paths of the tables it names, and which columns it gives.
"use strict";

const { readFileSync } = require("node:fs");
require("@kusto/language-service-next/bridge.min.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");

const { Symbols, GlobalState, KustoCode, Syntax } = Kusto.Language;
const { tables, queries } = JSON.parse(readFileSync(0, "utf8"));

// The path that begins with a column's name: `metadata.event_code`.
function path(node, column) {
  let whole = node;
  while (Bridge.is(whole.Parent, Syntax.PathExpression) && whole.Parent.Expression === whole) whole = whole.Parent;
  return column + whole.toString().trim().slice(node.toString().trim().length);
}

const known = Object.entries(tables).map(([name, schema]) => new Symbols.TableSymbol.$ctor7(name, schema, null));
const database = new Symbols.DatabaseSymbol.ctor("logs", known);
const globals = GlobalState.Default.WithDatabase(database);

const checked = {};
for (const [name, text] of Object.entries(queries)) {
  const code = KustoCode.ParseAndAnalyze(text, globals);
  const wrong = Bridge.toArray(code.GetDiagnostics()).map((one) => `${one.Severity} ${one.Code}: ${one.Message}`);
  const named = new Set();
  for (const node of Bridge.toArray(code.Syntax.GetDescendants(Syntax.NameReference))) {
    const symbol = node.ReferencedSymbol;
    const table = symbol && Bridge.is(symbol, Symbols.ColumnSymbol) ? globals.GetTable(symbol) : null;
    if (table) named.add(`${table.Name}.${path(node, symbol.Name)}`);
  }
  const columns = code.ResultType && code.ResultType.Columns ? Bridge.toArray(code.ResultType.Columns) : [];
  checked[name] = { wrong, named: [...named].sort(), gives: columns.map((column) => column.Name) };
}
console.log(JSON.stringify(checked));
