import type { ContentFilter } from '../shared/domain/generation.ts'
import { AppError } from '../shared/errors/index.ts'
import type { Assets } from './assets/assets.ts'
import { toAsset } from './assets/index.ts'
import { openLibraryReader, type LibraryReader } from './database/index.ts'
import { systemClock } from './platform/clock.ts'

/** The images of a library, for commands that only find and list them. */
export interface LibraryImages {
  readonly search: Pick<Assets['search'], 'find'>
  readonly records: Pick<Assets['records'], 'load'>
}

interface ReadOptions {
  readonly databaseFile: string
  /** The rating from which images are covered; null = none are. */
  readonly covering: () => ContentFilter | null
  /** Opens the library with everything that works on it: where it cannot be read as it is. */
  readonly open: () => Promise<LibraryImages>
}

/** Reads a library without opening it, which takes longer than most searches. */
export function readLibrary({ databaseFile, covering, open }: ReadOptions): {
  readonly images: LibraryImages
  close(): void
} {
  let reader = openLibraryReader(databaseFile)

  async function read<T>(here: (reader: LibraryReader) => T, opened: (images: LibraryImages) => Promise<T>) {
    if (reader === null) return opened(await open())
    try {
      return here(reader)
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
        find: (scope, options) => {
          const input = { ...scope, ...options, nowMs: systemClock.nowMs(), covering: covering() }
          return read(
            ({ find }) => find(input),
            ({ search }) => search.find(scope, options),
          )
        },
      },
      records: {
        load: (ids) =>
          read(
            ({ load }) => load(ids).map(toAsset),
            ({ records }) => records.load(ids),
          ),
      },
    },
    close,
  }
}
