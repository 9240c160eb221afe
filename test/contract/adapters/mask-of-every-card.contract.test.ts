import { afterEach, describe, expect, it } from 'vitest'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import type { Rect, Size } from '../../../src/shared/util/geometry.ts'
import { encodeMask } from '../../../src/main/imaging/child/upload/encode-mask.ts'
import { planRequest } from '../../../src/main/providers/core/plan/plan-request.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import { maskPng } from '../../support/fill-images.ts'
import { stubs } from '../../support/services/all-stubs.ts'
import { modelInputs } from '../../support/services/replicate/model-inputs.ts'
import type { ServiceStub } from '../../support/services/service-stub.ts'
import { buildInput, planOf } from './build-input.ts'
import { followToEnd, openStub, type Stage } from './open-stub.ts'

const source: Size = { widthPx: 1_400, heightPx: 1_000 }
/** In no middle, so that a mirrored, turned or shifted mask is another one. */
const painted: Rect = { x: 860, y: 130, widthPx: 240, heightPx: 110 }

let open: Stage[] = []
afterEach(async () => {
  await Promise.all(open.map((stage) => stage.close()))
  open = []
})

/** A service that is asked for its own description of a model is played for those it describes. */
const isDescribed = (stub: ServiceStub, model: string) => stub.id !== 'replicate' || Object.hasOwn(modelInputs, model)

const cases = stubs.flatMap((stub) =>
  [...registry[stub.id].models, ...(stub.cards ?? [])]
    .filter(({ id, mask, input }) => mask !== 'no' && input !== null && isDescribed(stub, id))
    .map((card) => [`${stub.id} ${card.id}`, stub, card] as const),
)

/** A painted mask on its way: planned as a part, encoded by the imaging process, sent, and read as the service reads it. */
async function repaintedBy(stub: ServiceStub, card: ModelCard) {
  const request = { ...planOf(stub, card, { operation: 'edit', hasMask: true }), maskBounds: painted }
  const { sent } = planRequest(request, card, source, { providerLabel: stub.id, isOwnBaseUrl: true })
  const stage = await openStub(stub, registry[stub.id])
  open.push(stage)
  const input = await buildInput(stub, card, {
    operation: 'edit',
    hasMask: true,
    change: { maskBounds: painted },
    source,
  })
  const mask = await encodeMask(
    {
      ...sent!,
      maskPng: maskPng(source, painted),
      size: source,
      growPx: 0,
      featherPx: 0,
      polarity: card.maskPolarity,
    },
    new AbortController().signal,
  )
  await followToEnd(stage.session, await stage.session.submit({ ...input, mask }))
  const parts = await Promise.all(stage.server.requests.map((each) => stub.repaintedPart(each)))
  return { sent: sent!, part: parts.find((part) => part !== null) }
}

describe.each(cases)('%s', (_name, stub, card) => {
  it('is asked to repaint exactly what was painted', async () => {
    const { sent, part } = await repaintedBy(stub, card)
    expect(part, 'no request had a mask').toMatchObject(sent.frame)
    const { crop, box } = sent
    const scale = box.widthPx / crop.widthPx
    const left = box.x + (painted.x - crop.x) * scale
    const top = box.y + (painted.y - crop.y) * scale
    const isIn = (x: number, y: number, by: number) =>
      x >= left - by &&
      y >= top - by &&
      x < left + painted.widthPx * scale + by &&
      y < top + painted.heightPx * scale + by
    let wrong = 0
    for (let y = 0; y < sent.frame.heightPx; y++) {
      for (let x = 0; x < sent.frame.widthPx; x++) {
        const value = part!.coverage[y * sent.frame.widthPx + x]!
        // Scaled, the border falls between pixels.
        if (isIn(x, y, -2) ? value !== 255 : !isIn(x, y, 2) && value !== 0) wrong++
      }
    }
    expect(wrong).toBe(0)
  })
})
