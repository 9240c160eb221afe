import type { CombineMode } from '../../../editor/document/raster.ts'

/** How something selected or brought in meets the mask that is there: one order and one set of words everywhere. */
export const combineModes: readonly { readonly value: CombineMode; readonly label: string }[] = [
  { value: 'replace', label: 'New' },
  { value: 'add', label: 'Add' },
  { value: 'subtract', label: 'Subtract' },
  { value: 'intersect', label: 'Intersect' },
]
