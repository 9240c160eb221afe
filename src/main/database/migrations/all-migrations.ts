import { firstSchema } from './0001-first-schema.ts'
import { samplingArea } from './0002-sampling-area.ts'
import { providers } from './0003-providers.ts'
import { documentState } from './0004-document-state.ts'
import { ledger } from './0005-ledger.ts'
import { queue } from './0006-queue.ts'
import { prompts } from './0007-prompts.ts'
import { safety } from './0008-safety.ts'
import { marks } from './0009-marks.ts'
import { search } from './0010-search.ts'
import { bringingIn } from './0011-bringing-in.ts'
import { votes } from './0012-votes.ts'
import { looksAndLinks } from './0014-looks-and-links.ts'
import { vectorsAndWords } from './0015-vectors-and-words.ts'
import { longSeeds } from './0016-long-seeds.ts'
import { controlLinks } from './0017-control-links.ts'
import type { Migration } from './migration.ts'

/** Every released step, oldest first. */
export const allMigrations: readonly Migration[] = [
  firstSchema,
  samplingArea,
  providers,
  documentState,
  ledger,
  queue,
  prompts,
  safety,
  marks,
  search,
  bringingIn,
  votes,
  looksAndLinks,
  vectorsAndWords,
  longSeeds,
  controlLinks,
]
