import { join } from 'node:path'
import type { Settings } from '../shared/domain/settings.ts'
import type { Assets } from './assets/assets.ts'
import type { Imaging } from './imaging/imaging.ts'
import { modelFoldersOf } from './model-files/index.ts'
import type { HomePaths } from './platform/home-paths.ts'
import type { Logger } from './platform/logger.ts'
import { startUtilityChild } from './platform/start-utility-child.ts'
import { createEmbeddings, createMeaningSearch, createVision } from './vision/index.ts'
import type { Embeddings } from './vision/embeddings.ts'
import type { MeaningSearch } from './vision/meaning-search.ts'

export interface OpenedVision {
  readonly embeddings: Embeddings
  readonly meaning: MeaningSearch
  dispose(): Promise<void>
}

export interface VisionOptions {
  /** Folder of the built child process entries. */
  readonly builtFolder: string
  readonly paths: HomePaths
  readonly settings: { get(): Settings; onChanged(listener: () => void): () => void }
  readonly assets: Pick<Assets, 'vectors' | 'files' | 'changes'>
  readonly imaging: Imaging
  readonly logger: Logger
  /** Commands end with their work: only the window embeds what comes in. */
  readonly startedBy: 'window' | 'command-line'
}

/** Opens what embeds images and texts. Its process starts with the first call. */
export function openVision(options: VisionOptions): OpenedVision {
  const { builtFolder, paths, settings, assets, imaging, logger, startedBy } = options
  const vision = createVision({
    start: () => startUtilityChild(join(builtFolder, 'vision.js'), { name: 'Atelier Vision', loadsForeignCode: true }),
  })
  const library = {
    ...assets.vectors,
    locate: (id: Parameters<typeof assets.files.locate>[0]) => assets.files.locate(id, 'thumb-512'),
  }
  const modelFolders = () => modelFoldersOf(settings.get(), paths.models)
  const embeddings = createEmbeddings({ imaging, vision, library, modelFolders })
  const isOn = () => startedBy === 'window' && settings.get().indexesByMeaning
  const meaning = createMeaningSearch({ embeddings, library, isOn, logger })
  const stopListening = [
    settings.onChanged(meaning.wake),
    assets.changes.onChanged(({ ids, reason }) => (reason === 'added' || ids.length === 0) && meaning.wake()),
  ]
  return {
    embeddings,
    meaning,
    async dispose() {
      for (const stop of stopListening) stop()
      await meaning.dispose()
      await embeddings.dispose()
    },
  }
}
