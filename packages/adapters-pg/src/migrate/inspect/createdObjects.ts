import { parseStatements } from './parseStatements.ts';
import { asFields, asList, type Fields, namesIn } from './syntaxTree.ts';

/** What a migration makes, by bare name; everything lies in our schema. */
export interface CreatedObject {
  readonly kind: 'table' | 'column' | 'index' | 'sequence' | 'type';
  /** Of a column: `table.column`. */
  readonly name: string;
}

/**
 * What a migration that passed the inspection makes. Indexes behind constraints and the sequences of identity columns
 * belong to their tables and are not named.
 */
export async function createdObjects(sql: string): Promise<readonly CreatedObject[]> {
  const parsed = await parseStatements(sql);
  return 'message' in parsed ? [] : parsed.statements.flatMap(({ kind, fields }) => created[kind]?.(fields) ?? []);
}

const created: Readonly<Record<string, (fields: Fields) => readonly CreatedObject[]>> = {
  CreateStmt: ({ relation, tableElts }) => [
    { kind: 'table', name: nameOf(relation) },
    ...asList(tableElts).flatMap((element) => columnOf(nameOf(relation), element)),
  ],
  AlterTableStmt: ({ relation, cmds }) =>
    asList(cmds).flatMap((command) => columnOf(nameOf(relation), asFields(asFields(command).AlterTableCmd).def)),
  IndexStmt: ({ idxname }) => [{ kind: 'index', name: String(idxname) }],
  CreateSeqStmt: ({ sequence }) => [{ kind: 'sequence', name: nameOf(sequence) }],
  CreateEnumStmt: ({ typeName }) => [{ kind: 'type', name: lastOf(typeName) }],
  CreateDomainStmt: ({ domainname }) => [{ kind: 'type', name: lastOf(domainname) }],
  CompositeTypeStmt: ({ typevar }) => [{ kind: 'type', name: nameOf(typevar) }],
};

const nameOf = (relation: unknown): string => String(asFields(relation).relname);

const lastOf = (names: unknown): string => namesIn(names)?.at(-1) ?? '';

function columnOf(table: string, element: unknown): readonly CreatedObject[] {
  const { colname } = asFields(asFields(element).ColumnDef);
  return colname === undefined ? [] : [{ kind: 'column', name: `${table}.${String(colname)}` }];
}
