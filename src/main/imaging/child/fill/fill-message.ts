import type { ProgramSettings } from './fill-program.ts'

/** To a fill worker: take part in one region's fill as thread `rank`, counted from 0. */
export interface FillJobMessage {
  readonly memory: SharedArrayBuffer
  readonly control: SharedArrayBuffer
  readonly rank: number
  readonly settings: ProgramSettings
}

/** From a fill worker. Fractions and levels come from rank 0 only; each job ends with one `ended`. */
export type FillReportMessage =
  | { readonly kind: 'fraction'; readonly fraction: number }
  | { readonly kind: 'level'; readonly level: number }
  | { readonly kind: 'ended'; readonly outcome: 'filled' | 'nothing-to-copy' | 'cancelled' }
  | { readonly kind: 'ended'; readonly outcome: 'failed'; readonly message: string }
