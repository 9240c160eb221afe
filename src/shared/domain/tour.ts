import { assetIdSchema } from './ids.ts'

/** The steps of the tour, in their order. */
export const tourSteps = ['paint', 'fill', 'proof', 'compare', 'gallery', 'lineage', 'export'] as const
export type TourStep = (typeof tourSteps)[number]

/** The photo that a tour or a first start works on, and the project that shows masks, layers and an edit. */
export const samples = ['photo', 'project'] as const

/** Ids in the file of the sample project. Its names come from the catalog when it is opened. */
export const sampleProjectIds = {
  result: assetIdSchema.parse('01J00000000000000000000002'),
  photo: assetIdSchema.parse('01J00000000000000000000001'),
  eyes: 'mask-1',
  nose: 'mask-2',
  background: 'mask-3',
  original: 'layer-4',
  light: 'layer-5',
} as const
