import { builtInFunctions, builtInTypes } from './builtIns.ts';
import { anything, builtIn, type Check, clauses, each, oneOf } from './checks.ts';
import { namesIn } from './syntaxTree.ts';

const constant = clauses('A_Const', {
  ival: anything,
  fval: anything,
  sval: anything,
  bsval: anything,
  boolval: anything,
  isnull: anything,
});

/** A built-in type of the list, or one of our schema. */
const typeName: Check = (value, at) => {
  const names = namesIn(value) ?? [];
  if (names.length !== 2 || names[0] !== at.schema) builtIn('type', builtInTypes)(value, at);
};

/** The type of a column, a cast, a domain. */
export const type = clauses('TypeName', {
  names: typeName,
  typmods: each(oneOf({ A_Const: constant }, 'type')),
  typemod: anything,
  arrayBounds: anything,
});

/** What a default, a check, a generated column or a partial index may compute from one row. */
export const expression: Check = (value, at) => oneOf(expressionKinds, 'expression')(value, at);

const expressions = each(expression);

const caseWhen = oneOf({ CaseWhen: clauses('CaseWhen', { expr: expression, result: expression }) }, 'expression');

const expressionKinds: Readonly<Record<string, Check>> = {
  A_Const: constant,
  ColumnRef: clauses('ColumnRef', { fields: anything }),
  A_Expr: clauses('A_Expr', { kind: anything, name: builtIn('operator'), lexpr: expression, rexpr: expression }),
  BoolExpr: clauses('BoolExpr', { boolop: anything, args: expressions }),
  NullTest: clauses('NullTest', { arg: expression, nulltesttype: anything }),
  BooleanTest: clauses('BooleanTest', { arg: expression, booltesttype: anything }),
  TypeCast: clauses('TypeCast', { arg: expression, typeName: type }),
  FuncCall: clauses('FuncCall', {
    funcname: builtIn('function', builtInFunctions),
    args: expressions,
    funcformat: anything,
  }),
  CoalesceExpr: clauses('CoalesceExpr', { args: expressions }),
  MinMaxExpr: clauses('MinMaxExpr', { op: anything, args: expressions }),
  CaseExpr: clauses('CaseExpr', { arg: expression, args: each(caseWhen), defresult: expression }),
  A_ArrayExpr: clauses('A_ArrayExpr', { elements: expressions }),
  RowExpr: clauses('RowExpr', { args: expressions, row_format: anything }),
  List: clauses('List', { items: expressions }),
  CollateClause: clauses('CollateClause', { arg: expression, collname: builtIn('collation') }),
  SQLValueFunction: clauses('SQLValueFunction', { op: anything, typmod: anything }),
};

/** What a row that a migration inserts may consist of. */
export const literal: Check = oneOf(
  {
    A_Const: constant,
    SetToDefault: clauses('SetToDefault', {}),
    TypeCast: clauses('TypeCast', { arg: oneOf({ A_Const: constant }, 'expression'), typeName: type }),
  },
  'expression',
);
