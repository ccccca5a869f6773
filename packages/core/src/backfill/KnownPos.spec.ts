import { describe, expect, it } from 'vitest';
import { createDocumentReader } from '../document/FcmsDocument.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { sourceDocument } from '../testing/builders.ts';
import { needsDecision } from './KnownPos.ts';

const document = createDocumentReader(defaultSiteRules)(sourceDocument());
const { hash } = document;

describe('a document needs a decision', () => {
  it.each([
    ['it is not recorded', undefined, false, true],
    ['it is not recorded (forced)', undefined, true, true],
    ['it has changed', { hash: 'other', held: false }, false, true],
    ['it has changed, its PO manual or reviewed', { hash: 'other', held: true }, false, true],
    ['it has changed, its PO manual or reviewed (forced)', { hash: 'other', held: true }, true, true],
    ['it is forced', { hash, held: false }, true, true],
    ['not when it has not changed', { hash, held: false }, false, false],
    ['not when it has not changed, its PO manual or reviewed', { hash, held: true }, false, false],
    ['not when its PO is manual or reviewed (forced)', { hash, held: true }, true, false],
  ] as const)('when %s', (_when, recorded, force, needed) => {
    expect(needsDecision(document, recorded, force)).toBe(needed);
  });
});
