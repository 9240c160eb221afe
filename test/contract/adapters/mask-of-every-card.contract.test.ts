import { describe, expect, it } from 'vitest'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import type { Rect, Size } from '../../../src/shared/util/geometry.ts'
import { encodeMask } from '../../../src/main/imaging/child/upload/encode-mask.ts'
import { planRequest } from '../../../src/main/providers/core/plan/plan-request.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import { maskPng } from '../../support/small-images.ts'
import { stubs } from '../../support/services/all-stubs.ts'
import { modelInputs } from '../../support/services/replicate/model-inputs.ts'
import type { ServiceStub } from '../../support/services/service-stub.ts'
import { buildInput, planOf } from './build-input.ts'
import { followToEnd, withStubs } from './open-stub.ts'

const source: Size = { widthPx: 1_400, heightPx: 1_000 }
/** Off-center, so that a mirrored, rotated or shifted mask differs. */
const painted: Rect = { x: 860, y: 130, widthPx: 240, heightPx: 110 }

const openStub = withStubs()

/** The Replicate stub only describes some models, so only those are tested. */
const isDescribed = (stub: ServiceStub, model: string) => stub.id !== 'replicate' || Object.hasOwn(modelInputs, model)

const cases = stubs.flatMap((stub) =>
  [...registry[stub.id].models, ...(stub.cards ?? [])]
    .filter(({ id, mask, input }) => mask !== 'no' && input !== null && isDescribed(stub, id))
    .map((card) => [`${stub.id} ${card.id}`, stub, card] as const),
)

/** Sends a painted mask: planned as a crop, encoded as in the imaging process, and read as the service reads it. */
async function repaintedBy(stub: ServiceStub, card: ModelCard) {
  const request = { ...planOf(stub, card, { operation: 'edit', hasMask: true }), maskBounds: painted }
  const { sent } = planRequest(request, card, source, { providerLabel: stub.id, isOwnBaseUrl: true })
  const stage = await openStub(stub, registry[stub.id])
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
  it('repaints exactly the painted area', async () => {
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
        // If scaled, the border falls between pixels.
        if (isIn(x, y, -2) ? value !== 255 : !isIn(x, y, 2) && value !== 0) wrong++
      }
    }
    expect(wrong).toBe(0)
  })
})
