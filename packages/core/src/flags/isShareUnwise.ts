/** With fewer users a share is a matter of luck, and nobody can say beforehand who has the feature. */
const enoughUsers = 100;

/** Whether a list would do better than this share of so many users (null: nobody knows how many). */
export const isShareUnwise = (percent: number | null, users: number | null): boolean =>
  percent !== null && percent > 0 && percent < 100 && users !== null && users < enoughUsers;
