import * as messages from '../../../../shared/messages/en/canvas.ts'
import type { CombineMode } from '../../../editor/document/raster.ts'

/** How something selected or brought in meets the mask that is there: one order and one set of words everywhere. */
export const combineModes: readonly { readonly value: CombineMode; readonly label: string }[] = [
  { value: 'replace', label: messages.newLabel },
  { value: 'add', label: messages.add },
  { value: 'subtract', label: messages.subtract },
  { value: 'intersect', label: messages.intersect },
]
