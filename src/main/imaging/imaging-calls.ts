import type { CallHandlers, CallMap, TypesOf } from '../platform/pure/call-map.ts'
import { documentCalls } from './calls/document-calls.ts'
import { editCalls } from './calls/edit-calls.ts'
import { exportCalls } from './calls/export-calls.ts'
import { pictureCalls } from './calls/picture-calls.ts'

/** Everything the imaging process can be asked for. Main's methods, the process's handlers and the checks follow from it. */
export const imagingCalls = {
  ...pictureCalls,
  ...editCalls,
  ...documentCalls,
  ...exportCalls,
} satisfies CallMap

export type ImagingCalls = TypesOf<typeof imagingCalls>
export type ImagingHandlers = CallHandlers<ImagingCalls>
