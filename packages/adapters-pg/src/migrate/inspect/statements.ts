import { anything, builtIn, type Check, clauses, each, oneOf, only, ownNames, ownRelation } from './checks.ts';
import {
  accessMethod,
  column,
  columnOrConstraint,
  constraint,
  indexElement,
  sequence,
  storage,
} from './definitions.ts';
import { expression, literal, type } from './expressions.ts';
import { asFields, asList, namesIn } from './syntaxTree.ts';

/** A type, domain or enum of ours where the parser gives its name as a type. */
const ownTypeName = oneOf({
  TypeName: clauses('TypeName', { names: ownNames(1), typemod: anything }),
});

const listOf =
  (names: Check): Check =>
  (value, at) =>
    names(asFields(asFields(value).List).items, at);

const alterations: Readonly<Record<string, Check>> = {
  AT_AddColumn: column,
  AT_AddConstraint: constraint,
  AT_ValidateConstraint: anything,
  AT_ColumnDefault: expression,
  AT_SetNotNull: anything,
  AT_DropNotNull: anything,
  AT_SetRelOptions: listOf(storage),
};

const alteration = oneOf({
  AlterTableCmd: (value, at) => {
    const { subtype, def } = asFields(value);
    const check = Object.hasOwn(alterations, String(subtype)) ? alterations[String(subtype)] : undefined;
    if (check === undefined) at.refuse('clause', String(subtype));
    else if (def !== undefined) check(def, at);
    alterationClauses(value, at);
  },
});

const alterationClauses = clauses('AlterTableCmd', {
  subtype: anything,
  name: anything,
  def: anything,
  behavior: only('AlterTableCmd.behavior', 'DROP_RESTRICT'),
});

const domainConstraint: Check = (value, at) => ownTypeName(asList(asFields(asFields(value).List).items)[0], at);

/** What a comment may be on. Not on the schema: where the DBA made it, it outlives zero, and so would the comment. */
const commentable: Readonly<Record<string, Check>> = {
  OBJECT_TABLE: listOf(ownNames(1)),
  OBJECT_INDEX: listOf(ownNames(1)),
  OBJECT_SEQUENCE: listOf(ownNames(1)),
  OBJECT_COLUMN: listOf(ownNames(2)),
  OBJECT_TABCONSTRAINT: listOf(ownNames(2)),
  OBJECT_TYPE: ownTypeName,
  OBJECT_DOMAIN: ownTypeName,
  OBJECT_DOMCONSTRAINT: domainConstraint,
};

const rows = oneOf({
  SelectStmt: clauses('SelectStmt', {
    valuesLists: each(oneOf({ List: clauses('List', { items: each(literal) }) }, 'expression')),
    limitOption: only('SelectStmt.limitOption', 'LIMIT_OPTION_DEFAULT'),
    op: only('SelectStmt.op', 'SETOP_NONE'),
  }),
});

/** What `up` may do: create in our schema, add to what is there, describe it, fill in constants. */
export const creations: Readonly<Record<string, Check>> = {
  CreateStmt: clauses('CreateStmt', {
    relation: ownRelation,
    tableElts: each(columnOrConstraint),
    options: storage,
    oncommit: only('CreateStmt.oncommit', 'ONCOMMIT_NOOP'),
  }),
  IndexStmt: (value, at) => {
    const { idxname, relation } = asFields(value);
    if (idxname === undefined) at.refuse('unnamed-index', String(asFields(relation).relname));
    indexClauses(value, at);
  },
  CreateSeqStmt: clauses('CreateSeqStmt', { sequence: ownRelation, options: sequence }),
  CreateEnumStmt: clauses('CreateEnumStmt', { typeName: ownNames(1), vals: anything }),
  CreateDomainStmt: clauses('CreateDomainStmt', {
    domainname: ownNames(1),
    typeName: type,
    collClause: clauses('CollateClause', { collname: builtIn('collation') }),
    constraints: each(constraint),
  }),
  CompositeTypeStmt: clauses('CompositeTypeStmt', { typevar: ownRelation, coldeflist: each(column) }),
  AlterTableStmt: clauses('AlterTableStmt', {
    relation: ownRelation,
    cmds: each(alteration),
    objtype: only('AlterTableStmt.objtype', 'OBJECT_TABLE'),
  }),
  AlterEnumStmt: clauses('AlterEnumStmt', {
    typeName: ownNames(1),
    newVal: anything,
    newValNeighbor: anything,
    newValIsAfter: anything,
  }),
  CommentStmt: (value, at) => {
    const { objtype, object } = asFields(value);
    const check = Object.hasOwn(commentable, String(objtype)) ? commentable[String(objtype)] : undefined;
    if (check) check(object, at);
    else at.refuse('clause', `CommentStmt ${String(objtype)}`);
  },
  InsertStmt: clauses('InsertStmt', {
    relation: ownRelation,
    cols: each(oneOf({ ResTarget: clauses('ResTarget', { name: anything }) })),
    selectStmt: rows,
    override: anything,
  }),
};

const indexClauses = clauses('IndexStmt', {
  idxname: anything,
  relation: ownRelation,
  accessMethod,
  indexParams: each(indexElement),
  indexIncludingParams: each(indexElement),
  options: storage,
  whereClause: expression,
  unique: anything,
  nulls_not_distinct: anything,
});

const droppable: Readonly<Record<string, Check>> = {
  OBJECT_TABLE: listOf(ownNames(1)),
  OBJECT_SEQUENCE: listOf(ownNames(1)),
  OBJECT_TYPE: ownTypeName,
  OBJECT_SCHEMA: (value, at) => {
    const [name = ''] = namesIn([value]) ?? [];
    if (name !== at.schema) at.refuse('outside', name);
  },
};

/** What `zero` may do: drop by name what is ours, and only what nothing else depends on. */
export const removals: Readonly<Record<string, Check>> = {
  DropStmt: (value, at) => {
    const { removeType, objects } = asFields(value);
    const check = Object.hasOwn(droppable, String(removeType)) ? droppable[String(removeType)] : undefined;
    if (check) each(check)(objects, at);
    else at.refuse('clause', `DropStmt ${String(removeType)}`);
    dropClauses(value, at);
  },
};

const dropClauses = clauses('DropStmt', {
  removeType: anything,
  objects: anything,
  behavior: only('DropStmt.behavior', 'DROP_RESTRICT'),
});
