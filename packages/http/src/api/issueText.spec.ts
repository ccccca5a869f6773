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

const forms = z.strictObject({
  to: z.union([
    z.strictObject({ id: z.string() }),
    z.strictObject({ customer: z.string(), poNo: z.string().min(1) }),
    z.strictObject({ into: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('a'), n: z.int() })]) }),
  ]),
});

it.each([
  [{ id: 5 }, ['/to/id', 'It must be a text.']],
  [{ id: 'x', by: 'y' }, ['/to/by', 'There is no such name. See the description of the API.']],
  [{ customer: 'A' }, ['/to/poNo', 'It must be given.']],
  [{ customer: 'A', poNo: '' }, ['/to/poNo', 'At least 1 character.']],
  [{ into: { kind: 'b' } }, ['/to/into/kind', 'One of: a']],
  [{ into: { kind: 'a', n: 0.5 } }, ['/to/into/n', 'It must be a whole number.']],
  [{}, ['/to/id', 'It must be given.']],
  [5, ['/to', 'It must be an object.']],
  [undefined, ['/to', 'It must be given.']],
])('%j, which may have several forms, is told as what it is most like', (to, [pointer, detail]) => {
  const places = [{ pointer, detail }];
  expect(checked(forms, { to }, inBody, 'en')).toEqual({ outcome: 'invalid', places });
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
