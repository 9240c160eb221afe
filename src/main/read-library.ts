import type { ContentFilter } from '../shared/domain/generation.ts'
import type { AssetId } from '../shared/domain/ids.ts'
import { AppError } from '../shared/errors/index.ts'
import { parseQuery } from '../shared/search/index.ts'
import { inBatches } from '../shared/util/in-batches.ts'
import type { Assets } from './assets/assets.ts'
import { openLibraryReader, toAsset, type ImageTitle, type LibraryReader } from './database/index.ts'
import { systemClock } from './platform/clock.ts'

/** The images of a library, for commands that only find and list them. */
export interface LibraryImages {
  readonly search: Pick<Assets['search'], 'find'>
  readonly records: Pick<Assets['records'], 'load'>
  /** What a list shows of images, in the order of `ids`: reading all about them takes longer than most searches. */
  titles(ids: readonly AssetId[]): Promise<readonly ImageTitle[]>
}

interface ReadOptions {
  readonly databaseFile: string
  /** Whether there is an `atelier.yaml`. */
  readonly isConfigured: boolean
  /** Loads the settings: the rating from which images are covered; null = none are. @throws configuration/invalid */
  readonly covering: () => Promise<ContentFilter | null>
  /** Opens the library with everything that works on it: where it cannot be read as it is. */
  readonly open: () => Promise<Assets>
}

const batchSize = 500

export interface LibraryReading {
  readonly images: LibraryImages
  close(): void
}

/**
 * Reads a library without opening it, which takes longer than most searches. Settings are loaded only where they decide
 * what is found, and to report an invalid `atelier.yaml`.
 */
export async function readLibrary({
  databaseFile,
  isConfigured,
  covering,
  open,
}: ReadOptions): Promise<LibraryReading> {
  if (isConfigured) await covering()
  let reader = openLibraryReader(databaseFile)

  async function read<T>(here: (reader: LibraryReader) => T | Promise<T>, opened: (assets: Assets) => Promise<T>) {
    if (reader === null) return opened(await open())
    try {
      return await here(reader)
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown
      close()
      // Opening repairs a damaged file, or reports what is wrong with it.
      return opened(await open())
    }
  }

  function close(): void {
    reader?.close()
    reader = null
  }

  return {
    images: {
      search: {
        async find(scope, options) {
          const nowMs = systemClock.nowMs()
          // Loading the settings takes longer than most searches.
          const input = {
            ...scope,
            ...options,
            nowMs,
            covering: asksForCovered(scope.query, nowMs) ? await covering() : null,
          }
          return read(
            ({ find }) => find(input),
            ({ search }) => search.find(scope, options),
          )
        },
      },
      records: {
        load: (ids) =>
          read(
            async ({ load }) => (await load(ids)).map(toAsset),
            ({ records }) => records.load(ids),
          ),
      },
      titles: (ids) =>
        read<readonly ImageTitle[]>(
          ({ titles }) => titles(ids),
          ({ records }) => inBatches(ids, batchSize, (batch) => records.load(batch)),
        ),
    },
    close,
  }
}

function asksForCovered(query: string, nowMs: number): boolean {
  return parseQuery(query, nowMs).terms.some(
    (term) => term.type === 'value' && term.field === 'is' && term.values.includes('covered'),
  )
}
