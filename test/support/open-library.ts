import type { Database } from '../../src/main/database/index.ts'
import {
  createDocuments,
  createExports,
  createAssets,
  type Documents,
  type Exports,
  type Assets,
} from '../../src/main/assets/index.ts'
import { createSigning } from '../../src/main/signing/index.ts'
import type { ContentSigner } from '../../src/main/imaging/content-credentials.ts'
import type { Imaging } from '../../src/main/imaging/imaging.ts'
import type { HomePaths } from '../../src/main/platform/home-paths.ts'
import { systemClock, type Clock } from '../../src/main/platform/clock.ts'
import type { PagePrinter } from '../../src/main/platform/page-printer.ts'
import { anew, type Before } from './anew.ts'
import { createFakeImaging } from './fake-imaging.ts'
import { openTestDatabase } from './open-database.ts'
import { createMemoryKeychain } from './memory-keychain.ts'
import { createRecordingLogger, type RecordingLogger } from './recording-logger.ts'
import type { TemporaryHome } from './temporary-home.ts'

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

interface TestLibraryOptions {
  imaging?: Imaging
  clock?: Clock
  signer?: () => Promise<ContentSigner>
  printer?: PagePrinter
  /** Before each call to the database: never resolves where the program is to end. */
  beforeStep?: () => Promise<void>
  /** The program of a thread for the database; absent: served from this one. */
  databaseWorker?: URL
}

/** Signs with a certificate of its own. */
export function signerOf({ paths }: TemporaryHome): () => Promise<ContentSigner> {
  const signing = createSigning({ keychain: createMemoryKeychain(), paths, clock: systemClock })
  return () => signing.signer()
}

/** The library of a home for each test, on what the hooks before it have made. */
export const withLibrary = (
  home: TemporaryHome,
  options: () => TestLibraryOptions = () => ({}),
  before?: Before,
): TestLibrary =>
  anew(async () => {
    const library = openTestLibrary(home.paths, options())
    return [library, library.close]
  }, before)

/** Opens a library on a real database; imaging is fake unless provided. */
export function openTestLibrary(
  paths: HomePaths,
  {
    imaging = createFakeImaging(),
    clock = systemClock,
    signer = noSigner,
    printer = noPrinter,
    beforeStep,
    databaseWorker,
  }: TestLibraryOptions = {},
): TestLibrary {
  const logger = createRecordingLogger()
  const opened = openTestDatabase(paths.databaseFile, { logger, worker: databaseWorker })
  const database = beforeStep === undefined ? opened : inSteps(opened, beforeStep)
  const parts = { database, imaging, paths, clock, logger, appVersion: '0.1.0' }
  const assets = createAssets({ ...parts, covering: () => null })
  const documents = createDocuments({ ...parts, assets })
  const exports = createExports({ ...parts, assets, printer, signer, ownPresets: () => [] })
  return { assets, documents, exports, database, logger, close: () => opened.dispose() }
}

function inSteps(database: Database, beforeStep: () => Promise<void>): Database {
  return {
    ...database,
    async call(...args) {
      await beforeStep()
      return database.call(...args)
    },
  }
}
