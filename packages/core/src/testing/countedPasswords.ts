import type { DjangoPasswords, PasswordHasher } from '../ports/Passwords.ts';

/** Hashers that cost nothing and hide nothing, and count what they would have computed. For tests only. */
export interface CountedPasswords {
  readonly hasher: PasswordHasher;
  readonly django: DjangoPasswords;
  /** Hashes computed so far, for passwords of ours and of CYNOW's. */
  computed(): { readonly own: number; readonly django: number };
}

export const countedPasswords = (): CountedPasswords => {
  const computed = { own: 0, django: 0 };
  return {
    hasher: {
      async hash(password) {
        computed.own += 1;
        return `now$${password}`;
      },
      async verify(password, stored) {
        computed.own += 1;
        if (stored === `now$${password}`) return 'right';
        return stored === `old$${password}` ? 'outdated' : 'wrong';
      },
    },
    django: {
      async verify(password, { encoded }) {
        computed.django += 1;
        if (encoded?.startsWith('argon2$')) return 'unsupported';
        return encoded === `pbkdf2_sha256$${password}` ? 'right' : 'wrong';
      },
    },
    computed: () => ({ ...computed }),
  };
};
