import { expect, it } from 'vitest'
import { createRecordingLogger } from '../../../test/support/recording-logger.ts'
import { createFakeProviders } from '../../../test/support/fake-providers.ts'
import { blankRequest } from '../../shared/domain/generation.ts'
import type { GridDraft } from '../../shared/domain/grid.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Queued } from '../jobs/jobs.ts'
import { createGrids, type GridsOptions } from './grids.ts'

const draft: GridDraft = {
  name: 'Kites',
  request: { ...blankRequest, provider: 'openai', model: 'openai-1', prompt: 'a red kite' },
  axes: [{ variable: 'prompt', search: 'red', values: ['red', 'blue', 'green'] }],
  order: 'listed',
}

/** Notes of cells cannot be written. Cells of prompts in `refused` cannot be planned, those in `failing` not be queued. */
function stageGrids({ refused = '-', failing = '-' }) {
  const stored = new Map<unknown, object>()
  const asked: string[] = []
  const logger = createRecordingLogger()
  const answers: Record<string, (input: Record<string, unknown>) => unknown> = {
    'grids.add': (input) => stored.set(input['id'], input),
    'grids.find': ({ id }) => stored.get(id) ?? null,
    'grids.cells': () => [],
    'grids.forget': ({ id }) => stored.delete(id),
    'grids.noteProblems': () => Promise.reject(new AppError('storage/full', 'No room.')),
  }
  const { manager, service } = createFakeProviders()
  const view = { id: 'openai', label: 'OpenAI', models: [service('openai').card] } as ProviderView
  const grids = createGrids({
    database: {
      call: async (name, input) => answers[name]!(input as Record<string, unknown>),
    } as GridsOptions['database'],
    assets: { records: {} } as GridsOptions['assets'],
    jobs: {
      run: async (requests) =>
        requests.map(({ prompt }): Queued => {
          asked.push(prompt)
          const error = { code: 'storage/full', message: 'No room.' } as const
          return prompt.includes(failing) ? { error } : { ids: ['01JD3Q000000000000000000B0' as JobId] }
        }),
      queue: { cancel: async () => undefined },
    },
    exports: {} as GridsOptions['exports'],
    clock: { nowMs: () => 0 },
    logger,
    ledger: { check: async () => ({ type: 'fine', reasons: [] }) },
    providers: async () => ({
      list: async () => [view],
      async plan({ hasMask: _hasMask, ...request }) {
        if (request.prompt.includes(refused)) throw new AppError('provider/unsupported', 'Not this color.')
        return (await manager.prepare({ ...request, maskPng: null }, null)).plan
      },
    }),
  })
  return { grids, stored, asked, logger }
}

it('a grid stays, and says what was queued, where it cannot be noted which cells could not be', async () => {
  const { grids, stored, asked, logger } = stageGrids({ failing: 'green' })
  const { id, ...made } = await grids.create(draft, null)
  expect(made).toEqual({ queued: 2, skipped: 1 })
  expect(asked).toEqual(['a red kite', 'a blue kite', 'a green kite'])
  expect([...stored.keys()]).toEqual([id])
  expect(logger.entries.map(({ event }) => event)).toEqual(['grids.not-noted'])
})

it('nothing is sent where it cannot be noted what cannot be planned', async () => {
  const { grids, stored, asked } = stageGrids({ refused: 'blue' })
  await expect(grids.create(draft, null)).rejects.toMatchObject({ code: 'storage/full' })
  expect(asked).toEqual([])
  expect(stored.size).toBe(0)
})
