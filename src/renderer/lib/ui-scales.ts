/** Interface scales, from the smallest to the largest of `Settings['uiScale']`; 1 = the system's own. */
export const uiScales: readonly number[] = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2]
