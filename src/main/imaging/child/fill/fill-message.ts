import type { ProgramSettings } from './fill-program.ts'

/** To a fill worker: run one region's fill as thread `rank`, counted from 0. */
export interface FillJobMessage {
  readonly memory: SharedArrayBuffer
  readonly control: SharedArrayBuffer
  readonly rank: number
  readonly settings: ProgramSettings
}

/** From a fill worker. Fractions and levels come from rank 0 only; each job ends with one `ended`. */
export type FillReportMessage =
  | { readonly type: 'fraction'; readonly fraction: number }
  | { readonly type: 'level'; readonly level: number }
  | { readonly type: 'ended'; readonly outcome: 'filled' | 'nothing-to-copy' | 'cancelled' }
  | { readonly type: 'ended'; readonly outcome: 'failed'; readonly message: string }
