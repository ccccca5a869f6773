import { expect, it } from 'vitest';
import { z } from 'zod';
import { checked, inBody } from './invalidPlaces.ts';

const schema = z.strictObject({
  name: z.string().min(1).max(5),
  qty: z.int().min(1),
  share: z.number().positive(),
  scope: z.enum(['read', 'write']),
  items: z.array(z.string()).max(1),
});

const right = { name: 'kim', qty: 1, share: 0.5, scope: 'read', items: [] };

it.each([
  [{ name: undefined }, '/name', '값이 있어야 합니다.', 'It must be given.'],
  [{ name: 3 }, '/name', '이런 값이어야 합니다: 글', 'It must be a text.'],
  [{ name: '' }, '/name', '1자 이상이어야 합니다.', 'At least 1 character.'],
  [{ name: '123456' }, '/name', '5자 이하여야 합니다.', 'At most 5 characters.'],
  [{ qty: 0 }, '/qty', '1 이상이어야 합니다.', 'At least 1.'],
  [{ qty: 1.5 }, '/qty', '이런 값이어야 합니다: 정수', 'It must be a whole number.'],
  [{ share: 0 }, '/share', '0보다 커야 합니다.', 'More than 0.'],
  [{ scope: 'x' }, '/scope', '다음 가운데 하나여야 합니다: read, write', 'One of: read, write'],
  [{ items: ['a', 'b'] }, '/items', '1개 이하여야 합니다.', 'At most 1 entry.'],
])('%j is told with what is expected', (wrong, pointer, ko, en) => {
  const given = { ...right, ...wrong };
  expect(checked(schema, given, inBody, 'ko')).toEqual({ outcome: 'invalid', places: [{ pointer, detail: ko }] });
  expect(checked(schema, given, inBody, 'en')).toEqual({ outcome: 'invalid', places: [{ pointer, detail: en }] });
});
