import type { Rect, Size } from '../../../../shared/util/geometry.ts'

/** How a picture is sent: scaled once and, where its shape does not fit, padded around `box`. */
export interface FittedFrame {
  readonly frame: Size
  /** Where the picture lies in the frame. */
  readonly box: Rect
}
