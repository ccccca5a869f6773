import { accessMethods, sequenceOptions, storageOptions } from './builtIns.ts';
import { anything, builtIn, type Check, clauses, each, oneOf, only, ownNames, ownRelation } from './checks.ts';
import { expression, type } from './expressions.ts';
import { asFields, namesIn } from './syntaxTree.ts';

/** Options by name: `known` with any value, the others of `special` with a check of their own. */
const options = (known: ReadonlySet<string>, special: Readonly<Record<string, Check>> = {}): Check =>
  each(
    oneOf({
      DefElem: (value, at) => {
        const { defname, arg } = asFields(value);
        const name = String(defname);
        if (Object.hasOwn(special, name)) special[name]?.(arg, at);
        else if (!known.has(name)) at.refuse('option', name);
        definitionClauses(value, at);
      },
    }),
  );

const definitionClauses = clauses('DefElem', {
  defnamespace: only('DefElem.defnamespace', 'toast'),
  defname: anything,
  arg: anything,
  defaction: only('DefElem.defaction', 'DEFELEM_UNSPEC'),
});

export const storage = options(storageOptions);

/** The owner of a sequence is NONE or a column of ours: owning would bind it to another table's life. */
const ownedBy: Check = (value, at) => {
  const names = asFields(asFields(value).List).items;
  if (namesIn(names)?.join('.') !== 'none') ownNames(2)(names, at);
};

export const sequence = options(sequenceOptions, { owned_by: ownedBy });

/** What an index may use to store and find its entries. */
export const accessMethod: Check = (value, at) => {
  if (!accessMethods.has(String(value))) at.refuse('access-method', String(value));
};

export const indexElement = oneOf({
  IndexElem: clauses('IndexElem', {
    name: anything,
    expr: expression,
    collation: builtIn('collation'),
    opclass: builtIn('operator-class'),
    ordering: anything,
    nulls_ordering: anything,
  }),
});

/** `element WITH operator` of an exclusion constraint. */
const exclusion = oneOf({
  List: (value, at) => {
    const [element, operator, ...more] = (asFields(value).items ?? []) as readonly unknown[];
    indexElement(element, at);
    builtIn('operator')(asFields(asFields(operator).List).items, at);
    if (more.length > 0) at.refuse('clause', 'Constraint.exclusions');
  },
});

export const constraint = oneOf({
  Constraint: clauses('Constraint', {
    contype: only(
      'Constraint.contype',
      ...['CONSTR_NULL', 'CONSTR_NOTNULL', 'CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED', 'CONSTR_CHECK'],
      ...['CONSTR_PRIMARY', 'CONSTR_UNIQUE', 'CONSTR_EXCLUSION', 'CONSTR_FOREIGN'],
      ...['CONSTR_ATTR_DEFERRABLE', 'CONSTR_ATTR_NOT_DEFERRABLE', 'CONSTR_ATTR_DEFERRED', 'CONSTR_ATTR_IMMEDIATE'],
    ),
    conname: anything,
    raw_expr: expression,
    generated_when: anything,
    generated_kind: anything,
    is_enforced: anything,
    initially_valid: anything,
    skip_validation: anything,
    deferrable: anything,
    initdeferred: anything,
    is_no_inherit: anything,
    nulls_not_distinct: anything,
    without_overlaps: anything,
    keys: anything,
    including: anything,
    exclusions: each(exclusion),
    access_method: accessMethod,
    where_clause: expression,
    pktable: ownRelation,
    fk_attrs: anything,
    pk_attrs: anything,
    fk_matchtype: anything,
    fk_upd_action: anything,
    fk_del_action: anything,
    fk_del_set_cols: anything,
    // Of an identity column these are its sequence's options, of a unique constraint its index's.
    options: (value, at) => options(new Set([...sequenceOptions, ...storageOptions]))(value, at),
  }),
});

const columnClauses = clauses('ColumnDef', {
  colname: anything,
  typeName: type,
  is_local: anything,
  collClause: clauses('CollateClause', { collname: builtIn('collation') }),
  constraints: each(constraint),
});

export const column = oneOf({ ColumnDef: columnClauses });

export const columnOrConstraint: Check = (value, at) =>
  Object.hasOwn(asFields(value), 'Constraint') ? constraint(value, at) : column(value, at);
