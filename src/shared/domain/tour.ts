/** The steps of the tour, in their order. */
export const tourSteps = ['paint', 'fill', 'proof', 'compare', 'gallery', 'lineage', 'export'] as const
export type TourStep = (typeof tourSteps)[number]
