/**
 * Cosine of two image vectors, 1 = the same direction, from which images are duplicates by content. fastdup, which groups
 * images in the same way, counts them as similar from 0.9 and as nearly identical from 0.98: the default is between.
 */
export const contentLikeness = { min: 0.85, default: 0.95, max: 0.99 } as const
