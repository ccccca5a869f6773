/** Types of pg_catalog that a column may have. Types that name other objects (regclass, oid) are left out. */
export const builtInTypes: ReadonlySet<string> = new Set([
  ...['bool', 'int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'serial', 'bigserial', 'smallserial'],
  ...['text', 'varchar', 'bpchar', 'char', 'bytea', 'uuid', 'json', 'jsonb', 'inet', 'cidr', 'bit', 'varbit'],
  ...['date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval'],
  ...['int4range', 'int8range', 'numrange', 'daterange', 'tsrange', 'tstzrange', 'tsvector'],
]);

/**
 * Functions of pg_catalog that a default, a check, a generated column or an index may call: each computes from its
 * arguments or from the clock, and none reads a table, a file or a setting.
 */
export const builtInFunctions: ReadonlySet<string> = new Set([
  ...['now', 'clock_timestamp', 'statement_timestamp', 'transaction_timestamp', 'gen_random_uuid', 'uuidv7'],
  ...['lower', 'upper', 'btrim', 'ltrim', 'rtrim', 'length', 'char_length', 'octet_length', 'substring', 'position'],
  ...['left', 'right', 'lpad', 'rpad', 'replace', 'translate', 'reverse', 'concat', 'strpos', 'starts_with', 'overlay'],
  ...['normalize', 'is_normalized', 'like_escape', 'similar_to_escape', 'regexp_like', 'regexp_replace', 'ascii'],
  ...['md5', 'sha256', 'encode', 'decode', 'convert_to', 'split_part', 'to_tsvector', 'num_nulls', 'num_nonnulls'],
  ...['abs', 'ceil', 'floor', 'round', 'trunc', 'mod', 'sign', 'scale', 'trim_scale'],
  ...['extract', 'date_part', 'date_trunc', 'timezone', 'make_date', 'make_interval', 'isfinite', 'age'],
  ...['array_length', 'cardinality', 'array_position', 'array_to_string', 'array_remove'],
  ...['jsonb_typeof', 'jsonb_array_length', 'jsonb_build_object', 'jsonb_build_array', 'to_jsonb', 'jsonb_strip_nulls'],
  ...['isempty', 'lower_inc', 'upper_inc', 'lower_inf', 'upper_inf', 'int4range', 'int8range', 'numrange'],
  ...['daterange', 'tsrange', 'tstzrange'],
]);

export const accessMethods: ReadonlySet<string> = new Set(['btree', 'hash', 'gin', 'gist', 'spgist', 'brin']);

/** Options of tables and indexes: they steer storage and autovacuum and name nothing. */
export const storageOptions: ReadonlySet<string> = new Set([
  ...['fillfactor', 'toast_tuple_target', 'autovacuum_enabled', 'autovacuum_vacuum_threshold'],
  ...['autovacuum_vacuum_scale_factor', 'autovacuum_vacuum_insert_threshold', 'autovacuum_analyze_threshold'],
  ...['autovacuum_vacuum_insert_scale_factor', 'autovacuum_analyze_scale_factor'],
  ...['deduplicate_items', 'fastupdate', 'gin_pending_list_limit', 'buffering', 'pages_per_range', 'autosummarize'],
]);

export const sequenceOptions: ReadonlySet<string> = new Set([
  ...['as', 'start', 'increment', 'minvalue', 'maxvalue', 'cache', 'cycle'],
]);
