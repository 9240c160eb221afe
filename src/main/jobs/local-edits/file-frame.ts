import { writeFile } from 'node:fs/promises'
import type { Recipe } from '../../../shared/domain/asset.ts'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { Assets } from '../../assets/assets.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { LocalWork } from './local-queue.ts'
import { withTemporaries } from './with-temporaries.ts'

/** A frame of the live canvas that is kept. */
export interface FrameToKeep {
  readonly documentId: DocumentId
  /** The image it was painted on. */
  readonly assetId: AssetId
  /** Scaled to that image's size. */
  readonly png: Uint8Array
  readonly recipe: Recipe
}

interface FrameFilerNeeds {
  readonly assets: Pick<Assets, 'records' | 'results'>
  readonly imaging: Pick<Imaging, 'prepareInput'>
  readonly paths: Pick<HomePaths, 'temporary'>
}

/** An uncompressed image of the largest size is smaller. */
const maxBytes = 2 ** 32

/**
 * Files a frame of the live canvas as a child of the image it was painted on, scaled to its size: a result lies where it
 * was made.
 */
export function createFrameFiler({
  assets,
  imaging,
  paths,
}: FrameFilerNeeds): (frame: Omit<FrameToKeep, 'documentId'>) => LocalWork {
  return ({ assetId, png, recipe }) =>
    (id, { signal }) =>
      withTemporaries(paths, id, ['frame', 'result'], async ({ frame, result }) => {
        const parent = await assets.records.require(assetId)
        const { widthPx, heightPx } = parent
        await write(frame, png)
        const scaled = await imaging.prepareInput(
          {
            sourcePath: frame,
            frame: { widthPx, heightPx },
            box: { x: 0, y: 0, widthPx, heightPx },
            formats: ['png'],
            maxBytes,
          },
          { signal },
        )
        await write(result, scaled.bytes)
        throwIfAborted(signal)
        return assets.results.add({
          temporaryPath: result,
          temporaryMaskPath: null,
          rawAnswer: null,
          parentId: parent.id,
          name: { from: parent.name, task: 'edit' },
          mime: 'image/png',
          widthPx,
          heightPx,
          hasAlpha: false,
          recipe,
        })
      })
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(path, bytes).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.frameNotKept)
  })
}
