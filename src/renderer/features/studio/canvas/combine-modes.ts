import * as messages from '../../../../shared/messages/en/canvas-panels.ts'
import type { CombineMode } from '../../../editor/document/raster.ts'

/** How a selection or import combines with the existing mask: the same order and labels everywhere. */
export const combineModes: readonly { readonly value: CombineMode; readonly label: string }[] = [
  { value: 'replace', label: messages.newLabel },
  { value: 'add', label: messages.add },
  { value: 'subtract', label: messages.subtract },
  { value: 'intersect', label: messages.intersect },
]
