import type { Day } from '@cynow/po-core';

/** `1,204` */
export const number = (n: number): string => n.toLocaleString('en-US');

/** `37%`: rounded down, so that 100% is never less than all. */
export const percent = (rate: number): string => `${Math.floor(rate)}%`;

const inSeoul = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', dateStyle: 'short', timeStyle: 'short' });

/** `2025-11-22 21:47`, in Seoul. */
export const time = (at: Date): string => inSeoul.format(at);

const weekdays = {
  ko: ['일', '월', '화', '수', '목', '금', '토'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;

/** `2025-11-22(토)` */
export const dayOfWeek = (day: Day, language: 'ko' | 'en'): string =>
  `${day}(${weekdays[language][new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''})`;
