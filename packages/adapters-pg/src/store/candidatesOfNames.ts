/**
 * A statement that gives the ids of POs by the name of a customer and the time (`NamedQuery`): `$1` names, `$2` since, `$3`
 * until, `$4` near, `$5` most, `$6` what stands for a missing customer. It goes from name to customers and from customer to
 * days along indexes, and reads no more than it gives, whatever the number of POs.
 */
export const candidatesOfNames = (po: string): string => {
  /** The customers that some PO gives the name, each once: the next one behind the last, along `po_by_name`. */
  const customers = `
    WITH RECURSIVE next AS (
      (SELECT customer_key FROM ${po} WHERE name_key = given.name_key ORDER BY customer_key LIMIT 1)
      UNION ALL
      SELECT (SELECT customer_key FROM ${po}
              WHERE name_key = given.name_key AND customer_key > next.customer_key ORDER BY customer_key LIMIT 1)
      FROM next WHERE next.customer_key IS NOT NULL)
    SELECT customer_key FROM next WHERE customer_key IS NOT NULL`;
  const some = (which: string, order: string): string => `
    (SELECT id FROM ${po}
     WHERE customer_key = customer.customer_key AND state = 'open'
       AND (customer_key <> $6 OR name_key = given.name_key) AND ${which}
     ORDER BY ${order} LIMIT $5)`;
  const sides = (kind: string): readonly string[] => [
    some(`${kind} AND received_on BETWEEN $2::date AND $4::date`, 'received_on DESC NULLS LAST, id'),
    some(`${kind} AND received_on > $4::date AND received_on <= $3::date`, 'received_on, id'),
    some(`${kind} AND received_on IS NULL`, 'id'),
  ];
  return `
    SELECT candidate.id FROM unnest($1::text[]) AS given (name_key)
    CROSS JOIN LATERAL (${customers}) AS customer
    CROSS JOIN LATERAL (${[...sides('manual'), ...sides('NOT manual')].join(' UNION ALL ')}) AS candidate`;
};
