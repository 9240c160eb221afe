import { afterEach, expect, it } from 'vitest'
import { buildAdapterInput } from '../../../../../test/support/build-adapter-input.ts'
import { openVertex } from '../../../../../test/support/services/gemini/open-vertex.ts'
import { geminiStub } from '../../../../../test/support/services/gemini-stub.ts'
import type { StubServer } from '../../../../../test/support/services/stub-server.ts'
import { gemini } from './gemini.ts'

let server: StubServer
afterEach(() => server.close())

it('signs in with a service account and draws in its project', async () => {
  const stage = await openVertex(gemini, geminiStub)
  server = stage.server
  expect((await stage.session.check()).message).toBe('Vertex AI, project atelier-tests.')
  const card = gemini.models[0]!
  const state = await stage.session.submit(buildAdapterInput(card, { seed: 7, aspectRatio: '16:9', tier: '2K' }))
  expect(state).toMatchObject({ type: 'done', images: [{ mime: 'image/png' }] })
  const list = await stage.session.run(async (call) => gemini.listModels?.(call))
  expect(list?.models.map(({ id }) => id)).toEqual(['gemini-nano-banana-2.1', 'gemini-3-pro-image'])
  const inProject = '/v1/projects/atelier-tests/locations/global/publishers/google/models'
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /token',
    `POST ${inProject}/gemini-3-pro-image:countTokens`,
    `POST ${inProject}/${card.id}:generateContent`,
    'GET /v1beta1/publishers/google/models',
  ])
  expect(server.requests.flatMap((request) => geminiStub.violations(request))).toEqual([])
})
