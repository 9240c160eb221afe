import type { TypesOf } from '../../platform/pure/call-map.ts'
import type { openingCalls } from '../protocol.ts'
import { assetDetails } from './asset-details.ts'
import { assets } from './assets.ts'
import { collections } from './collections.ts'
import { documents } from './documents.ts'
import { jobs } from './jobs.ts'
import { ledger } from './ledger.ts'
import { lineage } from './lineage.ts'
import { looks } from './looks.ts'
import { marks } from './marks.ts'
import { queue } from './queue.ts'
import { prompts } from './prompts.ts'
import { search } from './search.ts'
import { skippedFiles } from './skipped-files.ts'
import { vectors } from './vectors.ts'
import { version } from './version.ts'
import { votes } from './votes.ts'
import { watchedFolders } from './watched-folders.ts'

/** Everything the database can be asked for. */
export const allOperations = {
  ...assetDetails,
  ...assets,
  ...collections,
  ...documents,
  ...jobs,
  ...ledger,
  ...lineage,
  ...looks,
  ...marks,
  ...queue,
  ...prompts,
  ...search,
  ...skippedFiles,
  ...vectors,
  ...version,
  ...votes,
  ...watchedFolders,
}

type Operations = typeof allOperations
export type OperationName = keyof Operations
export type OperationInput<K extends OperationName> = Parameters<Operations[K]['run']>[1]
export type OperationOutput<K extends OperationName> = ReturnType<Operations[K]['run']>

/** Everything a worker can be asked for. */
export type DatabaseCalls = TypesOf<typeof openingCalls> & {
  readonly [K in OperationName]: {
    readonly input: OperationInput<K>
    readonly parsed: OperationInput<K>
    readonly output: OperationOutput<K>
    readonly callbacks: object
  }
}
