import { expect, it } from 'vitest'
import { createFakeContext } from '../../../../test/contract/ipc/fake-services.ts'
import { buildAsset } from '../../../../test/support/build-asset.ts'
import { toAsset } from '../../database/index.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { HandlerContext } from '../handler-context.ts'
import { createEditPlansHandlers } from './edit-plans-handlers.ts'

const caller = { windowId: 1, signal: new AbortController().signal }

it('a plan on a folder leaves out what cannot be read, or only in part, and says so', async () => {
  const context: HandlerContext = createFakeContext()
  const services = await context.services()
  const assets = [{ name: 'whole' }, { name: 'cut', isDamaged: true }].map((facts) => toAsset(buildAsset(facts)))
  const error = { code: 'media/unsupported', message: '“film” is a video file.' } as const
  const outcome = { arrived: 2, alreadyThere: 0, passedOver: 0, notTried: 0, isCancelled: false }
  const notices: unknown[] = []
  const prepared: unknown[] = []
  const handlers = createEditPlansHandlers({
    ...context,
    desktop: { ...context.desktop, chooseFolder: async () => '/photos' },
    emit: (name, payload) => void notices.push([name, payload]),
    services: async () => ({
      ...services,
      assets: {
        ...services.assets,
        imports: {
          ...services.assets.imports,
          addFiles: async () => ({ ...outcome, imported: assets, failed: [{ file: 'film.png', error }] }),
        },
      },
      planBatches: {
        ...services.planBatches,
        prepare: async ({ sourceIds }) => {
          prepared.push(...sourceIds)
          throw AppError.cancelled()
        },
      },
    }),
  })
  const wanted = { runId: 'run', id: 'template', name: 'Plan', steps: [], imageIds: null }
  await handlers['editPlans.prepareBatch'](wanted as never, caller).catch(() => undefined)
  expect(prepared).toEqual([assets[0]!.id])
  expect(notices).toEqual([
    ['app.noticed', { level: 'error', error: { code: 'media/undecodable', message: '“film” is a video file.' } }],
    [
      'app.noticed',
      { level: 'error', error: { code: 'media/undecodable', message: expect.stringContaining('“cut”') } },
    ],
  ])
})
