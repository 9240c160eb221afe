import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../test/support/build-adapter-input.ts'
import { createFakeCall, inTurn } from '../../../../test/support/fake-call.ts'
import { ideogram } from './ideogram.ts'
import { v46, v46Edit } from './ideogram-models.ts'

const done = { created: '2026-11-20T10:00:00Z', data: [{ url: 'https://ideogram.ai/api/images/ephemeral/x.png' }] }
const [source, mask] = [buildInputImage(1), buildInputImage(2)]

/** By the addresses that exist; `fallback`: how all others answer. */
async function listed(known: readonly string[], fallback = 404) {
  const call = createFakeCall(({ path }) => ({ status: known.includes(path) ? 405 : fallback, json: {} }))
  const { models } = await ideogram.listModels!(call)
  return { models, methods: new Set(call.requests.map(({ method }) => method)) }
}

describe('Ideogram 4.6', () => {
  const generate = '/v2/image/generate/ideogram-4-6'
  const edit = '/v2/image/precise-edit/ideogram-4-6'

  it('is offered by task where the service has the endpoint, without a price', async () => {
    const { models, methods } = await listed([generate, edit])
    expect(models).toMatchObject([
      { id: 'ideogram-4-6', origin: 'live', price: { per: 'unknown' } },
      { id: 'ideogram-4-6-edit', price: { per: 'unknown' }, canGenerate: false },
    ])
    expect([...methods]).toEqual(['GET'])
    expect((await listed([generate])).models.map(({ id }) => id)).toEqual(['ideogram-4-6'])
  })

  it('is not offered where every address answers alike', async () => {
    expect((await listed([])).models).toEqual([])
    expect((await listed([], 405)).models).toEqual([])
  })

  it.each([
    [v46, {}, generate],
    [v46Edit, { operation: 'edit', source, mask }, edit],
  ] as const)('is asked at its own endpoint', async (newest, overrides, path) => {
    const call = createFakeCall(inTurn(done))
    await ideogram.submit(buildAdapterInput(newest, overrides), call)
    expect(call.requests[0]).toMatchObject({ path, isPaid: true })
  })
})
