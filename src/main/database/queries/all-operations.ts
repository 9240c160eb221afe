import type { TypesOf } from '../../platform/pure/call-map.ts'
import type { openingCalls } from '../protocol.ts'
import { agentHoldOperations } from './agent-holds.ts'
import { annotationOperations } from './library/annotations.ts'
import { assetDetails } from './library/asset-details.ts'
import { assets } from './library/assets.ts'
import { collections } from './library/collections.ts'
import { descriptionOperations } from './library/descriptions.ts'
import { documents } from './documents.ts'
import { fingerprintOperations } from './library/fingerprints.ts'
import { gridOperations } from './grids.ts'
import { editPlanBatchOperations } from './edit-plan-batches.ts'
import { editPlanOperations } from './edit-plans.ts'
import { jobOperations } from './jobs.ts'
import { ledgerOperations } from './ledger.ts'
import { lineage } from './library/lineage.ts'
import { modelResultOperations } from './model-results.ts'
import { namedReferenceOperations } from './named-references.ts'
import { read } from './operation.ts'
import { promptOperations } from './prompts.ts'
import { rememberedExports } from './library/remembered-exports.ts'
import { queueOperations } from './queue.ts'
import { searchOperations } from './library/search.ts'
import { skippedFiles } from './library/skipped-files.ts'
import { allRows, oneRow } from './statement.ts'
import { originalOperations } from './library/originals.ts'
import { threadOperations } from './threads.ts'
import { vectors } from './library/vectors.ts'
import { voteOperations } from './votes.ts'
import { watchedFolders } from './library/watched-folders.ts'

const fileOperations = {
  /** Reads the entire file. */
  'database.isSound': read((db, _input: null): boolean => {
    const rows = allRows(db, 'PRAGMA quick_check')
    return rows.length === 1 && rows[0]?.['quick_check'] === 'ok'
  }),

  /** A number that changes whenever another connection has written (SQLite, `PRAGMA data_version`). */
  'database.version': read((db, _input: null): number => Number(oneRow(db, 'PRAGMA data_version')?.['data_version'])),
}

/** Every operation of the database. */
export const allOperations = {
  ...agentHoldOperations,
  ...assetDetails,
  ...assets,
  ...collections,
  ...descriptionOperations,
  ...documents,
  ...gridOperations,
  ...editPlanOperations,
  ...editPlanBatchOperations,
  ...jobOperations,
  ...ledgerOperations,
  ...lineage,
  ...modelResultOperations,
  ...namedReferenceOperations,
  ...fingerprintOperations,
  ...annotationOperations,
  ...queueOperations,
  ...promptOperations,
  ...rememberedExports,
  ...searchOperations,
  ...skippedFiles,
  ...originalOperations,
  ...threadOperations,
  ...vectors,
  ...fileOperations,
  ...voteOperations,
  ...watchedFolders,
}

type Operations = typeof allOperations
export type OperationName = keyof Operations
export type OperationInput<K extends OperationName> = Parameters<Operations[K]['run']>[1]
export type OperationOutput<K extends OperationName> = ReturnType<Operations[K]['run']>

/** Every call that a worker accepts. */
export type DatabaseCalls = TypesOf<typeof openingCalls> & {
  readonly [K in OperationName]: {
    readonly input: OperationInput<K>
    readonly parsed: OperationInput<K>
    readonly output: OperationOutput<K>
    readonly callbacks: object
  }
}
