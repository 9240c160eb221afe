import { describe, expect, it } from 'vitest'
import { buildAdapterInput } from '../../../../../test/support/build-adapter-input.ts'
import { createFakeCall } from '../../../../../test/support/fake-call.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { openaiCompatible } from './openai-compatible.ts'

const cardFor = (id: string): Promise<ModelCard> =>
  openaiCompatible.describeModel!(
    id,
    createFakeCall(() => ({ status: 404, text: 'Not Found' })),
  )

async function imageOf(entry: object): Promise<unknown> {
  const call = createFakeCall(() => ({ json: { data: [entry] } }))
  const state = await openaiCompatible.submit(buildAdapterInput(await cardFor('flux-1-dev')), call)
  return state.type === 'done' ? state.images[0] : state
}

describe('responses', () => {
  it.each([
    [{ b64_json: 'AAAA' }, { base64: 'AAAA' }],
    [{ b64_json: 'data:image/webp;base64,AAAA' }, { base64: 'AAAA', mime: 'image/webp' }],
    [{ url: 'data:image/png;base64,AAAA' }, { base64: 'AAAA', mime: 'image/png' }],
    [{ url: 'https://cdn.example.org/a.png?x=1' }, { url: 'https://cdn.example.org/a.png?x=1' }],
    // A server in a container reports an address that is unreachable from outside.
    [{ url: 'http://localai:8080/generated-images/a.png' }, { url: '/generated-images/a.png' }],
    [{ url: 'http://10.0.0.5:8080/generated-images/a.png?t=1' }, { url: '/generated-images/a.png?t=1' }],
    [{ url: '/generated-images/a.png' }, { url: '/generated-images/a.png' }],
  ])('read %o', async (entry, image) => {
    expect(await imageOf(entry)).toMatchObject(image)
  })

  it('name the one that is missing beside others', async () => {
    const call = createFakeCall(() => ({ json: { data: [{ b64_json: 'AAAA' }, {}], model: 'flux-1-schnell' } }))
    const input = buildAdapterInput(await cardFor('flux-1-dev'))
    expect(await openaiCompatible.submit(input, call)).toMatchObject({
      type: 'done',
      servedModel: 'flux-1-schnell',
      images: [{ base64: 'AAAA' }, { nothing: true, refused: 'The server sent nothing for this image.' }],
    })
  })

  it.each([[[]], [[{}]]])('are a failure, not a refusal, when there is no image in %j', async (data) => {
    const call = createFakeCall(() => ({ json: { data } }))
    const input = buildAdapterInput(await cardFor('flux-1-dev'))
    expect(await openaiCompatible.submit(input, call)).toMatchObject({ type: 'failed', isBilled: 'unknown' })
  })
})

it('requires no key', () => {
  expect(openaiCompatible.authorise({ type: 'none' })).toEqual({})
  expect(openaiCompatible.authorise({ type: 'key', key: 'not-a-real-key' })).toEqual({
    authorization: 'Bearer not-a-real-key',
  })
})

it.each([
  [404, { error: 'job not found' }, 'provider/task-expired'],
  [410, { error: 'job expired' }, 'provider/task-expired'],
  [404, { message: 'no route' }, 'provider/unknown-model'],
  [429, { error: 'job queue is full' }, 'provider/rate-limited'],
])('maps failure %i %o', (status, json, code) => {
  expect(openaiCompatible.readFailure({ status, headers: {}, json, text: '' })).toMatchObject({ code, isBilled: 'no' })
})
