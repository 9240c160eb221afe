import { firstSchema } from './0001-first-schema.ts'
import { samplingArea } from './0002-sampling-area.ts'
import { addProviders } from './0003-providers.ts'
import { addDocumentState } from './0004-document-state.ts'
import { addLedger } from './0005-ledger.ts'
import { addQueue } from './0006-queue.ts'
import { addPrompts } from './0007-prompts.ts'
import { safety } from './0008-safety.ts'
import { addMarks } from './0009-marks.ts'
import { addSearch } from './0010-search.ts'
import { bringingIn } from './0011-bringing-in.ts'
import { addVotes } from './0012-votes.ts'
import { looksAndLinks } from './0014-looks-and-links.ts'
import { vectorsAndWords } from './0015-vectors-and-words.ts'
import { longSeeds } from './0016-long-seeds.ts'
import { controlLinks } from './0017-control-links.ts'
import { descriptions } from './0018-descriptions.ts'
import { namedReferences } from './0019-named-references.ts'
import { addGrids } from './0020-grids.ts'
import { addThreads } from './0022-threads.ts'
import { modelResults } from './0023-model-results.ts'
import { addEditPlans } from './0024-edit-plans.ts'
import { addEditPlanBatches } from './0026-edit-plan-batches.ts'
import { threadDrafts } from './0027-thread-drafts.ts'
import { batchDrivers } from './0028-batch-drivers.ts'
import { teamTurn } from './0029-team-turn.ts'
import { sharedOriginals } from './0030-shared-originals.ts'
import { damagedImages } from './0031-damaged-images.ts'
import { addRememberedExports } from './0032-remembered-exports.ts'
import { jobsByWork } from './0033-jobs-by-work.ts'
import { addAgentHolds } from './0034-agent-holds.ts'
import type { Migration } from './migration.ts'

/** Every released step, oldest first. */
export const allMigrations: readonly Migration[] = [
  firstSchema,
  samplingArea,
  addProviders,
  addDocumentState,
  addLedger,
  addQueue,
  addPrompts,
  safety,
  addMarks,
  addSearch,
  bringingIn,
  addVotes,
  looksAndLinks,
  vectorsAndWords,
  longSeeds,
  controlLinks,
  descriptions,
  namedReferences,
  addGrids,
  addThreads,
  modelResults,
  addEditPlans,
  addEditPlanBatches,
  threadDrafts,
  batchDrivers,
  teamTurn,
  sharedOriginals,
  damagedImages,
  addRememberedExports,
  jobsByWork,
  addAgentHolds,
]
