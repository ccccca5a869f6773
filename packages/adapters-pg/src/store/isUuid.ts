const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text can be an address of ours; what cannot is held nowhere. */
export const isUuid = (text: string): boolean => uuid.test(text);
