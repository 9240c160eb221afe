import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { runBuiltProgram } from '../../support/run-built-program.ts'
import { runCommand } from '../../support/run-command.ts'

let home: string
let services: Services
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'atelier-queue-command-'))
  services = await startServices(['bfl'])
})
afterEach(async () => {
  await services.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

const surroundings = () => ({ home, env: { ...services.env, BFL_API_KEY: services.goodKey('bfl') } })
const atelier = (...args: string[]) => runCommand(args, surroundings())

it('lists, cancels, and retries a call of another running command', async () => {
  const bfl = services.server('bfl')
  bfl.setScene('waiting')
  const submitted = bfl.nextSubmission()
  // Calls belong to processes.
  const first = runBuiltProgram(['generate', 'a lighthouse', '--provider', 'bfl', '--json'], surroundings())
  await submitted
  const listed = await atelier('queue', 'list', '--json')
  const { queue } = JSON.parse(listed.out) as { queue: { id: string; job_ids: string[] }[] }
  expect(queue).toMatchObject([{ state: 'running', provider: 'bfl', prompt: 'a lighthouse', pictures: 1 }])
  const cancelled = await atelier('queue', 'cancel', queue[0]!.job_ids[0]!, '--json')
  expect(JSON.parse(cancelled.out)).toMatchObject({ success: true, cancelled: [queue[0]!.id], marked: [] })
  const ended = await first
  expect(ended.code).toBe(5)
  expect(JSON.parse(ended.out)).toMatchObject({ outcome: 'cancelled after sending', billed: 'unknown' })
  bfl.setScene('done')
  const retried = await atelier('queue', 'retry', queue[0]!.job_ids[0]!, '--json')
  expect(retried).toMatchObject({ code: 0 })
  expect(JSON.parse(retried.out)).toMatchObject({ success: true, outcome: 'done', provider: 'bfl' })
  expect((await atelier('queue', 'list')).out).toBe('')
  expect(bfl.submissions()).toHaveLength(2)
})
