import type { CallMethods } from '../platform/pure/call-map.ts'
import type { Device, VisionCalls } from './vision-calls.ts'

/**
 * The vision process as the rest of main sees it: it runs small ONNX models. A call in progress when it dies fails with
 * `vision/process-exited`, and the next call finds a fresh process.
 */
export interface Vision extends CallMethods<VisionCalls> {
  /** What models ran on last; null = none has run yet. */
  lastDevice(): Device | null
  dispose(): Promise<void>
}
