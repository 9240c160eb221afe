/** Why the library emits a change. */
export const changeReasons = ['added', 'updated', 'removed', 'marks', 'looks'] as const
export type ChangeReason = (typeof changeReasons)[number]
