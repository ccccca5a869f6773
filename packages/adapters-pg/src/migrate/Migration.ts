import { createHash } from 'node:crypto';

/** One step of the schema, written for any schema's name. */
export interface Migration {
  /** Its place in the order, from 1 without gaps. */
  readonly number: number;
  readonly name: string;
  /** SQL in which `:schema` stands for our schema. It never changes once a database has run it. */
  readonly sql: string;
}

/** SHA-256 of the text as it stands in the file, in hexadecimal. */
export const migrationChecksum = ({ sql }: Migration): string => createHash('sha256').update(sql).digest('hex');
