import { join } from 'node:path'
import type { Settings } from '../shared/domain/settings.ts'
import type { Assets } from './assets/assets.ts'
import type { Imaging } from './imaging/imaging.ts'
import { modelFoldersOf } from './model-files/index.ts'
import type { HomePaths } from './platform/home-paths.ts'
import { startUtilityChild } from './platform/start-utility-child.ts'
import { createEmbeddings, createVision } from './vision/index.ts'
import type { Embeddings } from './vision/embeddings.ts'

interface EmbeddingsOptions {
  /** Folder of the built child process entries. */
  readonly builtFolder: string
  readonly paths: HomePaths
  readonly settings: { get(): Settings }
  readonly assets: Pick<Assets, 'vectors' | 'files'>
  readonly imaging: Imaging
}

/** Opens what embeds images and texts. Its process starts with the first call. */
export function openEmbeddings({ builtFolder, paths, settings, assets, imaging }: EmbeddingsOptions): Embeddings {
  const vision = createVision({
    start: () => startUtilityChild(join(builtFolder, 'vision.js'), { name: 'Atelier Vision', loadsForeignCode: true }),
  })
  return createEmbeddings({
    imaging,
    vision,
    library: { ...assets.vectors, locate: (id) => assets.files.locate(id, 'thumb-512') },
    modelFolders: () => modelFoldersOf(settings.get(), paths.models),
  })
}
