import { posix } from 'node:path';
import { type NumberFormat, numberFormat } from './NumberFormat.ts';
import type { Parts } from './openParts.ts';
import { readWholeXml } from './readXml.ts';
import { UnusableWorkbook } from './UnusableWorkbook.ts';

export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  /** The path of its part. */
  readonly path: string;
}

/** What cells are read with. */
export interface WorkbookIndex {
  readonly sheets: readonly SheetEntry[];
  /** Whether dates are counted from 1904, as workbooks of old Macs do. */
  readonly from1904: boolean;
  readonly formats: readonly NumberFormat[];
  /** The part with the texts that cells share; null when there is none. */
  readonly sharedStrings: string | null;
}

interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

/** What a part refers to. */
const relationshipsOf = async (parts: Parts, part: string): Promise<readonly Relationship[]> => {
  const { dir, base } = posix.parse(part);
  const path = posix.join(dir, '_rels', `${base}.rels`);
  const found: Relationship[] = [];
  if (!parts.has(path)) return found;
  await readWholeXml(parts.read(path), {
    open(name, attribute) {
      if (name !== 'Relationship' || attribute('TargetMode') === 'External') return;
      const target = attribute('Target') ?? '';
      found.push({
        id: attribute('Id') ?? '',
        // The two editions of the standard differ before the last word.
        type: posix.basename(attribute('Type') ?? ''),
        target: target.startsWith('/') ? target.slice(1) : posix.join(dir, target),
      });
    },
    close: () => undefined,
  });
  return found;
};

const formatsOf = async (parts: Parts, path: string): Promise<readonly NumberFormat[]> => {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let inCells = false;
  await readWholeXml(parts.read(path), {
    open(name, attribute) {
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) ids.push(Number(attribute('numFmtId') ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return ids.map((id) => numberFormat(id, codes.get(id)));
};

/** Reads everything of a workbook but its cells. @throws UnusableWorkbook */
export const readWorkbook = async (parts: Parts): Promise<WorkbookIndex> => {
  const root = (await relationshipsOf(parts, '')).find(({ type }) => type === 'officeDocument')?.target;
  if (root === undefined || !parts.has(root)) throw new UnusableWorkbook('no-workbook');
  const related = await relationshipsOf(parts, root);
  const sheets: SheetEntry[] = [];
  let from1904 = false;
  await readWholeXml(parts.read(root), {
    open(name, attribute) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attribute('date1904') ?? '');
      if (name !== 'sheet') return;
      const part = related.find(({ id, type }) => type === 'worksheet' && id === attribute('id'));
      if (part === undefined) return;
      sheets.push({
        name: attribute('name') ?? '',
        hidden: (attribute('state') ?? 'visible') !== 'visible',
        path: part.target,
      });
    },
    close: () => undefined,
  });
  const partOf = (type: string): string | null => {
    const target = related.find((each) => each.type === type)?.target;
    return target !== undefined && parts.has(target) ? target : null;
  };
  const styles = partOf('styles');
  return {
    sheets,
    from1904,
    formats: styles === null ? [] : await formatsOf(parts, styles),
    sharedStrings: partOf('sharedStrings'),
  };
};
