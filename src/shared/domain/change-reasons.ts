/** Why the library tells of a change. */
export const changeReasons = ['added', 'updated', 'removed', 'marks', 'looks'] as const
export type ChangeReason = (typeof changeReasons)[number]
