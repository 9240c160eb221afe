import { afterEach, expect, it } from 'vitest'
import { buildAdapterInput } from '../../../../../test/support/build-adapter-input.ts'
import { openVertex } from '../../../../../test/support/services/gemini/open-vertex.ts'
import { imagenStub } from '../../../../../test/support/services/imagen-stub.ts'
import type { StubServer } from '../../../../../test/support/services/stub-server.ts'
import { imagen } from './imagen.ts'

let server: StubServer
afterEach(() => server.close())

it('asks Vertex with everything only Vertex takes', async () => {
  const stage = await openVertex(imagen, imagenStub)
  server = stage.server
  const card = imagen.models.find(({ id }) => id === 'imagen-3.0-generate-002')!
  const state = await stage.session.submit(
    buildAdapterInput(card, {
      n: 1,
      seed: 7,
      negativePrompt: 'fog',
      aspectRatio: '4:3',
      options: { enhancePrompt: true },
    }),
  )
  expect(state).toMatchObject({ type: 'done', images: [{ seed: 7 }] })
  expect(server.requests.at(-1)?.path).toBe(
    '/v1/projects/atelier-tests/locations/us-central1/publishers/google/models/imagen-3.0-generate-002:predict',
  )
  expect(server.requests.flatMap((request) => imagenStub.violations(request))).toEqual([])
})
