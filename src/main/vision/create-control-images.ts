import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import type { ControlKind } from '../../shared/domain/control-kind.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import * as messages from '../../shared/messages/en/vision.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { Imaging } from '../imaging/imaging.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import type { ControlImages } from './control-images.ts'
import { createModelFinder } from './create-model-finder.ts'
import { depthInputSize, readDepthModel, type DepthModel } from './depth-model.ts'
import type { DepthValues } from './vision-calls.ts'
import type { Vision } from './vision.ts'

/** A control image that is not in the library yet. */
interface NewControl extends Size {
  readonly temporaryPath: string
  readonly parentId: AssetId
  readonly kind: ControlKind
  readonly model: string
  readonly timingMs: number
}

interface ControlImagesOptions {
  readonly imaging: Pick<Imaging, 'probe' | 'readModelInput' | 'writeDepthMap'>
  readonly vision: Pick<Vision, 'depth'>
  readonly library: {
    /** The image at full quality. @throws storage/not-found */
    locate(id: AssetId): Promise<{ readonly path: string }>
    /** What that model has made of the image before. */
    find(id: AssetId, made: { readonly kind: ControlKind; readonly model: string }): Promise<Asset | null>
    /** Moves the file into the library. @throws storage/* */
    add(control: NewControl): Promise<Asset>
  }
  readonly modelFolders: () => Promise<readonly string[]>
  readonly preferred: (kind: ControlKind) => string | null
  /** A new path for a temporary file. */
  readonly temporaryPath: () => string
  readonly rescanMs?: number
}

interface ControlFile {
  readonly path: string
  readonly target: string
}

export function createControlImages(options: ControlImagesOptions): ControlImages {
  const { imaging, vision, library, temporaryPath, preferred, ...folders } = options
  const models = {
    depth: createModelFinder({
      ...folders,
      preferred: () => preferred('depth'),
      read: readDepthModel,
      messages: { none: messages.noDepthModel, unknown: messages.unknownDepthModel },
    }),
  }

  async function writeDepth({ path, target }: ControlFile, model: DepthModel, signal?: AbortSignal): Promise<Size> {
    const { widthPx, heightPx } = await imaging.probe({ path }, { signal })
    const size = depthInputSize(model, { widthPx, heightPx })
    const { shape, scale, mean, deviation } = model.image
    const pixels = await imaging.readModelInput(
      { path, shape: { ...shape, resize: { type: 'exact', ...size }, crop: null } },
      { signal },
    )
    const depth = await vision.depth(
      { path: model.path, pixels, count: 1, ...size, scale, mean: [...mean], deviation: [...deviation] },
      { signal },
    )
    const nearness = { ...depth, values: nearnessOf(depth, model) }
    await imaging.writeDepthMap({ nearness, widthPx, heightPx, resultPath: target }, { signal })
    return { widthPx, heightPx }
  }

  return {
    models,
    async write(file, wanted, signal) {
      const model = await models[wanted.kind].model(wanted.model)
      return { ...(await writeDepth(file, model, signal)), model: model.name }
    },
    async make(id, wanted, signal) {
      const startedMs = performance.now()
      const { kind } = wanted
      const model = await models[kind].model(wanted.model)
      const { path } = await library.locate(id)
      const previous = await library.find(id, { kind, model: model.name })
      if (previous !== null) return { asset: previous, isReused: true }
      const target = temporaryPath()
      await createFolder(dirname(target))
      try {
        const size = await writeDepth({ path, target }, model, signal)
        const timingMs = Math.round(performance.now() - startedMs)
        const made = { ...size, temporaryPath: target, parentId: id, kind, model: model.name, timingMs }
        return { asset: await library.add(made), isReused: false }
      } finally {
        await rm(target, { force: true }).catch(() => undefined)
      }
    },
  }
}

/** Models of distances say 0 where they know nothing, such as the sky: that is far. */
const leastDistance = 1e-3

/** ControlNets for depth were trained with the inverse of distances, as MiDaS and Depth Anything return it. */
export function nearnessOf({ values }: Pick<DepthValues, 'values'>, { isMetric }: Pick<DepthModel, 'isMetric'>) {
  return isMetric ? values.map((distance) => (distance < leastDistance ? 0 : 1 / distance)) : values
}
