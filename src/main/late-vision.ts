import { toDescriptionRun } from '../shared/domain/image-description.ts'
import { createEmitter } from '../shared/util/create-emitter.ts'
import type { OpenedVision, OpenVisionOptions } from './open-vision.ts'
import type { MapWork } from './vision/index.ts'

/** Startup goes first; what is not embedded yet can wait. */
const visionDelayMs = 10_000

/** Opened late: the first frame needs none of it. */
export function createLateVision(options: OpenVisionOptions) {
  const changed = createEmitter()
  const mapChanged = createEmitter<[MapWork, boolean]>()
  const described = createEmitter()
  let opening: Promise<OpenedVision> | null = null

  async function load(): Promise<OpenedVision> {
    const { openVision } = await import('./open-vision.ts')
    const opened = await openVision(options)
    opened.meaning.onIndexChanged(changed.emit)
    opened.map.onChanged(mapChanged.emit)
    opened.meaning.wake()
    opened.descriptionQueue.onChanged(described.emit)
    opened.descriptionQueue.wake()
    return opened
  }

  const open = () => (opening ??= load())
  const openEarly = () => void open().catch((error: unknown) => options.logger.error('vision.not-opened', { error }))
  const timer = options.startedBy === 'window' ? setTimeout(openEarly, visionDelayMs) : undefined
  return {
    services: {
      embeddings: async () => (await open()).embeddings,
      backgrounds: async () => (await open()).backgrounds,
      objects: async () => (await open()).objects,
      detection: async () => (await open()).detection,
      inpainting: async () => (await open()).inpainting,
      upscaling: async () => (await open()).upscaling,
      controls: async () => (await open()).controls,
      meaning: async () => (await open()).meaning,
      map: async () => (await open()).map,
      visionModels: async () => (await open()).models(),
      onMeaningIndexChanged: (listener: () => void) => void changed.on(listener),
      onMapChanged: (listener: (work: MapWork, isStale: boolean) => void) => void mapChanged.on(listener),
      descriptions: async () => (await open()).descriptions,
      descriptionQueue: async () => (await open()).descriptionQueue,
      // The Gallery shows it: that is no reason to begin earlier.
      descriptionRun: async () =>
        opening === null
          ? toDescriptionRun(await options.assets.descriptions.queue.state(), null)
          : (await opening).descriptionQueue.run(),
      onDescriptionsChanged: (listener: () => void) => void described.on(listener),
    },
    async dispose() {
      clearTimeout(timer)
      await (await opening?.catch(() => null))?.dispose()
    },
  }
}
