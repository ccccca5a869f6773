import type pg from 'pg';

/** What to ask of the POs that `fillPos` makes: what is frequent, what is rare, and what stands at the end of a list only. */
export const filledPos = {
  /** A customer with a tenth of the POs, one with a few hundredths of a percent, and one that left long ago. */
  customers: { large: 'K007', small: 'K123', gone: 'K398' },
  /** How most numbers begin, how a customer's do, and how those of a year long past do. */
  prefixes: { broad: 'PO-', ofCustomer: 'K123-', past: 'PO-2022-' },
  /** A product of a third of the POs, one of a few, and one that is not made any more. */
  products: { frequent: 'KF001', rare: 'KF950', past: 'KF900' },
  /** A part of many names, and of a few. */
  names: { many: '산업', few: '한빛' },
  /** How many documents the newest PO has. */
  deliveries: 50,
} as const;

const mixed = (salt: number): string => `abs(hashint4(n + ${salt} * 7919) / 2)`;
const id = `('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const doc = (k: string): string => `'FP' || to_char(day, 'YY') || lpad((3 * n + ${k})::text, 8, '0')`;

/**
 * Fills the empty tables of the schema `po` with so many POs of four years and 400 customers, at least some thousand: two documents
 * and one or two items each, cylinders counted of all but the newest, a third of the newer ones entered by staff, one in twenty with open
 * reasons, one in a hundred cancelled, one in fifty without a number. Opening the database does the rest.
 */
export const fillPos = async (client: pg.ClientBase, pos: number): Promise<void> => {
  const numbers = `
    SELECT n, ${id} AS id, n = ${pos} AS newest,
           '2025-11-20'::date - ((${pos} - n) * 1500.0 / ${pos})::integer AS day,
           CASE WHEN ${mixed(1)} % 10 = 1 THEN 7
                WHEN n < ${pos} * 0.3 AND ${mixed(2)} % 100 = 1 THEN 398
                ELSE ${mixed(3)} % 390 END AS customer,
           CASE WHEN n < ${pos} * 0.2 AND ${mixed(4)} % 4 = 1 THEN 900
                WHEN ${mixed(15)} % 2000 = 1 THEN 950
                WHEN ${mixed(5)} % 3 = 1 THEN 1 ELSE ${mixed(6)} % 57 + 1 END AS product,
           ${mixed(7)} % 50 = 1 AS numberless,
           n > ${pos} * 0.4 AND ${mixed(8)} % 3 = 1 AS manual,
           CASE WHEN ${mixed(9)} % 20 = 1 THEN ${mixed(10)} % 4 END AS priority
    FROM generate_series(1, ${pos}) n`;
  const code = `'K' || lpad(customer::text, 3, '0')`;
  const product = (of: string): string => `'KF' || lpad((${of})::text, 3, '0')`;
  const word = (list: string, of: string): string => `(ARRAY['${list.replaceAll(' ', "', '")}'])[${of} + 1]`;
  const name = `${word('관동 한빛 대한 서울 동아 태평 미래 우진 신성 삼화 국제 중앙 동양 경기 남해 백두 한강 청솔 세진 유니', 'customer / 20')}
    || ${word('화학 산업 전자 가스 테크 소재 정밀 물산 상사 반도체 케미칼 에너지 기공 메탈 시스템 글라스 솔라 바이오 엔지니어링 코리아', 'customer % 20')}`;
  const reason = `CASE priority WHEN 0 THEN 'QTY_MISMATCH' WHEN 1 THEN 'MISSING_PO_NO' WHEN 2 THEN 'SOURCE_CHANGED' ELSE 'INVALID_DOC_NO' END`;
  await client.query(`
    CREATE TEMPORARY TABLE made AS ${numbers};
    INSERT INTO po.po (id, customer_key, po_key, identity_doc_no, customer, customer_name, po_no, manual, reviewed, state,
      received_on, memo, deliveries, priority, created_at, updated_at, version)
    SELECT id, ${code}, CASE WHEN NOT numberless THEN number END, CASE WHEN numberless THEN ${doc('0')} END, ${code}, ${name},
           CASE WHEN numberless THEN 'FCMS-' || ${doc('0')} ELSE number END, manual, false,
           CASE WHEN ${mixed(11)} % 100 = 1 THEN 'cancelled' ELSE 'open' END,
           CASE WHEN ${mixed(12)} % 100 <> 1 THEN day END, '', CASE WHEN newest THEN ${filledPos.deliveries} ELSE 2 END,
           priority, day::timestamptz, day::timestamptz, 1
    FROM made, LATERAL (SELECT CASE WHEN ${mixed(13)} % 5 < 2 THEN 'PO-' || to_char(day, 'YYYY') ELSE ${code} END || '-'
                          || lpad((n * 13 % 999983)::text, 6, '0') || '-' || n AS number) AS numbered;
    INSERT INTO po.item (po_id, line, product_key, product, qty, delivery_on, incomplete, received_on)
    SELECT m.id, line, ${product('of')}, ${product('of')}, 20 * line, m.day + 14 * line, false, p.received_on
    FROM made m JOIN po.po p ON p.id = m.id,
         LATERAL (VALUES (1, product), (2, CASE WHEN ${mixed(14)} % 5 = 1 THEN 90 + product % 3 END)) AS lines (line, of)
    WHERE of IS NOT NULL;
    INSERT INTO po.document (doc_no, po_id, delivery, hash, cancelled, effective_on, doc_year, doc_sequence, product_key,
      product, qty, link, run_id, recorded_at)
    SELECT ${doc('k')}, id, k + 1, 'hash', false, day, 25, least(3 * n + k, 99999999), ${product('product')}, ${product('product')},
           10, 'new', '01900000-0000-7000-8000-000000000000', day::timestamptz
    FROM made, generate_series(0, CASE WHEN newest THEN ${filledPos.deliveries - 1} ELSE 1 END) k;
    INSERT INTO po.reason (doc_no, code, facts, opened_at)
    SELECT ${doc('0')}, ${reason}, '{"percent": 60}', day::timestamptz FROM made WHERE priority IS NOT NULL;
    INSERT INTO po.progress (doc_no, filled, warehoused, shipped, changed_at)
    SELECT ${doc('k')}, 10, 10 - n % 3, CASE WHEN n % 7 = 1 THEN 5 ELSE 10 - n % 3 END, now()
    FROM made, generate_series(0, 1) k WHERE n < ${pos} * 0.95;
    INSERT INTO po.progress_pass (read_at, full_at, full_ms, trace) VALUES ('2025-11-20 12:00+09', '2025-11-20 12:00+09', 1, '{}');
    INSERT INTO po.revision (revision) VALUES (1);
    DROP TABLE made`);
};
