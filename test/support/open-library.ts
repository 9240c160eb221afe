import type { Database } from '../../src/main/database/index.ts'
import {
  createDocuments,
  createExports,
  createAssets,
  type Documents,
  type Exports,
  type Assets,
} from '../../src/main/assets/index.ts'
import type { ContentSigner } from '../../src/main/imaging/content-credentials.ts'
import type { Imaging } from '../../src/main/imaging/imaging.ts'
import { openSharedOriginals } from '../../src/main/originals/open-shared-originals.ts'
import type { HomePaths } from '../../src/main/platform/home-paths.ts'
import { systemClock, type Clock } from '../../src/main/platform/clock.ts'
import type { PagePrinter } from '../../src/main/platform/page-printer.ts'
import { createFakeImaging } from './fake-imaging.ts'
import { openTestDatabase } from './open-database.ts'
import { createRecordingLogger, type RecordingLogger } from './recording-logger.ts'

/** Rendering pages requires Electron: covered by the window tests. */
const noPrinter: PagePrinter = {
  toPdf: () => Promise.reject(new TypeError('not here')),
  toPngs: () => Promise.reject(new TypeError('not here')),
  toImage: () => Promise.reject(new TypeError('not here')),
  findMissingCharacters: () => Promise.reject(new TypeError('not here')),
}

const noSigner = () => Promise.reject(new TypeError('there is no signer here'))

export interface TestLibrary {
  readonly assets: Assets
  readonly documents: Documents
  readonly exports: Exports
  readonly database: Database
  readonly logger: RecordingLogger
  close(): Promise<void>
}

/** Opens a library on a real database; imaging is fake unless provided. */
export function openTestLibrary(
  paths: HomePaths,
  {
    imaging = createFakeImaging(),
    clock = systemClock,
    signer = noSigner,
    printer = noPrinter,
    originalsFolder = () => null,
    beforeStep,
    databaseWorker,
  }: {
    imaging?: Imaging
    clock?: Clock
    signer?: () => Promise<ContentSigner>
    printer?: PagePrinter
    originalsFolder?: () => string | null
    /** Before each call to the database and each one in a shared folder: never resolves where the program is to end. */
    beforeStep?: () => Promise<void>
    /** The program of a thread for the database; absent: served from this one. */
    databaseWorker?: URL
  } = {},
): TestLibrary {
  const logger = createRecordingLogger()
  const opened = openTestDatabase(paths.databaseFile, { logger, worker: databaseWorker })
  const database = beforeStep === undefined ? opened : inSteps(opened, beforeStep, ['call'])
  const parts = { database, imaging, paths, clock, logger, appVersion: '0.1.0' }
  const shared = openSharedOriginals({ folder: originalsFolder, root: paths.root })
  const originals =
    beforeStep === undefined
      ? shared
      : {
          ...shared,
          open: async (...args: Parameters<typeof shared.open>) => inSteps(await shared.open(...args), beforeStep),
        }
  const assets = createAssets({ ...parts, covering: () => null, originals, onOriginalsProblem: () => undefined })
  const documents = createDocuments({ ...parts, assets })
  const exports = createExports({ ...parts, assets, printer, signer, ownPresets: () => [] })
  return { assets, documents, exports, database, logger, close: () => opened.dispose() }
}

function inSteps<T extends object>(target: T, beforeStep: () => Promise<void>, names?: readonly string[]): T {
  return new Proxy(target, {
    get(object, name) {
      const value: unknown = Reflect.get(object, name, object)
      if (typeof value !== 'function' || names?.includes(String(name)) === false) return value
      return async (...args: unknown[]): Promise<unknown> => {
        await beforeStep()
        return Reflect.apply(value, object, args) as unknown
      }
    },
  })
}
