import type { Database } from '../../database/index.ts'
import { createHash } from 'node:crypto'
import type { NewKeptCall } from '../../../shared/domain/kept-call.ts'
import type { Clock } from '../../platform/clock.ts'
import type { GenerationCall } from '../generation/generation-call.ts'
import { writeBody } from './kept-body.ts'

/**
 * Puts calls with their jobs on disk, in one step, each at its place; `instead`: of the call before them.
 * @throws storage/*
 */
export type KeepCalls = (
  calls: readonly GenerationCall[],
  places: readonly number[],
  instead: string | null,
) => Promise<void>

export function createKeepCalls(database: Pick<Database, 'call'>, clock: Clock): KeepCalls {
  const maskKeys = new WeakMap<Uint8Array, Promise<string>>()

  /** Calls of one click share their mask: it is written once. */
  function keepMask(bytes: Uint8Array | null): Promise<string> | null {
    if (bytes === null) return null
    const known = maskKeys.get(bytes)
    if (known !== undefined) return known
    const key = createHash('sha256').update(bytes).digest('hex')
    const kept = database.call('queue.keepMask', { key, bytes, nowMs: clock.nowMs() }).then(() => key)
    maskKeys.set(bytes, kept)
    kept.catch(() => maskKeys.delete(bytes))
    return kept
  }

  return async (calls, places, instead) => {
    const nowMs = clock.nowMs()
    const kept: NewKeptCall[] = []
    for (const [index, call] of calls.entries()) {
      kept.push({
        callId: call.callId,
        lane: call.request.provider,
        position: places[index] ?? 0,
        hasOwnKey: call.key !== undefined,
        body: writeBody(call),
        maskKey: await keepMask(call.request.maskPng),
        createdAtMs: nowMs,
      })
    }
    const jobs = calls.flatMap((call) => call.jobs.map((job) => job.snapshot()))
    await database.call('queue.add', { calls: kept, jobs, owner: { pid: process.pid, atMs: nowMs }, instead })
  }
}
