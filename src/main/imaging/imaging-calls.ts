import type { CallHandlers, CallMap, TypesOf } from '../platform/pure/call-map.ts'
import { controlCalls } from './calls/control-calls.ts'
import { documentCalls } from './calls/document-calls.ts'
import { editCalls } from './calls/edit-calls.ts'
import { exportCalls } from './calls/export-calls.ts'
import { imageCalls } from './calls/image-calls.ts'
import { upscaleCalls } from './calls/upscale-calls.ts'

/** All calls of the imaging process. Main's methods, the process's handlers and the validation derive from it. */
export const imagingCalls = {
  ...imageCalls,
  ...editCalls,
  ...documentCalls,
  ...exportCalls,
  ...upscaleCalls,
  ...controlCalls,
} satisfies CallMap

export type ImagingCalls = TypesOf<typeof imagingCalls>
export type ImagingHandlers = CallHandlers<ImagingCalls>
