import type { z } from 'zod'
import { agents } from './agents.ts'
import { app } from './app.ts'
import { canvas } from './canvas.ts'
import { catalogue } from './catalogue.ts'
import { compare } from './compare.ts'
import { credentials } from './credentials.ts'
import { downloads } from './downloads.ts'
import { editPlans } from './edit-plans.ts'
import { edits } from './edits.ts'
import { exports } from './exports.ts'
import { external } from './external.ts'
import { grids } from './grids.ts'
import { imports } from './imports.ts'
import { jobs } from './jobs.ts'
import { library } from './library.ts'
import { live } from './live.ts'
import { local } from './local.ts'
import { money } from './money.ts'
import { prompts } from './prompts.ts'
import { providers } from './providers.ts'
import { queue } from './queue.ts'
import { references } from './references.ts'
import { storage } from './storage.ts'
import { threads } from './threads.ts'
import { updates } from './updates.ts'
import { vision } from './vision.ts'
import type { DroppedHandle } from '../domain/file-handles.ts'
import type { Reply, TravellingReply } from '../domain/reply.ts'

/** Every call and event available to the window. */
export const contract = {
  ...agents,
  ...app,
  ...canvas,
  ...catalogue,
  ...compare,
  ...credentials,
  ...downloads,
  ...editPlans,
  ...edits,
  ...exports,
  ...external,
  ...grids,
  ...imports,
  ...jobs,
  ...library,
  ...live,
  ...local,
  ...money,
  ...prompts,
  ...providers,
  ...queue,
  ...references,
  ...storage,
  ...threads,
  ...updates,
  ...vision,
}
export type Contract = typeof contract

interface Callable {
  readonly input: z.ZodType
  readonly output: z.ZodType
}
export type CallName = { [K in keyof Contract]: Contract[K] extends Callable ? K : never }[keyof Contract]
export type EventName = Exclude<keyof Contract, CallName>
export type Input<K extends CallName> = z.input<Contract[K]['input']>
export type ParsedInput<K extends CallName> = z.output<Contract[K]['input']>
export type Output<K extends CallName> = z.output<Contract[K]['output']>
export type Payload<K extends EventName> = z.output<Contract[K]['payload']>

export { channels } from './channels.ts'
export type { ExportReport, PagesReport } from './exports.ts'
export { failuresListed, type ImportReport } from './library.ts'
export type { Reply, TravellingReply } from '../domain/reply.ts'

/** What the preload script exposes as `window.bridge`. It has no domain knowledge. */
export interface Bridge {
  call(name: string, input: unknown, callId: string): Promise<TravellingReply>
  cancel(callId: string): void
  /** Returns the unsubscribe function. */
  listen(listener: (name: string, json: string) => void): () => void
  /**
   * Returns handles for files dropped on the window or pasted into it, in order; null for a file created by script. It
   * takes only files, never paths: the page cannot name a file that the user did not provide.
   */
  handlesOf(files: readonly unknown[]): Promise<Reply<(DroppedHandle | null)[]>>
}
