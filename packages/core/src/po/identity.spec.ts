import { describe, expect, it } from 'vitest';
import { identityKey, poIdentityOf, standInPoNo } from './identity.ts';

describe('the identity of a PO', () => {
  it('is its customer and its number: different customers may use the same number', () => {
    expect(identityKey(poIdentityOf('KDKK', 'PO-1', 'FP25000001'))).toBe(
      identityKey(poIdentityOf('KDKK', 'PO-1', 'FP25000002')),
    );
    expect(identityKey(poIdentityOf('KDKK', 'PO-1', 'FP25000001'))).not.toBe(
      identityKey(poIdentityOf('SAM', 'PO-1', 'FP25000001')),
    );
  });

  it('takes a missing customer as UNKNOWN, so that two such documents share a PO', () => {
    expect(poIdentityOf(null, 'PO-1', 'FP25000001')).toEqual({ customerKey: 'UNKNOWN', poKey: 'PO-1' });
    expect(identityKey(poIdentityOf(null, 'PO-1', 'FP25000001'))).toBe(
      identityKey(poIdentityOf(null, 'PO-1', 'FP25000002')),
    );
  });

  it('is the document itself where there is no number, whoever the customer is', () => {
    const identity = poIdentityOf('KDKK', null, 'FP25000001');
    expect(identity).toEqual({ customerKey: 'KDKK', poKey: null, docNo: 'FP25000001' });
    expect(identityKey(identity)).toBe(identityKey(poIdentityOf(null, null, 'FP25000001')));
    expect(identityKey(identity)).not.toBe(identityKey(poIdentityOf('KDKK', null, 'FP25000002')));
  });

  it('never takes a number that reads FCMS-… for a PO without a number', () => {
    const standIn = standInPoNo('FP25000001');
    expect(standIn).toBe('FCMS-FP25000001');
    expect(identityKey(poIdentityOf('KDKK', standIn, 'FP25000009'))).not.toBe(
      identityKey(poIdentityOf('KDKK', null, 'FP25000001')),
    );
  });

  it('never takes one identity for another', () => {
    const identities = [
      poIdentityOf('A', 'B1', 'D1'),
      poIdentityOf('AB', '1', 'D1'),
      poIdentityOf('A', null, 'B1'),
      poIdentityOf(null, 'B1', 'D1'),
      poIdentityOf('A', null, 'A\nB1'),
    ];
    expect(new Set(identities.map(identityKey)).size).toBe(identities.length);
  });
});
