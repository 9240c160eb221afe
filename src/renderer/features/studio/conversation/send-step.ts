import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { JobId } from '../../../../shared/domain/ids.ts'
import type { Client } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { noneWhereCanceled, type SpendGate } from '../spend/create-spend-gate.ts'

interface SendNeeds {
  readonly client: Pick<Client, 'call'>
  readonly gate: SpendGate
  readonly canvas: CanvasSession | null
  /** Of the step that is run again; null = the mask on the canvas. */
  readonly maskPng: Uint8Array | null
}

/** Queues a step. Returns its job; null where the spending limits, or the user, have stopped it. */
export async function sendStep(
  { client, gate, canvas, maskPng: given }: SendNeeds,
  request: PlanRequest,
  estimateUsd: number | null,
): Promise<JobId | null> {
  const { hasMask, ...rest } = request
  // Captured now, before the user goes on painting.
  const maskPng = hasMask ? (given ?? (await canvas?.output.maskPng()) ?? null) : null
  if (!(await gate.admits([estimateUsd]))) return null
  const input = { ...rest, maskBounds: null, maskPng: maskPng as Uint8Array<ArrayBuffer> | null }
  const ids = await client.call('jobs.generate', input).then((queued) => queued.ids, noneWhereCanceled)
  return ids[0] ?? null
}
