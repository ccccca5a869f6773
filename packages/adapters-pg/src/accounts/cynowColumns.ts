/** What is read of CYNOW's accounts, and nothing else; in `public`. */
export const cynowColumns = {
  auth_user: ['id', 'username', 'is_active', 'is_staff', 'is_superuser'],
  auth_group: ['id', 'name'],
  auth_user_groups: ['user_id', 'group_id'],
} as const;

/** Read besides for `django-session`. */
export const sessionColumns = { django_session: ['session_key', 'session_data', 'expire_date'] } as const;

/** Read besides for `django-password`. */
export const passwordColumn = 'password';
