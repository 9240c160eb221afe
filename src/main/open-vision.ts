import { join } from 'node:path'
import { app } from 'electron'
import { Worker } from 'node:worker_threads'
import type { VisionTask } from '../shared/domain/vision.ts'
import { AppError } from '../shared/errors/index.ts'
import * as messages from '../shared/messages/en/vision.ts'
import { modelFoldersOf } from './model-files/index.ts'
import { probeGpus } from './platform/probe-gpus.ts'
import { startUtilityChild } from './platform/process/start-utility-child.ts'
import {
  openBackgrounds,
  openControls,
  openDescriptions,
  openDetection,
  openObjects,
  type VisionToolOptions,
} from './open-vision-tools.ts'
import type { SettingsStore } from './settings/index.ts'
import {
  createEmbeddings,
  createInpainting,
  createLibraryMap,
  createMeaningSearch,
  createUpscaling,
  createVision,
  listByTask,
  type ControlImages,
  type Detection,
  type Inpainting,
  type LibraryMap,
  type ObjectSelection,
  type Upscaling,
  type Vision,
  type VisionOverview,
  gpuArgument,
} from './vision/index.ts'
import type { BackgroundRemoval } from './vision/background-removal.ts'
import type { DescriptionQueue, Descriptions } from './vision/descriptions.ts'
import type { Embeddings } from './vision/embeddings.ts'
import type { MeaningSearch } from './vision/meaning-search.ts'

export interface OpenedVision {
  readonly embeddings: Embeddings
  readonly backgrounds: BackgroundRemoval
  readonly objects: ObjectSelection
  readonly detection: Detection
  readonly inpainting: Inpainting
  readonly upscaling: Upscaling
  readonly controls: ControlImages
  readonly meaning: MeaningSearch
  readonly map: LibraryMap
  readonly descriptions: Descriptions
  readonly descriptionQueue: DescriptionQueue
  /** Looks through the model folders again: a model may just have arrived. */
  models(): Promise<VisionOverview>
  dispose(): Promise<void>
}

export interface OpenVisionOptions extends VisionToolOptions {
  /** Folder of the built child process entries. */
  readonly builtFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly shared?: { readonly vision?: Vision }
  readonly settings: Pick<SettingsStore, 'get' | 'change'> & { onChanged(listener: () => void): () => void }
}

/** Models stay loaded between calls: one that describes images, with what it computes, has some 2 GB. */
const idleRssBytesMax = 4_000_000_000

/** Opens what embeds images and texts. Its process starts with the first call. */
export async function openVision(options: OpenVisionOptions): Promise<OpenedVision> {
  const { paths, settings, assets, imaging, logger, startedBy } = options
  const hasGpu = await findGpu(options.env)
  const vision = options.shared?.vision ?? openProcess(options, hasGpu)
  const library = {
    ...assets.vectors,
    locate: (id: Parameters<typeof assets.files.locate>[0]) => assets.files.locate(id, 'thumb-512'),
  }
  const modelFolders = () => modelFoldersOf(settings.get(), paths.models)
  const preferred = (task: VisionTask) => () => settings.get().visionModels[task] ?? null
  const embeddings = createEmbeddings({ imaging, vision, library, modelFolders, preferred: preferred('search') })
  const isOn = () => startedBy === 'window' && settings.get().indexesByMeaning
  const meaning = createMeaningSearch({ embeddings, library, references: assets.references, isOn, logger })
  const map = openMap(options, { embeddings, library })
  const stopListening = wakeOnChanges(options, meaning)
  const backgrounds = openBackgrounds(options, { vision, modelFolders, preferred: preferred('background') })
  const inpainting = createInpainting({ vision, modelFolders, preferred: preferred('remove') })
  const upscaling = createUpscaling({ imaging, vision, modelFolders, preferred: preferred('upscale') })
  const controls = openControls(options, { vision, modelFolders, preferred: (kind) => preferred(kind)() })
  const objects = openObjects(options, { vision, modelFolders, preferred: preferred('objects') })
  const detection = openDetection(options, { vision, modelFolders, preferred: preferred('detect') })
  const described = openDescriptions(options, { vision, modelFolders, preferred: preferred('describe') })
  return {
    embeddings,
    ...described,
    meaning,
    map,
    backgrounds,
    objects,
    detection,
    inpainting,
    upscaling,
    controls,
    async models() {
      const fresh = { isFresh: true }
      const found = {
        search: await embeddings.models(fresh),
        objects: await objects.models(fresh),
        detect: await detection.models(fresh),
        background: await backgrounds.models(fresh),
        remove: await inpainting.models(fresh),
        describe: await described.descriptions.models(fresh),
        upscale: await upscaling.models(fresh),
        depth: await controls.models.depth.models(fresh),
        pose: await controls.models.pose.models(fresh),
      }
      meaning.wake()
      described.descriptionQueue.wake()
      return { ...listByTask(found), gpu: hasGpu ? { device: vision.lastDevice() } : null }
    },
    async dispose() {
      stopListening()
      await Promise.all([meaning.dispose(), map.dispose(), described.descriptionQueue.dispose()])
      await embeddings.dispose()
    },
  }
}

function openMap(
  { builtFolder, paths, logger }: OpenVisionOptions,
  needs: Pick<Parameters<typeof createLibraryMap>[0], 'embeddings' | 'library'>,
): LibraryMap {
  return createLibraryMap({
    ...needs,
    start: () => new Worker(join(builtFolder, 'map.js'), { name: 'map' }),
    file: join(paths.root, 'cache', 'map.bin'),
    logger,
  })
}

/** Returns what ends it. */
function wakeOnChanges({ settings, assets }: OpenVisionOptions, { wake }: MeaningSearch): () => void {
  const stops = [
    settings.onChanged(wake),
    assets.changes.onChanged(({ ids, reason }) => (reason === 'added' || ids.length === 0) && wake()),
  ]
  return () => stops.forEach((stop) => stop())
}

function openProcess({ builtFolder, settings, logger }: OpenVisionOptions, hasGpu: boolean): Vision {
  return createVision({
    start: (usesGpu) =>
      startUtilityChild(join(builtFolder, 'vision.js'), {
        name: 'Atelier Vision',
        args: usesGpu ? [gpuArgument] : [],
        loadsForeignCode: true,
      }),
    idleRssBytesMax,
    usesGpu: () => hasGpu && settings.get().usesGpuForVision,
    onGpuCrash: () => {
      logger.error('vision.gpu-crashed', {})
      settings.change({ usesGpuForVision: false }).catch((error: unknown) => {
        logger.error('vision.gpu-not-turned-off', { error })
      })
    },
  })
}

/** `ATELIER_VISION_DEVICE` decides where the computer is judged wrongly. @throws configuration/invalid */
async function findGpu(env: OpenVisionOptions['env']): Promise<boolean> {
  const wanted = env['ATELIER_VISION_DEVICE']
  if (wanted === 'gpu' || wanted === 'cpu') return wanted === 'gpu'
  if (wanted) throw new AppError('configuration/invalid', messages.unknownDevice({ value: wanted }))
  return (await probeGpus({ gpuInfo: () => app.getGPUInfo('basic') })).length > 0
}
