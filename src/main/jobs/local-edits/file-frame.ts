import { writeFile } from 'node:fs/promises'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { Assets } from '../../assets/assets.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { FrameToKeep } from '../jobs.ts'
import type { LocalWork } from './local-queue.ts'
import { withTemporaries } from './with-temporaries.ts'

interface FrameFilerNeeds {
  readonly assets: Pick<Assets, 'records' | 'results'>
  readonly paths: Pick<HomePaths, 'temporary'>
}

/** Files a frame of the live canvas, byte for byte as it was drawn, as a child of the image it was painted on. */
export function createFrameFiler({
  assets,
  paths,
}: FrameFilerNeeds): (frame: Omit<FrameToKeep, 'documentId'>) => LocalWork {
  return ({ assetId, png, size, recipe }) =>
    (id, { signal }) =>
      withTemporaries(paths, id, ['result'], async ({ result }) => {
        await writeFile(result, png).catch((thrown: unknown) => {
          throw toFileError(thrown, messages.frameNotKept)
        })
        throwIfAborted(signal)
        const parent = await assets.records.require(assetId)
        return assets.results.add({
          temporaryPath: result,
          temporaryMaskPath: null,
          rawAnswer: null,
          parentId: parent.id,
          name: { from: parent.name, task: 'edit' },
          mime: 'image/png',
          ...size,
          hasAlpha: false,
          recipe,
        })
      })
}
